"""How a motor leaves: back to the customer, or through the ledger to a workshop."""

import datetime as dt
from decimal import Decimal

from aftersales.roles import Role
from cases.freight.statuses import PaidBy
from demo.cases import words
from demo.cases.scenes import freight
from demo.cases.scenes.cue import Cue, scene


@scene
def ship(cue: Cue) -> None:
    customer = cue.play.customer
    cue.act(
        cue.motor_key,
        "ship",
        Role.DISPATCHER,
        consignee="customer",
        recipient=f"{customer.contact} {customer.phone}",
        address=customer.address,
        carrier=cue.say(words.CARRIERS),
        waybill=cue.play.number("YD"),
        freight=freight.amount(cue.motor_key.pk),
        freight_paid_by=PaidBy.FACTORY,
    )


@scene
def deliver(cue: Cue) -> None:
    note = cue.say(words.RECEIVED_BY)
    cue.act(cue.motor_key, "confirm_delivery", Role.SALESPERSON, delivered_on=cue.day, note=note)
    freight.settle(cue)


@scene
def ledger(cue: Cue) -> None:
    """The coordinator enters the return ledger."""
    motor, trouble = cue.motor, cue.cast.trouble
    cue.act(
        motor,
        "draft_return",
        Role.SALES_COORDINATOR,
        source_document=motor.registered.document if motor.registered else "",
        price=motor.product.price if motor.product else Decimal(0),
        reason=f"{trouble.defect}：{trouble.finding}",
        remark=cue.say(words.LEDGER_REMARKS),
    )


@scene
def prepare(cue: Cue) -> None:
    """After-sales prepares the transfer to a workshop."""
    cue.act(
        cue.motor_key,
        "prepare_transfer",
        Role.AFTER_SALES,
        to_workshop=words.WORKSHOPS.get(cue.cast.trouble.department, "总装车间"),
        instruction=cue.say(words.INSTRUCTIONS),
        due_on=cue.day + dt.timedelta(days=10),
    )


@scene
def refund(cue: Cue) -> None:
    """Finance makes the customer good for what was taken back."""
    cue.act(
        cue.motor_key,
        "settle_return",
        Role.FINANCE,
        settled_with="credit_note",
        amount=cue.motor.return_entry.price,
        document=cue.play.number("HZ"),
    )
