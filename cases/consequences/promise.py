"""Extensions of the day that a motor is due back (四.3)."""

import datetime as dt

from django.utils.translation import gettext as _

from cases.models import (
    Extension,
    ReturnedMotor,
)
from cases.policy import CasePolicy
from workflow.actions import on
from workflow.guards import Blocked
from workflow.models import Event, policy_on


@on("motor.request_extension")
def keep_extension(motor: ReturnedMotor, event: Event) -> None:
    """A later date is asked for; the promised one stays until somebody grants it (四.3)."""
    new_due_on = event.data["new_due_on"]
    if motor.due_on is None or new_due_on <= motor.due_on:
        raise Blocked(_("The new date must be later than the present due date."))
    within_the_limits(motor, new_due_on)
    Extension.objects.create(
        motor=motor,
        old_due_on=motor.due_on,
        new_due_on=new_due_on,
        reason=event.data["reason"],
        requested_by=event.by,
        requested_at=event.at,
    )


def within_the_limits(motor: ReturnedMotor, new_due_on: dt.date) -> None:
    """No extension is longer, and none is one more, than the edition allows. Raises Blocked."""
    policy = policy_on(CasePolicy, motor.case.claim_date)
    assert motor.due_on is not None
    if (new_due_on - motor.due_on).days > policy.extension_days:
        raise Blocked(_("An extension is at most %(days)d days (四.3).") % {"days": policy.extension_days})
    if motor.extensions.filter(granted=True, holiday=False).count() >= policy.extensions:
        raise Blocked(
            _("The date of one motor is moved at most %(times)d times (四.3).") % {"times": policy.extensions}
        )


@on("motor.extend_for_holiday")
def keep_holiday(motor: ReturnedMotor, event: Event) -> None:
    """The house is closed: the new day needs no request and counts against no limit."""
    said = event.data
    Extension.objects.create(
        motor=motor,
        old_due_on=said["old_due_on"],
        new_due_on=said["new_due_on"],
        reason=said["reason"],
        holiday=True,
        granted=True,
        requested_by=event.by,
        requested_at=event.at,
        decided_by=event.by,
        decided_at=event.at,
    )


@on("motor.grant_extension", "motor.refuse_extension")
def decide_extension(motor: ReturnedMotor, event: Event) -> None:
    """The decision on the open extension, by somebody other than who asked."""
    motor.extensions.filter(decided_at=None).update(
        granted=event.verb == "grant_extension",
        decided_by=event.by,
        decided_at=event.at,
        decision_note=event.data.get("reason", ""),
    )
