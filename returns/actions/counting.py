"""Counting a consignment, and what follows once both departments have signed (四.2)."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.models import User
from cases.models import Case, ReturnedMotor
from cases.statuses import CaseStatus, MotorStatus
from cases.verdicts import registered_motor
from returns.models import COUNTING, Finding, Handover, HandoverLine, HandoverStatus
from returns.slips.handover import handover as slip_facts
from slips.actions.issuing import issue
from workflow.actions import on, take, write_event
from workflow.guards import Blocked, Forbidden, Stale
from workflow.models import Event


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
        motor.case = case
        verb = "hand_over" if line.arrived else "report_missing"
        if verb == "report_missing" and motor.status == MotorStatus.MISSING:
            continue
        if line.arrived:
            note_findings(motor, line)
        take(motor, verb, by=event.actor, at=event.at, data={"handover": handover.pk}, derived=True)
    case.save(update_fields=["search_text"])  # it may now have motors that nobody listed
    handover.slips.add(issue("JJ", slip_facts(handover), event, dossier=handover.case.dossier))


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
