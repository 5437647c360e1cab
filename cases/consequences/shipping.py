"""Shipments, and what waits for no answer any more once a motor has gone."""

from cases.models import (
    ReturnedMotor,
    Shipment,
)
from cases.shipping.models import ShipmentEnd
from cases.statuses import Lapse, MotorStatus
from workflow.actions import on
from workflow.models import Event

SHIPPING = ("consignee", "recipient", "address", "carrier", "waybill")


@on("motor.ship")
def keep_shipment(motor: ReturnedMotor, event: Event) -> None:
    """The way back to the customer or the salesperson (四.2)."""
    said = {name: event.data.get(name, "") for name in SHIPPING}
    motor.shipment = Shipment.objects.create(motor=motor, shipped_by=event.by, shipped_at=event.at, **said)
    motor.save(update_fields=["shipment"])


@on("motor.confirm_delivery", "motor.correct_delivery")
def keep_delivery(motor: ReturnedMotor, event: Event) -> None:
    motor.shipments.filter(end="").update(delivered_on=event.data["delivered_on"])


@on("motor.take_in_again", "motor.correct_shipment")
def end_shipment(motor: ReturnedMotor, event: Event) -> None:
    """It came back, or was written down wrongly: it stays on record and does not count."""
    end = ShipmentEnd.CAME_BACK if event.verb == "take_in_again" else ShipmentEnd.CORRECTED
    motor.shipments.filter(end="").update(end=end, end_note=event.data["reason"])


@on("motor.correct_shipment")
def replace_shipment(motor: ReturnedMotor, event: Event) -> None:
    """The second entry: what was wrong as it should have been, all else as it was."""
    wrong = motor.shipment
    assert wrong is not None
    said = {name: event.data.get(name) or getattr(wrong, name) for name in SHIPPING}
    motor.shipment = Shipment.objects.create(
        motor=motor,
        shipped_by=wrong.shipped_by,
        shipped_at=wrong.shipped_at,
        delivered_on=wrong.delivered_on,
        **said,
    )
    motor.save(update_fields=["shipment"])


@on("motor.take_in_again")
def forget_shipment(motor: ReturnedMotor, event: Event) -> None:
    motor.shipment = None
    motor.save(update_fields=["shipment"])


@on("motor.reappraise", "motor.refuse_return", "motor.scrap", "motor.ship")
def withdraw_offers(motor: ReturnedMotor, event: Event) -> None:
    """Whatever waited for an answer waits no more: the motor is appraised again, or gone."""
    lapse = Lapse.APPRAISED_AGAIN if motor.status == MotorStatus.RECEIVED else Lapse(motor.status)
    motor.quotations.filter(answered_at=None).update(
        accepted=False, answered_by=event.by, answered_at=event.at, lapse=lapse
    )
    motor.extensions.filter(decided_at=None).update(
        granted=False, decided_by=event.by, decided_at=event.at, lapse=lapse
    )
