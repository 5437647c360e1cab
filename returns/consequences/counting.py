"""What follows from a count, and once both departments have signed it (四.2)."""

from aftersales.models import User
from cases.models import Case, ReturnedMotor
from cases.photos.scans import keep_scan
from cases.statuses import CaseStatus, MotorStatus
from returns.actions.counting import keep_lines
from returns.models import Finding, Handover, HandoverLine
from returns.models.handover import SECOND
from returns.slips.handover import handover as slip_facts
from slips.actions.issuing import issue
from warranty.queries import registered_motor
from workflow.actions import on, take
from workflow.changes import CHANGED
from workflow.guards import Blocked
from workflow.models import Event, Facts
from workflow.waiting import touched

# The case is found by other serial numbers than those of the list.
RENUMBERED = {Finding.WRONG_SERIAL, Finding.WRONG_MODEL, Finding.UNLISTED}


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


@on("handover.sign_on_paper")
def show_paper(handover: Handover, event: Event) -> None:
    """Whose signature it is must be the other department's; the scan joins the record of the case."""
    signer = User.objects.get(pk=event.data["signer_id"])
    if reason := SECOND.why(handover, signer):
        raise Blocked(reason)
    keep_scan(event.data["scan_id"], handover.case, event)


@on("handover.sign", "handover.sign_on_paper", paper="JJ")
def receive_motors(handover: Handover, event: Event) -> None:
    """Both have signed: the case moves on, each line moves its motor, and the handover slip is issued."""
    case = Case.objects.get(pk=handover.case_id)
    if case.status == CaseStatus.AWAITING_RECEIPT:
        take(case, "start_processing", by=event.by, at=event.at, data={}, derived=True)
    lines = list(handover.lines.select_related("motor", "product"))
    freight = iter(handover.freight_shares(sum(line.arrived for line in lines)))
    for line in lines:
        receive(line, case, event, next(freight) if line.arrived else {})
    if any(line.finding in RENUMBERED for line in lines):
        case.save(update_fields=["search_text"])
    touched(case)  # whether more of it may arrive
    handover.slips.add(issue("JJ", slip_facts(handover), event, dossier=handover.case.dossier))


def receive(line: HandoverLine, case: Case, event: Event, freight: Facts) -> None:
    """A line moves its motor: it is here, with its share of the freight, or it is missing."""
    motor = line.motor or add_unlisted(line, case)
    motor.case = case
    if not line.arrived:
        if motor.status == MotorStatus.EXPECTED:
            said = {"handover": line.handover_id}
            take(motor, "report_missing", by=event.by, at=event.at, data=said, derived=True)
        return
    said = {"handover": line.handover_id} | note_findings(motor, line) | freight
    take(motor, "hand_over", by=event.by, at=event.at, data=said, derived=True)


def add_unlisted(line: HandoverLine, case: Case) -> ReturnedMotor:
    """A motor that nobody listed joins the case in its present round, flagged."""
    motor = ReturnedMotor.objects.create(
        case=case,
        round=case.revision,
        position=case.motors.count() + 1,
        serial_number=line.serial_number,
        listed=False,
    )
    line.motor = motor
    line.save(update_fields=["motor"])
    return motor


def note_findings(motor: ReturnedMotor, line: HandoverLine) -> Facts:
    """What arrived is what counts; the event keeps what the list said of its number."""
    listed = motor.serial_number
    if line.finding == Finding.WRONG_MODEL:
        motor.listed_model = motor.model_name
    if line.finding == Finding.WRONG_SERIAL:
        motor.listed_serial = listed
    if line.finding in (Finding.WRONG_MODEL, Finding.UNLISTED):
        motor.product, motor.other_model = line.product, line.other_model
    if line.finding != Finding.RECEIVED:
        motor.serial_number = line.serial_number
        motor.registered = registered_motor(line.serial_number)
    motor.exterior, motor.accessories, motor.remark = line.exterior, line.accessories, line.remark
    same = motor.serial_number == listed
    return {} if same else {CHANGED: {"serial_number": [listed, motor.serial_number]}}
