"""Slips are issued and voided inside the transaction of the verb that they document."""

from typing import Any

from django.utils import timezone

from aftersales.numbering import next_number
from cases.actions import on
from cases.deadlines import refresh_motor
from cases.models import Case, Event, ReturnedMotor
from cases.statuses import MotorStatus
from returns import snapshots
from returns.models import Handover, PrintedCopy, Slip


def issue(
    kind: str,
    facts: dict[str, Any],
    event: Event,
    *,
    case: Case | None,
    motor: ReturnedMotor | None = None,
    handover: Handover | None = None,
    number: str | None = None,
    replaces: Slip | None = None,
) -> Slip:
    """Freeze a slip, number and seal it, inside the transaction of what it documents.

    Without a ``number`` it gets the next one of its kind; ``replaces`` is the void slip that it stands for.
    """
    number = number or next_number(kind, timezone.localdate(event.at))
    return Slip.objects.create(
        kind=kind,
        number=number,
        revision=Slip.objects.filter(number=number).count(),
        case=case,
        motor=motor,
        handover=handover,
        facts=facts,
        issued_by=event.actor,
        issued_at=event.at,
        to_print=True,
        replaces=replaces,
    )


def void(slips: Any, reason: str, event: Event) -> None:
    """Mark slips void; their numbers are never used again. Nobody prints or awaits their copies any more."""
    PrintedCopy.objects.filter(slip__in=slips.filter(voided_at=None)).update(due_on=None)
    slips.filter(voided_at=None).update(
        voided_by=event.actor, voided_at=event.at, void_reason=reason[:300], to_print=False
    )


@on("case.submit", "case.authorise_return", "case.reject", "case.answer", "case.resolve_on_site")
def issue_feedback(case: Case, event: Event) -> None:
    """The quality feedback slip keeps the case's number; a newer revision replaces the earlier one."""
    earlier = case.slips.filter(kind="FK")
    last = earlier.order_by("revision").last()
    void(earlier, "已由新修订取代", event)  # printed on it, so in Chinese
    issue("FK", snapshots.feedback(case), event, case=case, number=case.number, replaces=last)


@on("motor.appraise")
def issue_appraisal(motor: ReturnedMotor, event: Event) -> None:
    refresh_motor(motor)  # the record states the date that follows from this very signature
    issue("JD", snapshots.appraisal(motor), event, case=motor.case, motor=motor)


@on("motor.appraise", "motor.refuse_quote", "motor.pass_inspection")
def issue_repair(motor: ReturnedMotor, event: Event) -> None:
    """The repair slip sends the dispatcher to work: after a repair, or for a motor that goes back as it came."""
    if motor.status == MotorStatus.READY_TO_SHIP:
        issue("FX", snapshots.repair(motor), event, case=motor.case, motor=motor)


@on("motor.approve_return")
def issue_return(motor: ReturnedMotor, event: Event) -> None:
    issue("TH", snapshots.return_(motor, event), event, case=motor.case, motor=motor)


@on("motor.transfer")
def issue_transfer(motor: ReturnedMotor, event: Event) -> None:
    issue("ZY", snapshots.transfer(motor), event, case=motor.case, motor=motor)


@on("motor.reappraise", "motor.refuse_return")
def void_slips(motor: ReturnedMotor, event: Event) -> None:
    """A new appraisal makes the slips issued under the old one void; the handover slip stands."""
    void(motor.slips, event.data["reason"], event)
