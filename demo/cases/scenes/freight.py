"""What carriers are paid, and how it is settled (四.1)."""

from decimal import Decimal

from aftersales.roles import Role
from cases.freight.models import Freight
from cases.freight.statuses import FreightStatus, PaidBy, Way
from cases.models import ReturnedMotor
from demo.cases.scenes.cue import Cue


def amount(motor: int) -> Decimal:
    """What the carrier takes for one motor."""
    return Decimal(18 + motor % 7 * 6)


def record_inbound(cue: Cue) -> None:
    """The bill for what came in lies with every second motor; the customer has paid it."""
    for motor in ReturnedMotor.objects.filter(case=cue.play.case_pk, received_at=cue.at):
        if motor.pk % 2:
            paid, much = PaidBy.CUSTOMER, amount(motor.pk)
            cue.act(motor, "record_freight", Role.DISPATCHER, way=Way.IN, freight=much, freight_paid_by=paid)


def settle(cue: Cue) -> None:
    """Finance puts it on the account of who owes it."""
    for freight in Freight.objects.filter(motor=cue.motor_key.pk, status=FreightStatus.DUE):
        document = f"YF{freight.pk:06d}"
        cue.act(freight, "settle", Role.FINANCE, settled_as=FreightStatus.CHARGED, document=document)
