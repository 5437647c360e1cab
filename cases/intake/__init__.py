"""Feedback: what the customer says, the photos, the decision on it, and the answer (二, 四.1)."""
