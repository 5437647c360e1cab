"""What follows from a parcel: each motor goes to its case, or waits for the coordinator (四.2)."""

from django.utils.translation import gettext as _

from aftersales.kit.serials import key
from aftersales.models import User
from cases.models import Case, ReturnedMotor
from cases.photos.scans import keep_scan
from cases.statuses import CaseStatus
from returns.models import Arrival, Parcel
from returns.models.parcel import SIGNS
from returns.queries import place_of
from returns.slips.parcel import parcel as slip_facts
from slips.actions.issuing import issue
from warranty.queries import registered_motor
from workflow.actions import on, read, take
from workflow.changes import CHANGED
from workflow.guards import Blocked
from workflow.models import Event, Facts
from workflow.waiting import touched

BEFORE_ITS_MOTORS = (CaseStatus.AUTHORISED, CaseStatus.AWAITING_RECEIPT)


@on("parcel.count", "parcel.recount")
def keep_arrivals(parcel: Parcel, event: Event) -> None:
    """What is in it, each with the place where it seems to belong."""
    lines = event.data["lines"]
    if not lines:
        raise Blocked(_("Count at least one motor."))
    parcel.arrivals.all().delete()
    rows = [Arrival(parcel=parcel, position=position, **line) for position, line in enumerate(lines, 1)]
    for row in rows:
        row.case, row.motor = place_of(row.serial_number, row.product, parcel.customer)
    Arrival.objects.bulk_create(rows)


@on("parcel.sign_on_paper")
def show_paper(parcel: Parcel, event: Event) -> None:
    """Whose signature it is must be the other department's; the scan joins the record of the parcel."""
    signer = User.objects.get(pk=event.data["signer_id"])
    if reason := SIGNS.why(parcel, signer):
        raise Blocked(reason)
    keep_scan(event.data["scan_id"], parcel, event)


@on("parcel.sign", "parcel.sign_on_paper", paper="JJ")
def receive_parcel(parcel: Parcel, event: Event) -> None:
    """Both have signed: each motor is received by its case as things stand now, and one slip says all of it."""
    for arrival in parcel.arrivals.select_related(*Arrival.reads):
        arrival.parcel = parcel
        arrival.case, arrival.motor = place_of(arrival.serial_number, arrival.product, parcel.customer)
        if arrival.case:
            take_in(arrival, event)
        take(arrival, "receive", by=event.by, at=event.at, data={}, derived=True)
    issue("JJ", slip_facts(parcel), event, dossier=parcel.dossier)


@on("arrival.assign")
def join_later(arrival: Arrival, event: Event) -> None:
    """The coordinator has found its case, or sales has registered one that was approved."""
    take_in(arrival, event)
    arrival.save(update_fields=["motor"])


def take_in(arrival: Arrival, event: Event) -> None:
    """The case gets its motor, received, as it was found."""
    case = Case.objects.get(pk=arrival.case_id)
    case.lock()
    case = read(case)
    if case.status in BEFORE_ITS_MOTORS:
        take(case, "start_processing", by=event.by, at=event.at, data={}, derived=True)
    motor = read(arrival.motor) if arrival.motor else unlisted(arrival, case)
    motor.case = case
    parcel = arrival.parcel
    freight = parcel.freight_shares(parcel.arrivals.count())[arrival.position - 1]
    said = {"parcel": parcel.number} | found(motor, arrival) | freight
    take(motor, "hand_over", by=event.by, at=event.at, data=said, derived=True)
    arrival.motor = motor
    case.save(update_fields=["search_text"])
    touched(case)


def unlisted(arrival: Arrival, case: Case) -> ReturnedMotor:
    """A further motor of the case, in its present round. Raises Blocked where it has this one already."""
    here = case.motors.filter(round=case.revision).values_list("serial_number", flat=True)
    if arrival.serial_number and key(arrival.serial_number) in set(map(key, here)):
        raise Blocked(_("This motor is in %(case)s already.") % {"case": case})
    return ReturnedMotor.objects.create(
        case=case,
        round=case.revision,
        position=case.motors.count() + 1,
        serial_number=arrival.serial_number,
        listed=False,
    )


def found(motor: ReturnedMotor, arrival: Arrival) -> Facts:
    """What arrived is what counts; the event keeps what the list said of its number."""
    listed = motor.serial_number
    if arrival.serial_number and arrival.serial_number != listed:
        motor.listed_serial = listed
        motor.serial_number = arrival.serial_number
    motor.registered = registered_motor(motor.serial_number)
    if not motor.listed:
        motor.product, motor.other_model = arrival.product, arrival.other_model
    motor.exterior, motor.accessories, motor.remark = arrival.exterior, arrival.accessories, arrival.remark
    motor.place, motor.place_note = arrival.place, arrival.place_note
    same = motor.serial_number == listed
    return {} if same else {CHANGED: {"serial_number": [listed, motor.serial_number]}}
