"""What one does with a case besides its verbs: open it, correct it; and that it is completed with its last motor."""

import datetime as dt

from aftersales.models import User
from cases.models import Case, ReturnedMotor
from cases.statuses import FINAL_MOTOR, CaseStatus
from workflow.actions import create, on, perform, take
from workflow.models import Event, Facts


@on("motor.*")
def advance(motor: ReturnedMotor, event: Event) -> None:
    """A case is completed with the last of its motors, even if none of them ever arrived."""
    if not motor.final:
        return
    case = Case.objects.get(pk=motor.case_id)
    if case.motors.exclude(status__in=FINAL_MOTOR).exists():
        return
    for status, verb in (
        (CaseStatus.AWAITING_RECEIPT, "start_processing"),
        (CaseStatus.IN_PROCESS, "complete"),
    ):
        if case.status == status:
            take(case, verb, by=event.actor, at=event.at, data={}, derived=True)


def open_case(case: Case, *, by: User, at: dt.datetime | None = None) -> Case:
    """Write down a new feedback as its author's draft (四.1)."""
    return create(case, by=by, at=at)


def revise_case(case: Case, fields: Facts, *, by: User, version: int) -> Case:
    """Correct the facts of a case that is still with its author."""
    return perform(case, "revise", by=by, version=version, edit=fields)
