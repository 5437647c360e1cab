"""Every repair slip, every payment for a repair, and what is open on credit."""

from collections.abc import Callable
from decimal import Decimal

from django.db.models import Case, F, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices
from aftersales.kit.ledger import (
    ID,
    LONG,
    MOMENT,
    MONEY,
    NUMBER,
    STATE,
    Column,
    Filter,
    Ledger,
    Totals,
    register,
)
from aftersales.kit.ledger.filters import choice, text
from aftersales.models import User
from cases.freight.queries import own_cost
from cases.ledgers import (
    CASE,
    CUSTOMER,
    MODEL,
    SALESPERSON,
    SERIAL,
    SLIP_NUMBER,
    by_whom,
    customer,
    model,
    of_visible_cases,
)
from cases.models import Receipt, ReturnedMotor
from cases.repair.models import ReceiptKind
from cases.statuses import MotorStatus
from slips.models import Slip
from workflow.queries import found_by, of_party

M = MotorStatus


class Void(ColouredChoices):
    """A slip that does not hold any more."""

    VOID = "void", "red", _("void")


def repairs(user: User) -> QuerySet[Slip]:
    """The repair slips: motors repaired, or sent back as they came."""
    rows = Slip.objects.visible_to(user).filter(kind="FX")
    motors = ReturnedMotor.objects.select_related("product", "case__salesperson")
    return rows.select_related("dossier", "issued_by").prefetch_related(Prefetch("motors", motors))


def motor_of(slip: Slip) -> ReturnedMotor:
    """Its motor, or the first of several."""
    return slip.motors.all()[0]


def numbers_of(slip: Slip) -> str:
    """The serial numbers of all its motors."""
    return "、".join(map(str, slip.motors.all()))


def now_at(slip: Slip) -> ColouredChoices:
    """Where the motor is by now; of several the one that is farthest behind."""
    if slip.void:
        return Void.VOID
    return min((motor.state for motor in slip.motors.all()), key=lambda state: M.values.index(state.value))


def standing_at(rows: QuerySet[Slip], state: str) -> QuerySet[Slip]:
    if state == Void.VOID:
        return rows.filter(voided_at__isnull=False)
    return rows.filter(voided_at=None, pk__in=Slip.objects.filter(motors__status=state).values("pk"))


def fact(name: str) -> Callable[[Slip], str]:
    """What the slip says, in the words that were printed."""
    return lambda slip: slip.facts.get(name)


def amount(name: str) -> Callable[[Slip], Decimal]:
    return lambda slip: Decimal(slip.facts.get(name) or 0)


def by_word(rows: QuerySet[Slip], word: str) -> QuerySet[Slip]:
    """By the number of the slip, or by what its case is found by."""
    return rows.filter(Q(number=word.upper()) if SLIP_NUMBER.fullmatch(word) else found_by(word))


register(
    Ledger(
        key="repair",
        title=_("Repair ledger"),
        hint=_("Every repair slip: what was done, what it costs, where the motor is"),
        icon="wrench",
        rank=40,
        permission="slip.view",
        rows=repairs,
        period="issued_at",
        search=by_word,
        filters=(
            Filter("customer", lambda: text(_("Customer")), lambda rows, name: rows.filter(of_party(name))),
            model("motors__"),
            choice(
                "status",
                _("Status"),
                [
                    *((state.value, state.label) for state in (M.READY_TO_SHIP, M.SHIPPED, M.DELIVERED)),
                    *Void.choices,
                ],
                standing_at,
            ),
        ),
        columns=(
            Column(_("Number"), "number", ID, url="get_absolute_url"),
            Column(_("Status"), now_at, STATE),
            Column(_("Issued"), "issued_at", MOMENT, sort="issued_at"),
            Column(_("Customer"), fact("customer"), LONG),
            Column(_("Model"), lambda slip: motor_of(slip).model_name),
            Column(_("Serial number"), numbers_of, LONG, url=lambda slip: motor_of(slip).get_absolute_url()),
            Column(_("Warranty"), fact("warranty"), LONG, screen=False),
            Column(_("Fault"), fact("fault"), LONG),
            Column(
                _("Work done"),
                lambda slip: slip.facts["work_done"] or slip.facts["unrepaired"],
                LONG,
                screen=False,
            ),
            Column(_("Material"), amount("material_fee"), MONEY, screen=False),
            Column(_("Labour"), amount("labour_fee"), MONEY, screen=False),
            Column(_("Total"), amount("total"), MONEY),
            Column(_("Inspected by"), fact("inspected_by"), screen=False),
            Column(_("Case"), "dossier", ID, url="dossier.get_absolute_url"),
            Column(_("Salesperson"), lambda slip: motor_of(slip).case.salesperson, screen=False),
        ),
    )
)


def receipts(user: User) -> QuerySet[Receipt]:
    rows = of_visible_cases(Receipt.objects.all(), user)
    return rows.select_related(
        "motor__case__dossier",
        "motor__case__customer",
        "motor__case__salesperson",
        "motor__product",
        "motor__repair",
        "motor__quotation",
        "entered_by",
    )


register(
    Ledger(
        key="receipt",
        title=_("Receipt ledger"),
        hint=_("Every payment for a repair, what was paid back, and every correction"),
        icon="banknote",
        rank=45,
        permission="amount.view",
        rows=receipts,
        period="entered_at",
        search="motor__case__search_text",
        filters=(
            customer("motor__case__customer"),
            model(),
            choice("status", _("Kind"), ReceiptKind.choices, "kind"),
        ),
        columns=(
            SERIAL,
            Column(_("Kind"), "state", STATE),
            Column(_("Entered"), "entered_at", MOMENT, sort="entered_at"),
            CUSTOMER,
            MODEL,
            Column(_("Amount"), "amount", MONEY),
            Column(_("Receipt or transfer number"), "reference", ID),
            Column(_("Reason of the correction"), "reason", LONG),
            Column(_("Still open"), "motor.outstanding", MONEY, screen=False),
            Column(_("Entered by"), by_whom("entered_by"), screen=False),
            CASE,
            SALESPERSON,
        ),
        totals=Totals("motor__case__customer__name", "amount", lambda rows: rows),
    )
)


def on_credit(user: User) -> QuerySet[ReturnedMotor]:
    """Motors that may leave, or have left, before they are paid for."""
    less = Coalesce(F("quotation__discount"), Value(Decimal(0)))
    quoted = F("quotation__material_fee") + F("quotation__labour_fee") - less
    fees = F("repair__charged_material") + F("repair__charged_labour") - less
    open_amount = Case(When(repair=None, then=quoted), default=fees) - F("paid_amount")
    rows = of_visible_cases(ReturnedMotor.objects.filter(credit_at__isnull=False), user, "case")
    unpaid = rows.annotate(open_amount=open_amount).filter(open_amount__gt=0)
    related = ("case__customer", "case__salesperson", "product", "repair", "quotation", "shipment")
    return unpaid.exclude(status=M.SCRAPPED).select_related(*related)


def days_on_credit(motor: ReturnedMotor) -> int:
    assert motor.credit_at is not None
    return (motor.today - timezone.localdate(motor.credit_at)).days


register(
    Ledger(
        key="credit",
        title=_("Open credit"),
        hint=_("Repairs that may leave, or have left, before they are paid for"),
        icon="hourglass",
        rank=46,
        permission="amount.view",
        rows=on_credit,
        period="credit_at",
        search="case__search_text",
        filters=(
            customer("case__customer"),
            model(""),
            choice("status", _("Status"), MotorStatus.choices, "status"),
        ),
        columns=(
            Column(_("Serial number"), str, ID, url="get_absolute_url"),
            Column(_("Status"), "state", STATE),
            Column(_("On credit since"), "credit_at", MOMENT, sort="credit_at"),
            Column(_("Days"), days_on_credit, NUMBER),
            Column(_("Customer"), "case.customer.name", LONG),
            Column(_("Model"), "model_name"),
            Column(_("To pay"), "amount_due", MONEY),
            Column(_("Paid"), "paid_amount", MONEY, screen=False),
            Column(_("Still open"), "open_amount", MONEY),
            Column(_("Shipped"), "shipment.shipped_at", MOMENT, screen=False),
            Column(_("Case"), "case.number", ID, url="case.get_absolute_url"),
            Column(_("Salesperson"), "case.salesperson", screen=False),
        ),
        totals=Totals("case__customer__name", "open_amount", lambda rows: rows),
    )
)


def costs(user: User) -> QuerySet[ReturnedMotor]:
    """The motors that were received, with what was repaired and carried."""
    rows = of_visible_cases(ReturnedMotor.objects.filter(received_at__isnull=False), user, "case")
    read = rows.select_related("case__customer", "case__salesperson", "product", "failure")
    return read.prefetch_related("repairs__parts", "freights")


def cost(name: str) -> Callable[[ReturnedMotor], Decimal]:
    """What the motor cost the factory so far."""
    return lambda motor: getattr(own_cost(motor.repairs.all(), motor.freights.all()), name)


def charged(motor: ReturnedMotor) -> Decimal:
    """What of it the customer pays. In CNY."""
    return sum((repair.charged for repair in motor.repairs.all()), Decimal(0))


def minutes(motor: ReturnedMotor) -> int:
    return sum(repair.minutes for repair in motor.repairs.all())


register(
    Ledger(
        key="cost",
        title=_("Own cost of motors"),
        hint=_(
            "Parts, minutes and freight of every motor at our own cost, also where the customer pays nothing"
        ),
        icon="calculator",
        rank=47,
        permission="cost.view",
        rows=costs,
        period="received_at",
        search="case__search_text",
        filters=(customer("case__customer"), model("")),
        columns=(
            Column(_("Serial number"), str, ID, url="get_absolute_url"),
            Column(_("Received"), "received_at", MOMENT, sort="received_at"),
            Column(_("Customer"), "case.customer.name", LONG),
            Column(_("Model"), "model_name"),
            Column(_("Failure code"), "failure", LONG),
            Column(_("Remedy"), "get_disposition_display"),
            Column(_("Minutes"), minutes, NUMBER, screen=False),
            Column(_("Material"), cost("material"), MONEY),
            Column(_("Working time"), cost("labour"), MONEY),
            Column(_("Freight"), cost("freight"), MONEY),
            Column(_("Total"), cost("total"), MONEY),
            Column(_("The customer pays"), charged, MONEY),
            Column(_("Case"), "case.number", ID, url="case.get_absolute_url"),
            Column(_("Salesperson"), "case.salesperson", screen=False),
        ),
    )
)
