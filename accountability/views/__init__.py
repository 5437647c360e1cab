"""The pages of corrective actions and penalties."""
