"""Corrective actions: how many are open, how old they are, whether they work (二.4)."""

import datetime as dt

from django.db.models import Case as When_
from django.db.models import CharField, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from accountability.models import CorrectiveAction, Verification
from accountability.statuses import ActionStatus
from aftersales.kit.ledger import DATE, ID, LONG, MOMENT, STATE, Column
from figures.declared import LESS, MEAN, MORE, SHARE, Behind, Figure, Section, declare
from figures.months import Month
from figures.sections.common import day_of, days_between
from workflow.models import Event

IMPROVED = Section("improved", _("Corrective actions"), "shield-check")


AGES = (30, 60, 90)  # days


def age(month: Month) -> When_:
    """Up to how many days an action has been open at the end of the month, or now; "" where it is more."""
    day = min(month.last, month.seen_on)
    whens = [When(issued_on__gte=day - dt.timedelta(days), then=Value(str(days))) for days in AGES]
    return When_(*whens, default=Value(""), output_field=CharField())


def issued(month: Month) -> QuerySet[CorrectiveAction]:
    """The corrective actions issued in a month."""
    return CorrectiveAction.objects.filter(issued_at__range=month.moments)


def under_way(month: Month) -> QuerySet[CorrectiveAction]:
    """Those open at the end of a month, or now: in which state they were, by the log of events, and since when."""
    last = Event.objects.filter(subject="action", subject_id=OuterRef("pk"), at__lt=month.end).order_by("-id")
    day = min(month.last, month.seen_on)
    rows = (
        CorrectiveAction.objects.filter(issued_at__lt=month.end)
        .annotate(
            then=Subquery(last.values("to_status")[:1]),
            issued_on=day_of("issued_at"),
            day=Value(day, output_field=DateField()),
        )
        .annotate(age=age(month))
    )
    return rows.exclude(then=ActionStatus.VERIFIED).exclude(then=None)


def checked(month: Month) -> QuerySet[Verification]:
    """The checks of a month whether an action works."""
    return Verification.objects.filter(at__range=month.moments)


ACTIONS = Behind(
    (
        Column(_("Number"), "number", ID, url="get_absolute_url"),
        Column(_("Status"), "state", STATE),
        Column(_("Model"), "model"),
        Column(_("Defect"), "defect", LONG),
        Column(_("Department"), "get_department_display"),
        Column(_("Issued"), "issued_at", MOMENT),
        Column(_("Due"), "due_on", DATE),
    ),
    "dossier",
    ("failure",),
)
CHECKS = Behind(
    (
        Column(_("Number"), "action.number", ID, url="action.get_absolute_url"),
        Column(_("Model"), "action.model"),
        Column(_("Defect"), "action.defect", LONG),
        Column(_("Works"), lambda row: _("yes") if row.works else _("no")),
        Column(_("Evidence"), "evidence", LONG),
        Column(_("Verified by"), "by"),
        Column(_("Verified"), "at", MOMENT),
    ),
    "action__dossier",
    ("action", "by"),
)

declare(
    Figure(
        key="actions_issued",
        section=IMPROVED,
        label=_("Corrective actions issued"),
        explained=_("Issued in the month, by hand or because of a confirmed fault."),
        rows=issued,
        behind=ACTIONS,
        by={"department": F("department")},
    ),
    Figure(
        key="actions_open",
        section=IMPROVED,
        label=_("Corrective actions open"),
        explained=_("Not verified at the end of the month, or now, by the log of events."),
        rows=under_way,
        behind=ACTIONS,
        by={"state": F("then"), "age": F("age"), "department": F("department")},
        better=LESS,
        important=9,
    ),
    Figure(
        key="actions_age",
        section=IMPROVED,
        label=_("Days they have been open"),
        explained=_(
            "Calendar days since they were first issued, the mean of those open at the end of the month."
        ),
        rows=under_way,
        behind=ACTIONS,
        amount=days_between(F("issued_on"), F("day")),
        by={"state": F("then")},
        unit=MEAN,
        better=LESS,
    ),
    Figure(
        key="actions_effective",
        section=IMPROVED,
        label=_("Checks that found the measures to work"),
        explained=_(
            "Of the checks of the month, those after which the action was verified; each check counts."
        ),
        rows=checked,
        behind=CHECKS,
        hit=Q(works=True),
        unit=SHARE,
        better=MORE,
        target="target_effective_percent",
    ),
)
