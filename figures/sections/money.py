"""What repairs cost and brought in, and what was deducted (七, 九). In CNY."""

from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accountability.models import PenaltyPerson
from aftersales.kit.ledger import ID, LONG, MOMENT, MONEY, NUMBER, Column
from cases.models import Receipt, Repair, RepairPart
from cases.statuses import Disposition
from figures.declared import LESS, MORE, Behind, Figure, Section, declare
from figures.declared import MONEY as IN_MONEY
from figures.months import Month
from figures.sections.promised import repairs

COST = Section("money", _("Cost and income"), "banknote")
AMOUNT = DecimalField(max_digits=14, decimal_places=2)


def free_repairs(month: Month) -> QuerySet[Repair]:
    """The repairs of a month that cost the customer nothing, with what they cost us: parts and labour."""
    parts = RepairPart.objects.filter(repair=OuterRef("pk")).order_by().values("repair")
    material = parts.annotate(sum=Sum(F("unit_price") * F("quantity"), output_field=AMOUNT)).values("sum")
    rows = repairs(month).filter(motor__disposition=Disposition.REPAIR_FREE)
    return rows.annotate(material=Coalesce(Subquery(material, output_field=AMOUNT), Decimal(0)))


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
        Column(_("Labour (CNY)"), "labour_fee", MONEY),
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

declare(
    Figure(
        key="free_cost",
        section=COST,
        label=_("Cost of free repairs (CNY)"),
        explained=_("Parts and labour of the repairs finished in the month that the customer did not pay."),
        rows=free_repairs,
        behind=FREE,
        amount=F("labour_fee") + F("material"),
        unit=IN_MONEY,
        better=LESS,
        permission="amount.view",
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
