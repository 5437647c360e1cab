"""Feedback: what the customer says, the decision on it, and the answer (二, 四.1)."""
