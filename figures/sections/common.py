"""What sections share: the dimensions, the paths of a motor to them, days between two moments, days of the editions."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as When_
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accountability.statuses import ActionStatus
from aftersales.kit.ledger import DATE, ID, LONG, MOMENT, STATE, Column
from cases.policy import CasePolicy
from catalogue.models import Failure
from catalogue.statuses import Department
from figures.declared import Behind, Dimension
from figures.months import Month
from warranty.models import Channel
from workflow.models import policies
from workflow.models.policy import editions


def code_words(codes: Iterable[str]) -> dict[str, str]:
    """Codes with their names in the reader's language."""
    known = {failure.code: str(failure) for failure in Failure.objects.filter(code__in=list(codes))}
    return {code: known.get(code, code) for code in codes}


def department_words(values: Iterable[str]) -> dict[str, str]:
    known = {value: str(label) for value, label in Department.choices}
    return {value: known.get(value, value) for value in values}


def channel_words(values: Iterable[str]) -> dict[str, str]:
    known = {value: str(label) for value, label in Channel.choices}
    return {value: known.get(value, value) for value in values}


def state_words(values: Iterable[str]) -> dict[str, str]:
    known = {value: str(label) for value, label in ActionStatus.choices}
    return {value: known.get(value, value) for value in values}


def age_words(values: Iterable[str]) -> dict[str, str]:
    """Of corrective actions, by the most days that they have been open."""
    within, more = _("up to %(days)s days"), gettext("more days")
    return {value: str(within) % {"days": value} if value else more for value in values}


DIMENSIONS = {
    dimension.key: dimension
    for dimension in (
        Dimension("failure", _("Failure code"), code_words),
        Dimension("model", _("Model")),
        Dimension("department", _("Liable department"), department_words),
        Dimension("shift", _("Production shift")),
        Dimension("region", _("Region")),
        Dimension("channel", _("Channel"), channel_words),
        Dimension("customer", _("Customer")),
        Dimension("supplier", _("Supplier")),
        Dimension("state", _("Status"), state_words),
        Dimension("age", _("Age"), age_words),
    )
}


def first_of(*paths: str | Subquery) -> Coalesce:
    """The first of these that is there, "" where none is."""
    return Coalesce(*paths, Value(""), output_field=CharField())


BY_CASE: dict[str, Combinable] = {
    "model": first_of("product__model", "other_model"),
    "region": F("customer__region"),
    "channel": F("customer__channel"),
    "customer": F("customer__name"),
}
BY_MOTOR: dict[str, Combinable] = {
    "model": first_of("product__model", "other_model"),
    "shift": first_of("registered__production_shift"),
    "region": F("case__customer__region"),
    "channel": F("case__customer__channel"),
    "customer": F("case__customer__name"),
}
BY_FAULT: dict[str, Combinable] = {
    "failure": first_of("failure__merged_into__code", "failure__code"),
    "department": first_of("appraisal__liable_department"),
    **BY_MOTOR,
}


def days_between(first: F, last: F) -> ExpressionWrapper:
    """Calendar days from one day to another."""
    return ExpressionWrapper(last - first, output_field=DurationField())


def day_of(moment: str | Combinable) -> TruncDate:
    """The day of a moment, in the factory's time."""
    return TruncDate(moment)


def passed(last: str, month: Month) -> ExpressionWrapper:
    """Whether the last day of a promise has passed."""
    return ExpressionWrapper(Q(**{f"{last}__lt": month.seen_on}), output_field=BooleanField())


def promised(since: str, days: str, claimed: str) -> ExpressionWrapper:
    """The last day of a promise: so many days, of the edition in force on the claim date, after a moment."""
    return ExpressionWrapper(TruncDate(since) + of_edition(days, claimed), output_field=DateField())


def of_edition(days: str, claimed: str) -> When_:
    """The days that the edition of a claim date gives, as an expression: editions are a few."""
    in_force = policies(CasePolicy)
    starts = [edition.effective_from for edition in editions()]
    whens = [
        When(**{f"{claimed}__gte": start}, then=span(getattr(in_force(start), days))) for start in starts
    ]
    return When_(*whens, default=span(getattr(CasePolicy(), days)), output_field=DurationField())


def span(days: int) -> Value:
    return Value(dt.timedelta(days=days), output_field=DurationField())


CASES = Behind(
    (
        Column(_("Number"), "number", ID, url="get_absolute_url"),
        Column(_("Status"), "state", STATE),
        Column(_("Kind"), "get_kind_display"),
        Column(_("Customer"), "customer.name", LONG),
        Column(_("Model"), "model_name"),
        Column(_("Date of the feedback"), "claim_date", DATE),
        Column(_("Submitted"), "submitted_at", MOMENT),
        Column(_("First answer"), "first_answered_at", MOMENT),
        Column(_("Completed"), "completed_at", MOMENT),
    ),
    "dossier",
    ("customer", "product", "dossier"),
)
MOTORS = Behind(
    (
        Column(_("Serial number"), str, ID, url="get_absolute_url"),
        Column(_("Status"), "state", STATE),
        Column(_("Model"), "model_name"),
        Column(_("Case"), "case.number", ID, url="case.get_absolute_url"),
        Column(_("Customer"), "case.customer.name", LONG),
        Column(_("Failure code"), "failure"),
        Column(_("Received"), "received_at", MOMENT),
        Column(_("Appraised"), "appraisal.effective_at", MOMENT),
        Column(_("Due originally"), "original_due_on", DATE),
        Column(_("Due"), "due_on", DATE),
        Column(_("Clock stopped on"), "stopped_on", DATE),
    ),
    "case__dossier",
    ("case__customer", "case__dossier", "product", "failure", "appraisal"),
)

# F is imported for the modules of the sections as well.
__all__ = [
    "BY_CASE", "BY_FAULT", "BY_MOTOR", "CASES", "DIMENSIONS", "MOTORS", "F", "day_of", "days_between", "passed",
    "promised",
]  # fmt: skip
