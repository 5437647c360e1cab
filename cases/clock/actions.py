"""What one does to many promises at once."""

import datetime as dt

from django.db.models import QuerySet

from aftersales.models import User
from cases.models import ReturnedMotor
from cases.statuses import PROMISED
from workflow.actions import perform
from workflow.waiting import act


def extend_all(
    first: dt.date,
    last: dt.date,
    new_due_on: dt.date,
    reason: str,
    *,
    by: User,
    at: dt.datetime | None = None,
) -> int:
    """Every motor due in these days gets the new day before a holiday, each with its event; how many.

    What has an open request is left to its decision. The dossiers are locked in the order of their keys.
    """
    with act():
        motors = list(due_in(first, last))
        for motor in motors:
            old = motor.due_on
            verb = "extend_for_holiday"
            perform(motor, verb, by=by, at=at, new_due_on=new_due_on, old_due_on=old, reason=reason)
        return len(motors)


def due_in(first: dt.date, last: dt.date) -> QuerySet[ReturnedMotor]:
    """The motors promised for these days about which no request waits, in the order of their locks."""
    due = ReturnedMotor.objects.filter(status__in=PROMISED, due_on__range=(first, last))
    return due.exclude(extensions__decided_at=None, extensions__isnull=False).order_by("case", "pk")
