"""What repairs cost and brought in, and what was deducted (七, 九). In CNY."""

from decimal import Decimal

from django.db.models import DecimalField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accountability.models import PenaltyPerson
from aftersales.kit.choices import Label
from aftersales.kit.ledger import ID, LONG, MOMENT, MONEY, NUMBER, STATE, Column
from cases.freight.models import COUNTS, Freight
from cases.freight.statuses import Payer
from cases.models import Receipt, Repair, RepairPart
from cases.statuses import Disposition
from figures.declared import LESS, MORE, Behind, Figure, Section, declare
from figures.declared import MONEY as IN_MONEY
from figures.months import Month
from figures.sections.promised import repairs

COST = Section("money", _("Cost and income"), "banknote")
AMOUNT = DecimalField(max_digits=14, decimal_places=2)


def free_repairs(month: Month) -> QuerySet[Repair]:
    """The repairs of a month that cost the customer nothing, with what they cost us: parts and minutes."""
    parts = RepairPart.objects.filter(repair=OuterRef("pk")).order_by().values("repair")
    material = parts.annotate(sum=Sum(F("unit_cost") * F("quantity"), output_field=AMOUNT)).values("sum")
    rows = repairs(month).filter(motor__disposition=Disposition.REPAIR_FREE)
    return rows.annotate(
        material=Coalesce(Subquery(material, output_field=AMOUNT), Decimal(0)),
        time=ExpressionWrapper(F("minutes") * F("minute_cost"), output_field=AMOUNT),
    )


def freights(month: Month) -> QuerySet[Freight]:
    """The freight entered in a month, both ways; what was corrected counts as its second entry."""
    return Freight.objects.filter(entered_at__range=month.moments, status__in=COUNTS)


def receipts(month: Month) -> QuerySet[Receipt]:
    """The money for repairs that came in in a month; a correction takes back what was said wrongly."""
    return Receipt.objects.filter(entered_at__range=month.moments)


def deductions(month: Month) -> QuerySet[PenaltyPerson]:
    """The people from whom something was deducted in a month."""
    return PenaltyPerson.objects.filter(penalty__deducted_at__range=month.moments)


FREE = Behind(
    (
        Column(_("Serial number"), "motor", ID, url="motor.get_absolute_url"),
        Column(_("Model"), "motor.model_name"),
        Column(_("Case"), "motor.case.number", ID),
        Column(_("Customer"), "motor.case.customer.name", LONG),
        Column(_("Repaired"), "done_at", MOMENT),
        Column(_("Material (CNY)"), "material", MONEY),
        Column(_("Working time (CNY)"), "cost.labour", MONEY),
    ),
    "motor__case__dossier",
    ("motor__case__customer", "motor__product"),
    ("parts",),
)
FREIGHT = Behind(
    (
        Column(_("Serial number"), "motor", ID, url="motor.get_absolute_url"),
        Column(_("Status"), "state", STATE),
        Column(_("Case"), "motor.case.number", ID),
        Column(_("Customer"), "motor.case.customer.name", LONG),
        Column(_("Entered"), "entered_at", MOMENT),
        Column(_("Way"), "get_way_display"),
        Column(_("Borne by"), "get_payer_display"),
        Column(_("Clause"), "clauses", ID),
        Column(_("Amount (CNY)"), "amount", MONEY),
    ),
    "motor__case__dossier",
    ("motor__case__customer", "motor__product"),
)
RECEIPTS = Behind(
    (
        Column(_("Serial number"), "motor", ID, url="motor.get_absolute_url"),
        Column(_("Case"), "motor.case.number", ID),
        Column(_("Customer"), "motor.case.customer.name", LONG),
        Column(_("Entered"), "entered_at", MOMENT),
        Column(_("Reference"), "reference"),
        Column(_("Amount (CNY)"), "amount", MONEY),
    ),
    "motor__case__dossier",
    ("motor__case__customer", "motor__product"),
)
PEOPLE = Behind(
    (
        Column(_("Number"), "penalty.number", ID, url="penalty.get_absolute_url"),
        Column(_("Name"), "name"),
        Column(_("Answers as"), "role.label"),
        Column(_("Deducted"), "penalty.deducted_at", MOMENT),
        Column(_("Amount (CNY)"), "amount", NUMBER),
    ),
    "penalty__dossier",
    ("penalty",),
)


def freight(key: str, label: Label, explained: Label, borne: Q) -> Figure:
    """What carriers were paid, as far as somebody bears it."""
    return Figure(
        key=key,
        section=COST,
        label=label,
        explained=explained,
        rows=freights,
        behind=FREIGHT,
        hit=borne,
        amount=F("amount"),
        unit=IN_MONEY,
        better=LESS,
        permission="amount.view",
    )


declare(
    Figure(
        key="free_cost",
        section=COST,
        label=_("Cost of free repairs (CNY)"),
        explained=_(
            "Parts and minutes of the repairs finished in the month that the customer did not pay, at our own cost."
        ),
        rows=free_repairs,
        behind=FREE,
        amount=F("time") + F("material"),
        unit=IN_MONEY,
        better=LESS,
        permission="cost.view",
        important=10,
    ),
    Figure(
        key="charged_income",
        section=COST,
        label=_("Income of charged repairs (CNY)"),
        explained=_("Money for repairs that finance entered in the month, corrections taken off."),
        rows=receipts,
        behind=RECEIPTS,
        amount=F("amount"),
        unit=IN_MONEY,
        better=MORE,
        permission="amount.view",
    ),
    freight(
        "freight",
        _("Freight (CNY)"),
        _("What carriers were paid for motors in and out, entered in the month, whoever bears it (四.1)."),
        Q(),
    ),
    freight(
        "freight_ours",
        _("Freight: borne by the factory (CNY)"),
        _("Of the freight of the month, what the factory bears, and what was waived."),
        Q(payer=Payer.FACTORY),
    ),
    freight(
        "freight_customers",
        _("Freight: borne by customers (CNY)"),
        _("Of the freight of the month, what customers bear."),
        Q(payer=Payer.CUSTOMER),
    ),
    freight(
        "freight_salespeople",
        _("Freight: borne by salespeople (CNY)"),
        _(
            "Of the freight of the month, what salespeople bear because a motor was returned against the rules."
        ),
        Q(payer=Payer.SALESPERSON),
    ),
    freight(
        "freight_open",
        _("Freight: nobody decided (CNY)"),
        _("Of the freight of the month, what waits for an appraisal, or for the manager's decision."),
        Q(payer=""),
    ),
    Figure(
        key="deductions",
        section=COST,
        label=_("Deducted from bonuses (CNY)"),
        explained=_(
            "What was deducted in the month from the people concerned (九); for the chain that decides."
        ),
        rows=deductions,
        behind=PEOPLE,
        amount=F("amount"),
        unit=IN_MONEY,
        permission="penalty.view",
    ),
)
