"""The pages of return list, count and slips."""
