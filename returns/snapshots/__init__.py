"""What a slip freezes: the facts of the moment as display text in Chinese, in the shape of returns.kinds."""

from returns.snapshots.cases import feedback, handover
from returns.snapshots.motors import appraisal, repair, return_, transfer

__all__ = ["appraisal", "feedback", "handover", "repair", "return_", "transfer"]
