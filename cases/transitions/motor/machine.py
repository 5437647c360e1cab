"""What the parts of the machine of a motor have in common."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from aftersales.models import User
from cases.statuses import GOES_BACK, Disposition, MotorStatus
from workflow.models import Stateful

if TYPE_CHECKING:
    from cases.appraisal.models import Appraisal

M = MotorStatus


def after_appraisal(motor: "MotorMachine") -> str:
    """Where the signed disposition sends a motor."""
    if motor.disposition == Disposition.REPAIR_FREE:
        return after_agreement(motor)
    return {
        Disposition.REPAIR_CHARGED: M.QUOTED,
        Disposition.RETURN: M.RETURN_PENDING,
        Disposition.SEND_BACK: M.READY_TO_SHIP,
    }[Disposition(motor.disposition)]


def after_agreement(motor: "MotorMachine") -> str:
    """A repair begins at once, or waits for its parts (四.3)."""
    assert motor.appraisal is not None  # it is signed
    there = motor.appraisal.parts_complete or motor.parts_arrived_at
    return M.REPAIRING if there else M.AWAITING_PARTS


PAYABLE = [M.REPAIRING, M.AWAITING_PARTS, M.INSPECTING, *GOES_BACK]


class MotorMachine(Stateful):
    """What every part of the machine sets or asks; MotorWorkflow puts the parts together."""

    noun = "motor"
    view = "case.view_all"
    brief = "cases/_motor_brief.html"
    states = MotorStatus
    comes_with = ("case.accept_list", "handover.sign")
    unlogged = frozenset({"test_sheet", "repairer"})
    # Fields of the model that transitions set or ask.
    appraisal: "Appraisal | None"
    disposition: str
    received_at: dt.datetime | None
    parts_arrived_at: dt.datetime | None
    repairer: User | None
    place: str
    place_note: str
    no_charge_at: dt.datetime | None
    intact: bool
    paid_amount: Decimal
    credit_at: dt.datetime | None
    extended_to: dt.date | None

    if TYPE_CHECKING:  # of the model

        def adopt(self, appraisal: Appraisal) -> None: ...
        def forget_appraisal(self) -> None: ...

    class Meta:
        abstract = True
