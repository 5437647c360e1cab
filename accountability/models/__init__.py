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
from accountability.models.rates import ChangedRate, RatesChange

__all__ = [
    "ActionFile",
    "ChangedRate",
    "CorrectiveAction",
    "Employee",
    "Liability",
    "Measure",
    "Occurrence",
    "Penalty",
    "PenaltyPerson",
    "PenaltyRate",
    "RatesChange",
    "Verification",
    "matter",
]
