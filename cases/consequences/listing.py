"""The motors of a return list (四.2), and what a correction of the list changes."""

from django.utils.translation import gettext as _

from cases.consequences.advancing import follow, settle_with_the_last
from cases.models import (
    Case,
    ReturnedMotor,
)
from cases.statuses import CaseStatus, MotorStatus
from warranty.queries import registered_motors
from workflow.actions import on, take
from workflow.guards import Stale
from workflow.models import Event


@on("case.correct_list")
def correct_lines(case: Case, event: Event) -> None:
    """Each motor that the correction is about says so in an event of its own, old and new."""
    struck, corrected = event.data["struck"], event.data["corrected"]
    expected = case.motors.filter(status=MotorStatus.EXPECTED).select_related("product", "registered")
    motors = {motor.pk: motor for motor in expected}
    if not motors.keys() >= {*struck, *corrected}:
        raise Stale(_("Some of it has been counted by now; look at the list again."))
    numbers = {pk: edit["serial_number"] for pk, edit in corrected.items() if "serial_number" in edit}
    case.motors.filter(pk__in=numbers).update(serial_number="")  # two may change places
    entries = registered_motors(numbers.values())
    said = {"reason": event.data["reason"]}
    for pk in struck:
        line = motors[pk]
        take(line, "strike", by=event.actor, at=event.at, data=said, derived=True)
    for pk, edit in corrected.items():
        line = motors[pk]
        if pk in numbers:
            line.registered = entries.get(numbers[pk])
        take(line, "correct_line", by=event.actor, at=event.at, data=said | {"edit": edit}, derived=True)


@on("case.accept_list", "case.list_more", "case.correct_list")
def list_motors(case: Case, event: Event) -> None:
    """The return list becomes one motor a line (四.2), of the round in which the case is."""
    lines = case.motors.values_list("status", "serial_number")
    listed = [number for status, number in lines if status != MotorStatus.STRUCK]
    rows = [
        ReturnedMotor(case=case, round=case.revision, position=position, **line)
        for position, line in enumerate(event.data["motors"], len(lines) + 1)
    ]
    ReturnedMotor.objects.bulk_create(rows)
    case.search_text = case.build_search_text(*listed, *(row.serial_number for row in rows))
    case.save(update_fields=["search_text"])


@on("case.correct_list")
def go_on_with_the_list(case: Case, event: Event) -> None:
    """A list of which nothing is left is entered anew; else the case goes on with what is left."""
    left = case.motors.filter(round=case.revision).exclude(status=MotorStatus.STRUCK)
    if left.exists():
        settle_with_the_last(case, event)
    else:
        follow(case, {CaseStatus.AWAITING_RECEIPT: "list_anew"}, event)
