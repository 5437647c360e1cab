"""What handover, return and transfer do beyond the motor's new state: counts, ledger lines, slips.

Slips are issued and voided here, inside the transaction of the verb that they document.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.guards import Blocked, Forbidden, Stale
from aftersales.models import User
from aftersales.numbering import next_number
from cases.actions import on, take, write_event
from cases.deadlines import refresh_motor
from cases.models import Case, Event, ReturnedMotor
from cases.statuses import CaseStatus, MotorStatus
from cases.verdicts import registered_motor
from returns import snapshots
from returns.models import (
    COUNTING,
    Finding,
    Handover,
    HandoverLine,
    HandoverStatus,
    PrintedCopy,
    ReturnEntry,
    Slip,
    Transfer,
)

# -- counting a consignment ---------------------------------------------------------------------------


def count_consignment(
    case: Case,
    header: dict[str, Any],
    lines: list[dict[str, Any]],
    *,
    by: User,
    version: int,
    at: dt.datetime | None = None,
) -> Handover:
    """Write down a count and sign it; the other department still has to sign (四.2).

    ``header`` holds carrier, waybill, arrived_on and remark; a line the fields of HandoverLine.
    """
    with transaction.atomic():
        case.lock()
        fresh = Case.objects.get(pk=case.pk)
        if fresh.version != version:
            raise Stale(_("Somebody else has changed this in the meantime."))
        if not by.can("handover.count"):
            raise Forbidden(_("Dispatcher and after-sales count the consignment."))
        if reason := why_no_count(fresh):
            raise Blocked(reason)
        moment = at or timezone.now()
        handover = Handover.objects.create(
            case=fresh,
            sequence=fresh.handovers.count() + 1,
            counted_as=counting_role(by),
            counted_by=by,
            counted_at=moment,
            **header,
        )
        keep_lines(handover, lines)
        fresh.version += 1
        fresh.save(update_fields=["version"])
        write_event(handover, "count", by=by, at=moment, before="", data=header)
        return handover


def why_no_count(case: Case) -> str:
    """Why no consignment of this case can be counted now, or an empty string."""
    if case.status not in COUNTING:
        return _("No consignment is expected for this case.")
    if case.handovers.filter(status=HandoverStatus.COUNTED).exists():
        return _("A count of this case is waiting for its second signature.")
    if not countable(case).exists():
        return _("Every motor on the list has arrived or is written off.")
    return ""


def countable(case: Case) -> Any:
    """The motors that may arrive with the next consignment."""
    return case.motors.filter(status__in=[MotorStatus.EXPECTED, MotorStatus.MISSING])


def counting_role(user: User) -> str:
    """The department for which a person signs a count."""
    return "dispatcher" if "dispatcher" in user.roles else "after_sales"


def keep_lines(handover: Handover, lines: list[dict[str, Any]]) -> None:
    """Replace the lines of a count that is not signed by both yet."""
    if not lines:
        raise Blocked(_("Count at least one motor."))
    handover.lines.all().delete()
    HandoverLine.objects.bulk_create(HandoverLine(handover=handover, **line) for line in lines)


@on("handover.recount")
def replace_lines(handover: Handover, event: Event) -> None:
    keep_lines(handover, event.data["lines"])


@on("handover.sign")
def receive_motors(handover: Handover, event: Event) -> None:
    """Both have signed: the case moves on, each line moves its motor, and the handover slip is issued."""
    case = Case.objects.get(pk=handover.case_id)
    if case.status == CaseStatus.AWAITING_RECEIPT:
        take(case, "start_processing", by=event.actor, at=event.at, data={}, derived=True)
    for line in handover.lines.select_related("motor", "product"):
        motor = line.motor or add_unlisted(handover, line)
        verb = "hand_over" if line.arrived else "report_missing"
        if verb == "report_missing" and motor.status == MotorStatus.MISSING:
            continue
        if line.arrived:
            note_findings(motor, line)
        take(motor, verb, by=event.actor, at=event.at, data={"handover": handover.pk}, derived=True)
    case.save(update_fields=["search_text"])  # it may now have motors that nobody listed
    issue("JJ", snapshots.handover(handover), event, case=handover.case, handover=handover)


def add_unlisted(handover: Handover, line: HandoverLine) -> ReturnedMotor:
    """A motor that nobody listed joins the case, flagged."""
    case = handover.case
    motor = ReturnedMotor.objects.create(
        case=case,
        position=case.motors.count() + 1,
        serial_number=line.serial_number,
        listed=False,
    )
    line.motor = motor
    line.save(update_fields=["motor"])
    return motor


def note_findings(motor: ReturnedMotor, line: HandoverLine) -> None:
    """What arrived is what counts: its model, serial number, exterior and accessories."""
    if line.finding == Finding.WRONG_MODEL:
        motor.listed_model = motor.model_name
    if line.finding in (Finding.WRONG_MODEL, Finding.UNLISTED):
        motor.product, motor.other_model = line.product, line.other_model
        motor.serial_number = line.serial_number
        motor.registered = registered_motor(line.serial_number)
    motor.exterior, motor.accessories, motor.remark = line.exterior, line.accessories, line.remark


# -- return and transfer ------------------------------------------------------------------------------


@on("motor.draft_return")
def enter_in_ledger(motor: ReturnedMotor, event: Event) -> None:
    """The coordinator's line in the return ledger; corrected in place until it is approved."""
    fields = {name: event.data[name] for name in ("source_document", "price", "reason", "remark")}
    ReturnEntry.objects.update_or_create(
        motor=motor, defaults=fields | {"entered_by": event.actor, "entered_at": event.at}
    )


@on("motor.prepare_transfer")
def order_transfer(motor: ReturnedMotor, event: Event) -> None:
    fields = {name: event.data[name] for name in ("to_workshop", "instruction", "due_on")}
    Transfer.objects.update_or_create(
        motor=motor, defaults=fields | {"prepared_by": event.actor, "prepared_at": event.at}
    )


@on("motor.transfer")
def accept_transfer(motor: ReturnedMotor, event: Event) -> None:
    Transfer.objects.filter(motor=motor).update(accepted_by=event.actor, accepted_at=event.at)


@on("motor.rework", "motor.dismantle", "motor.scrap")
def keep_workshop_result(motor: ReturnedMotor, event: Event) -> None:
    result = event.data.get("result") or event.data.get("reason", "")
    Transfer.objects.filter(motor=motor).update(result=result)


# -- slips --------------------------------------------------------------------------------------------


def issue(
    kind: str,
    facts: dict[str, Any],
    event: Event,
    *,
    case: Case,
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
