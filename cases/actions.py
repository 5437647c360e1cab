"""perform(): the only door through which anything changes state.

    lock the case → read the object afresh → compare the version of the form → who may → what must be true
    → move → save → write the event → what follows from it (records, slips, notices, due dates)

all in one transaction: either everything has happened, or nothing has.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.models import User
from cases.clock.deadlines import refresh_case
from cases.models import Case, ReturnedMotor
from cases.statuses import FINAL_MOTOR, CaseStatus
from workflow.actions import on, perform, take, write_event
from workflow.guards import Forbidden
from workflow.models import Event


@on("motor.*")
def advance(motor: ReturnedMotor, event: Event) -> None:
    """A case is completed with the last of its motors, even if none of them ever arrived."""
    case = Case.objects.get(pk=motor.case_id)
    if not motor.final or case.motors.exclude(status__in=FINAL_MOTOR).exists():
        return
    for status, verb in (
        (CaseStatus.AWAITING_RECEIPT, "start_processing"),
        (CaseStatus.IN_PROCESS, "complete"),
    ):
        if case.status == status:
            take(case, verb, by=event.actor, at=event.at, data={}, derived=True)


def open_case(case: Case, *, by: User, at: dt.datetime | None = None) -> Case:
    """Write down a new feedback as its author's draft (四.1)."""
    if not by.can("case.create"):
        raise Forbidden(_("Only sales can register a feedback."))
    if case.salesperson_id != by.pk and not by.can("case.create_for_others"):
        raise Forbidden(_("Only the sales coordinator registers a feedback for somebody else."))
    moment = at or timezone.now()
    case.created_by, case.created_at = by, moment
    with transaction.atomic():
        case.save()
        write_event(case, "create", by=by, at=moment, before="", data={})
        refresh_case(case)
    return case


def revise_case(case: Case, fields: dict[str, Any], *, by: User, version: int) -> Case:
    """Correct the facts of a case that is still with its author."""
    with transaction.atomic():
        fresh = perform(case, "revise", by=by, version=version)
        for name, value in fields.items():
            setattr(fresh, name, value)
        fresh.save()
        refresh_case(fresh)  # the date of the feedback may be another
    return fresh
