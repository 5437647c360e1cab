"""The ledgers of corrective actions and penalties; of the latter everybody finds only what they may see."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accountability.models import CorrectiveAction, PenaltyPerson
from accountability.statuses import LIABLE, ActionStatus, Capacity, FaultClass, PenaltyStatus
from aftersales.kit.ledger import (
    DATE,
    ID,
    LONG,
    MOMENT,
    NUMBER,
    OPEN_MONEY,
    STATE,
    Column,
    Filter,
    Ledger,
    Totals,
    register,
)
from aftersales.kit.ledger.filters import choice, text
from aftersales.models import User
from cases.ledgers import by_whom, customer


def actions(user: User) -> QuerySet[CorrectiveAction]:
    rows = CorrectiveAction.objects.visible_to(user).prefetch_related("occurrences__case")
    return rows.select_related("dossier", "issued_by", "planned_by", "verified_by")


def persons(user: User) -> QuerySet[PenaltyPerson]:
    """One line a person, of the penalties that the reader may see."""
    rows = PenaltyPerson.objects.visible_to(user)
    return rows.select_related(
        "penalty__case__customer", "penalty__motor__product", "penalty__deducted_by", "penalty__dossier"
    )


def deducted(user: User) -> QuerySet[PenaltyPerson]:
    """One line a person from whose bonus something was deducted."""
    return persons(user).filter(penalty__deducted_at__isnull=False)


def cases_of(action: CorrectiveAction) -> str:
    return "、".join(dict.fromkeys(row.case.number or "" for row in action.occurrences.all()))


def came_back(action: CorrectiveAction) -> int:
    """How often the defect came back after it had been shown to be gone."""
    return action.cycle - 1


def model_filter(rows: QuerySet[CorrectiveAction], name: str) -> QuerySet[CorrectiveAction]:
    return rows.filter(model__icontains=name)


register(
    Ledger(
        key="actions",
        title=_("Corrective action ledger"),
        hint=_("What was done so that a defect does not come back, and whether it helped"),
        icon="shield-check",
        rank=80,
        permission="action.view",
        rows=actions,
        period="issued_at",
        search="search_text",
        filters=(
            Filter("model", lambda: text(_("Model"), 60), model_filter),
            choice("status", _("Status"), ActionStatus.choices, "status"),
            choice("department", _("Department"), LIABLE, "department"),
        ),
        columns=(
            Column(_("Number"), "number", ID, url="get_absolute_url"),
            Column(_("Status"), "state", STATE),
            Column(_("Model"), "model"),
            Column(_("Defect"), "defect"),
            Column(_("Department"), "get_department_display"),
            Column(_("Cases"), cases_of, LONG, screen=False),
            Column(pgettext_lazy("corrective action", "Issued"), "issued_at", MOMENT, sort="issued_at"),
            Column(_("Issued by"), by_whom("issued_by", "dossier"), screen=False),
            Column(_("Planned by"), by_whom("planned_by", "dossier")),
            Column(_("Due"), "due_on", DATE),
            Column(_("Verified"), "verified_at", MOMENT),
            Column(_("Verified by"), by_whom("verified_by", "dossier"), screen=False),
            Column(_("Root cause"), "root_cause", LONG, screen=False),
            Column(_("Recurrences"), came_back, NUMBER),
        ),
    ),
    Ledger(
        key="penalties",
        title=_("Penalty ledger"),
        hint=_("Handling opinions that you may see, one line a person"),
        icon="gavel",
        rank=90,
        permission="penalty.respond",
        rows=persons,
        period="penalty__drafted_at",
        search="penalty__search_text",
        filters=(
            customer("penalty__case__customer"),
            choice("status", _("Status"), PenaltyStatus.choices, "penalty__status"),
            choice("fault_class", _("Class of the fault"), FaultClass.choices, "penalty__fault_class"),
        ),
        columns=(
            Column(_("Number"), "penalty.number", ID, url="penalty.get_absolute_url"),
            Column(_("Status"), "penalty.state", STATE),
            Column(_("Name"), "name"),
            Column(_("Answers as"), "role.label"),
            Column(_("Amount (CNY)"), "amount", OPEN_MONEY),
            Column(_("Class of the fault"), "penalty.get_fault_class_display"),
            Column(_("Department"), "penalty.get_department_display", screen=False),
            Column(_("Case"), "penalty.case.number", ID),
            Column(_("Customer"), "penalty.case.customer.name", LONG),
            Column(_("Model"), "penalty.motor.model_name", screen=False),
            Column(_("Serial number"), "penalty.motor", ID, screen=False),
            Column(_("Drafted"), "penalty.drafted_at", MOMENT, sort="penalty__drafted_at"),
            Column(_("Decided"), "penalty.decided_at", MOMENT),
            Column(_("Deduction"), "penalty.deduction", screen=False),
        ),
    ),
    Ledger(
        key="deductions",
        title=_("Deductions"),
        hint=_("What payroll deducts, by month and person (九); for the chain that decides on penalties"),
        icon="wallet",
        rank=91,
        permission="penalty.view",
        rows=deducted,
        period="penalty__deducted_at",
        search="penalty__search_text",
        filters=(
            Filter("name", lambda: text(_("Name")), lambda rows, name: rows.filter(name__icontains=name)),
            choice("capacity", _("Answers as"), Capacity.choices, "capacity"),
        ),
        columns=(
            Column(_("Number"), "penalty.number", ID, url="penalty.get_absolute_url"),
            Column(_("Deducted"), "penalty.deducted_at", MOMENT, sort="penalty__deducted_at"),
            Column(_("Name"), "name"),
            Column(_("Answers as"), "role.label"),
            Column(_("Amount (CNY)"), "amount", OPEN_MONEY),
            Column(_("Deduction"), "penalty.deduction"),
            Column(_("Recorded by"), by_whom("penalty.deducted_by", "penalty.dossier"), screen=False),
            Column(_("Decided"), "penalty.decided_at", MOMENT, screen=False),
            Column(_("Case"), "penalty.case.number", ID),
        ),
        totals=Totals("name", "amount", of=_("Name"), permission="penalty.view"),
    ),
)
