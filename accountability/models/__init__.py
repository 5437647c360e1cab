"""What accountability writes down."""

from accountability.models.action import (
    ActionFile,
    CorrectiveAction,
    Measure,
    Occurrence,
    Verification,
    matter,
)
from accountability.models.penalty import Employee, Liability, Penalty, PenaltyPerson, PenaltyRate

__all__ = [
    "ActionFile",
    "CorrectiveAction",
    "Employee",
    "Liability",
    "Measure",
    "Occurrence",
    "Penalty",
    "PenaltyPerson",
    "PenaltyRate",
    "Verification",
    "matter",
]
