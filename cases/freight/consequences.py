"""Freight is recorded where a motor comes or goes, and follows the appraisal (四.1)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from cases.freight.models import COUNTS, Freight
from cases.freight.queries import unrecorded
from cases.freight.statuses import FreightStatus, Way
from cases.freight.verdicts import Bearer, bearer
from cases.models import ReturnedMotor
from workflow.actions import create, on, take
from workflow.guards import Blocked
from workflow.models import Event
from workflow.waiting import touched

WAYS = {"hand_over": Way.IN, "ship": Way.OUT}


@on("motor.hand_over", "motor.ship", "motor.record_freight")
def record(motor: ReturnedMotor, event: Event) -> None:
    """What the carrier got for it, if anybody says."""
    said = event.data
    if not said.get("freight"):
        return
    way = WAYS.get(event.verb) or said["way"]
    if way not in unrecorded(motor):
        raise Blocked(_("This freight has been recorded; correct it where it is wrong."))
    freight = Freight(
        motor=motor,
        way=way,
        amount=said["freight"],
        paid_by=said["freight_paid_by"],
        shipment=motor.shipment if way == Way.OUT else None,
    )
    enter(freight, event, bearer(motor, way))


def enter(freight: Freight, event: Event, found: Bearer | None) -> None:
    """Write it down, with who bears it where that is known."""
    create(freight, by=event.by, at=event.at, derived=True)
    if found:
        follow(freight, event, found)


def follow(freight: Freight, event: Event, found: Bearer) -> None:
    said = found._asdict()
    take(freight, "follow", by=event.by, at=event.at, data=said, derived=True)


@on("motor.appraise")
def decide(motor: ReturnedMotor, event: Event) -> None:
    """The signed appraisal says who bears it; what was settled otherwise before is open again."""
    for freight in Freight.objects.filter(motor=motor, status__in=COUNTS):
        freight.motor = motor
        touched(freight)
        found = bearer(motor, freight.way)
        if found and found.payer != freight.payer and freight.status != FreightStatus.WAIVED:
            follow(freight, event, found)


@on("motor.reappraise", "motor.refuse_return")
def reopen(motor: ReturnedMotor, event: Event) -> None:
    """Nobody decides while it is appraised again."""
    touched(*Freight.objects.filter(motor=motor, status=FreightStatus.OPEN).select_related("motor__case"))


@on("freight.correct")
def replace(freight: Freight, event: Event) -> None:
    """The second entry, borne by whom the first was."""
    amount: Decimal = event.data["amount"]
    if not amount:
        return
    second = Freight(
        motor=freight.motor,
        way=freight.way,
        amount=amount,
        paid_by=event.data["paid_by"],
        shipment=freight.shipment,
    )
    known = Bearer(freight.payer, freight.clauses) if freight.payer else None
    enter(second, event, known or bearer(freight.motor, freight.way))
