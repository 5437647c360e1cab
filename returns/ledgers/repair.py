"""Every repair slip."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.choices import ColouredChoices
from aftersales.ledger import ID, LONG, MOMENT, MONEY, STATE, Column, Ledger
from aftersales.ledger.filters import choice
from aftersales.models import User
from cases.ledgers import MODEL, SERIAL, customer, model
from cases.statuses import MotorStatus
from returns.ledgers.slips import search
from returns.models import Slip

M = MotorStatus


class Void(ColouredChoices):
    """A slip that does not hold any more."""

    VOID = "void", "red", _("void")


def repairs(user: User) -> QuerySet[Slip]:
    """The repair slips: motors repaired, or sent back as they came."""
    rows = Slip.objects.visible_to(user).filter(kind="FX")
    return rows.select_related("case__customer", "case__salesperson", "motor__product", "issued_by")


def now_at(slip: Slip) -> Any:
    """Where the motor is by now."""
    return Void.VOID if slip.void else slip.motor and slip.motor.state


def standing_at(rows: QuerySet[Slip], state: str) -> QuerySet[Slip]:
    if state == Void.VOID:
        return rows.filter(voided_at__isnull=False)
    return rows.filter(voided_at=None, motor__status=state)


def fact(name: str) -> Callable[[Slip], Any]:
    """What the slip says, in the words that were printed."""
    return lambda slip: slip.facts.get(name)


def amount(name: str) -> Callable[[Slip], Decimal]:
    return lambda slip: Decimal(slip.facts.get(name) or 0)


REPAIR = Ledger(
    key="repair",
    title=_("Repair ledger"),
    hint=_("Every repair slip: what was done, what it costs, where the motor is"),
    icon="wrench",
    permission="slip.view",
    rows=repairs,
    period="issued_at",
    search=search("case", pk="pk"),
    filters=(
        customer("case__customer"),
        model(),
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
        Column(_("Customer"), "case.customer.name", LONG),
        MODEL,
        SERIAL,
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
        Column(_("Case"), "case.number", ID, url="case.get_absolute_url"),
        Column(_("Salesperson"), "case.salesperson", screen=False),
    ),
)
