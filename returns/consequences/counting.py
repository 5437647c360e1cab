"""What follows from a count, and once both departments have signed it (四.2)."""

from cases.models import Case, ReturnedMotor
from cases.statuses import CaseStatus, MotorStatus
from returns.actions import keep_lines
from returns.models import Finding, Handover, HandoverLine
from returns.slips.handover import handover as slip_facts
from slips.actions.issuing import issue
from warranty.queries import registered_motor
from workflow.actions import on, take
from workflow.models import Event
from workflow.waiting import touched


@on("handover.count")
def note_on_case(handover: Handover, event: Event) -> None:
    """Whoever has the page of the case before them sees an earlier one."""
    handover.case.version += 1
    handover.case.save(update_fields=["version"])
    touched(handover.case)


@on("motor.write_off")
def expect_less(motor: ReturnedMotor, event: Event) -> None:
    """Perhaps nothing is left that could be counted."""
    touched(motor.case)


@on("handover.recount")
def replace_lines(handover: Handover, event: Event) -> None:
    keep_lines(handover, event.data["lines"])


@on("handover.sign", paper="JJ")
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
    touched(case)  # whether more of it may arrive
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
