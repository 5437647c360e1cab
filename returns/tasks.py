"""What handover, return and transfer put on the worklists."""

from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftersales.kit.due import standing
from cases.models import ReturnedMotor
from cases.statuses import MotorStatus
from cases.tasks import case_item, many, motor_item, motor_to_decide
from returns.models import Arrival, Handover, Parcel, ReturnEntry
from workflow.worklist import Item, Task, register

M = MotorStatus


def handover_item(handover: Handover) -> Item:
    return Item(
        title=str(handover),
        detail=f"{handover.carrier} {handover.waybill}",
        customer=handover.case.customer.name,
        url=reverse("returns:handover", kwargs={"pk": handover.pk}),
    )


register(
    Task(
        "return_list",
        _("Enter return lists"),
        "case.accept_list",
        case_item("returns:return_list"),
        hint=_("Type, paste or upload the serial numbers that the customer sends back."),
        icon="list-plus",
    ),
    Task(
        "count",
        _("Count arriving consignments"),
        "handover.count",
        case_item("returns:count"),
        hint=_("Compare what arrived with the list; the other department signs after you."),
        icon="package-search",
    ),
    Task(
        "sign_count",
        _("Sign counts"),
        "handover.sign",
        handover_item,
        hint=_("Look at what arrived yourself before you sign."),
        icon="signature",
    ),
    Task(
        "write_off",
        _("Find or write off missing motors"),
        "motor.write_off",
        motor_item(verb="write_off"),
        hint=_("They were listed but did not arrive: ask the customer, or write them off."),
        icon="circle-question-mark",
        many=many("write_off"),
    ),
    rank=20,
)


def workshop_item(motor: ReturnedMotor) -> Item:
    """A motor in the workshop: what is to be done with it, and by which day."""
    item = motor_item("cases:motor")(motor)
    order = getattr(motor, "transfer_order", None)
    if order is None:
        return item
    words = f"{order.to_workshop}：{order.instruction}"
    return replace(item, detail=words, due_on=order.due_on, standing=standing(order.due_on, motor.today))


def entry_item(entry: ReturnEntry) -> Item:
    """An approved return, on the way to its money."""
    return motor_item(verb="settle_return")(entry.motor)


def parcel_item(parcel: Parcel) -> Item:
    return Item(
        title=str(parcel),
        detail=f"{parcel.carrier} {parcel.waybill}",
        customer=parcel.customer.name,
        url=parcel.get_absolute_url(),
    )


def arrival_item(arrival: Arrival) -> Item:
    """A motor of a parcel; the click leads to the parcel."""
    return Item(
        title=f"{arrival.model_name} {arrival}".strip(),
        detail=str(arrival.parcel),
        customer=arrival.parcel.customer.name,
        url=arrival.get_absolute_url(),
    )


def registering_item(arrival: Arrival) -> Item:
    """The click leads to a new feedback with its number."""
    number = urlencode({"serial_number": arrival.serial_number})
    return replace(arrival_item(arrival), url=f"{reverse('cases:new')}?{number}")


register(
    Task(
        "sign_parcel",
        _("Sign counted parcels"),
        "parcel.sign",
        parcel_item,
        hint=_("Look at what arrived yourself before you sign."),
        icon="signature",
    ),
    Task(
        "place_arrival",
        _("Find the case of motors without one"),
        "arrival.assign",
        arrival_item,
        hint=_("They are in the house unannounced: join them to a case, or have sales register them."),
        icon="package-search",
    ),
    Task(
        "register_arrival",
        _("Register motors that came without a word"),
        "case.create",
        registering_item,
        hint=_("Ask the customer, and register a feedback; once it is approved the motor is joined to it."),
        icon="phone-outgoing",
    ),
    rank=25,
)
register(
    Task(
        "draft_return",
        _("Enter returns in the ledger"),
        "motor.draft_return",
        motor_item(verb="draft_return"),
        hint=_("The appraisal takes it back: enter document and price."),
        icon="notebook-pen",
        many=many("draft_return"),
    ),
    Task(
        "endorse_return",
        _("Endorse exceptional returns"),
        "motor.endorse_return",
        motor_to_decide(verb="endorse_return"),
        hint=_("Custom-made, or beyond what the regulation allows."),
        icon="scale",
        many=many("endorse_return"),
    ),
    Task(
        "approve_return",
        _("Approve return slips"),
        "motor.approve_return",
        motor_to_decide("cases:motor"),
        hint=_("Read the ledger entry; approving issues the return slip."),
        icon="stamp",
        many=many("approve_return"),
    ),
    Task(
        "clear_for_stock",
        _("Inspect intact motors for stock"),
        "motor.clear_for_stock",
        motor_item(verb="clear_for_stock"),
        hint=_("Only a motor found fit goes back on the shelf."),
        icon="badge-check",
        many=many("clear_for_stock"),
    ),
    Task(
        "restock",
        _("Take motors into stock"),
        "motor.restock",
        motor_item(verb="restock"),
        hint=_("Quality has found them fit for stock."),
        icon="warehouse",
        many=many("restock"),
    ),
    Task(
        "prepare_transfer",
        _("Prepare transfers to production"),
        "motor.prepare_transfer",
        motor_item(verb="prepare_transfer"),
        hint=_("Say which workshop gets the motor and what to do with it."),
        icon="arrow-right-left",
        many=many("prepare_transfer"),
    ),
    Task(
        "transfer",
        _("Take over transfers"),
        "motor.transfer",
        motor_item(verb="transfer"),
        hint=_("With your signature the workshop has the motor."),
        icon="factory",
        many=many("transfer"),
    ),
    Task(
        "workshop_result",
        _("Record workshop results"),
        "motor.rework",
        workshop_item,
        hint=_("Reworked, dismantled or scrapped: what became of them?"),
        icon="hammer",
        many=many("rework"),
    ),
    Task(
        "settle_return",
        _("Settle approved returns"),
        "motor.settle_return",
        entry_item,
        hint=_("Refund, credit note or replacement order: the customer gets something for the motor."),
        icon="hand-coins",
    ),
    rank=40,
)
