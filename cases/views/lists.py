"""The lists: cases and returned motors."""

import datetime as dt

from django.db.models import Min, QuerySet
from django.utils import timezone

from aftersales.kit.due import Standing, standing
from aftersales.kit.list_pages import ListPage
from aftersales.models import User
from cases.forms import CaseFilter, MotorFilter
from cases.models import Case, ReturnedMotor
from cases.statuses import TIMED


def with_due_dates(cases: list[Case]) -> list[tuple[Case, dt.date | None, Standing | None]]:
    """Each case with what is due next of it: its own answer, or the first of its motors."""
    running = ReturnedMotor.objects.filter(case__in=cases, status__in=TIMED)
    first = dict(running.values_list("case").annotate(Min("due_on")).order_by())
    today = timezone.localdate()
    dates = [(case, case.due_on or first.get(case.pk)) for case in cases]
    return [(case, due_on, standing(due_on, today) if due_on else None) for case, due_on in dates]


SHOWN = (
    "number", "status", "customer__name", "product__model", "other_model", "quantity", "problem", "due_on",
    "salesperson__name", "salesperson__username", "claim_date",
)  # fmt: skip


def shown_to(user: User) -> QuerySet[Case]:
    """The cases that a person may see, with the few columns that the list shows."""
    rows = Case.objects.visible_to(user).select_related("customer", "product", "salesperson")
    return rows.only(*SHOWN)


cases = ListPage(
    template="cases/list.html",
    filter=CaseFilter,
    rows=shown_to,
    context=lambda page, user: {"rows": with_due_dates(page.rows)},
)

motors = ListPage(
    template="cases/motors.html",
    filter=MotorFilter,
    rows=lambda user: ReturnedMotor.objects.visible_to(user).select_related("case__customer", "product"),
)
