"""Every appraisal with its last signature: what was found, who answers for it, what the rules say, what was decided."""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices, Label
from aftersales.kit.ledger import ID, LONG, MOMENT, STATE, Column, Filter, Ledger, register
from aftersales.kit.ledger.filters import choice, text
from aftersales.models import User
from cases.ledgers import CASE, CUSTOMER, MODEL, SALESPERSON, SERIAL, customer, model, of_visible_cases
from cases.models import Appraisal
from cases.statuses import Disposition
from catalogue.models import Failure
from catalogue.statuses import Cause, Department
from warranty.statuses import ChargeOutcome, ReturnOutcome, WarrantyStatus


class Standing(ColouredChoices):
    """Whether an appraisal counts, or was taken up again."""

    COUNTS = "counts", "green", _("counts")
    REPLACED = "replaced", "grey", _("appraised anew")


COUNTS = Q(motor__appraisal=F("pk")) & ~Q(motor__disposition="")


def appraisals(user: User) -> QuerySet[Appraisal]:
    rows = of_visible_cases(Appraisal.objects.filter(effective_at__isnull=False), user)
    return rows.select_related(
        "motor__case__customer", "motor__case__salesperson", "motor__product", "failure"
    )


def standing(sheet: Appraisal) -> Standing:
    counts = sheet.motor.appraisal_id == sheet.pk and sheet.motor.disposition
    return Standing.COUNTS if counts else Standing.REPLACED


def standing_filter(rows: QuerySet[Appraisal], state: str) -> QuerySet[Appraisal]:
    return rows.filter(COUNTS) if state == Standing.COUNTS else rows.exclude(COUNTS)


def failure_filter(rows: QuerySet[Appraisal], code: str) -> QuerySet[Appraisal]:
    """By a code, and what was merged into it."""
    known = Failure.objects.filter(Q(code__iexact=code) | Q(merged_into__code__iexact=code))
    return rows.filter(failure__in=known.values("pk"))


def found(sheet: Appraisal) -> str:
    """The failure code, or the words where there is none."""
    return str(sheet.failure or sheet.defect)


def cause(sheet: Appraisal) -> Label:
    return Cause(sheet.facts["cause"]).label


def verdict(sheet: Appraisal) -> str:
    """Warranty, return and charge, as the rules have them (四–八)."""
    said = sheet.verdict
    parts = (
        WarrantyStatus(said["warranty"]["status"]),
        ReturnOutcome(said["return"]["outcome"]),
        ChargeOutcome(said["charge"]["outcome"]),
    )
    return " · ".join(str(part.label) for part in parts)


def decided(sheet: Appraisal) -> str:
    """What becomes of the motor, and why where that departs from what the rules propose."""
    text = sheet.get_disposition_display()
    return f"{text} ({sheet.departure_reason})" if sheet.departs else text


register(
    Ledger(
        key="appraisal",
        title=_("Appraisal ledger"),
        hint=_("What was found, who answers for it, what the rules say, what was decided (四.2)"),
        icon="search-check",
        rank=35,
        permission="slip.view",
        rows=appraisals,
        period="effective_at",
        search="motor__case__search_text",
        filters=(
            customer("motor__case__customer"),
            model(),
            Filter("failure", lambda: text(_("Failure code"), 8), failure_filter),
            choice("cause", _("Cause"), Cause.choices, "facts__cause"),
            choice("department", _("Department"), Department.choices, "liable_department"),
            choice("disposition", _("Disposition"), Disposition.choices, "disposition"),
            choice("status", _("Status"), Standing.choices, standing_filter),
        ),
        columns=(
            SERIAL,
            Column(_("Status"), standing, STATE),
            Column(_("Last signature"), "effective_at", MOMENT, sort="effective_at"),
            CUSTOMER,
            MODEL,
            Column(_("Failure code"), found, LONG),
            Column(_("Cause"), cause),
            Column(_("Department"), "get_liable_department_display"),
            Column(_("Disposition"), decided),
            Column(_("Verdict"), verdict, LONG),
            Column(_("Version"), lambda sheet: str(sheet.version), ID, screen=False),
            CASE,
            SALESPERSON,
        ),
    )
)
