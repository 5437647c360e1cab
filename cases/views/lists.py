"""The lists: cases and returned motors. Their rows are read as plain columns, since a page shows fifty of them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Min
from django.utils import timezone
from django.utils.safestring import SafeString

from aftersales.kit.due import Standing, standing
from aftersales.kit.list_pages import ListPage, addresses
from aftersales.kit.paging import Page
from aftersales.templatetags.marks import statuses
from cases.forms import CaseFilter, MotorFilter
from cases.models import Case, ReturnedMotor
from cases.statuses import TIMED, CaseStatus
from workflow.models import named

# -- cases --------------------------------------------------------------------------------------------


class CaseRow(NamedTuple):
    """What the list shows of a case."""

    url: str
    name: str
    state: SafeString
    customer: str
    model: str
    quantity: int
    problem: str
    due_on: dt.date | None
    standing: Standing | None
    salesperson: str
    claim_date: str


CASE_COLUMNS = (
    "pk", "number", "status", "customer__name", "product__model", "other_model", "quantity", "problem", "due_on",
    "salesperson__name", "salesperson__username", "claim_date",
)  # fmt: skip


def case_rows(page: Page[Any]) -> list[CaseRow]:
    """The cases of one page, with what is due next of each: its own answer, or the first of its motors."""
    address, states, today = addresses("cases:case"), statuses(CaseStatus), timezone.localdate()
    first = first_due_dates(case.pk for case in page.rows)
    dates = {case.pk: case.due_on or first.get(case.pk) for case in page.rows}
    return [
        CaseRow(
            url=address(case.pk),
            name=named(case.number, case.pk),
            state=states[case.status],
            customer=case.customer__name,
            model=case.product__model or case.other_model,
            quantity=case.quantity,
            problem=case.problem,
            due_on=(due_on := dates[case.pk]),
            standing=standing(due_on, today) if due_on else None,
            salesperson=case.salesperson__name or case.salesperson__username,
            claim_date=case.claim_date.isoformat(),
        )
        for case in page.rows
    ]


def first_due_dates(cases: Iterable[int]) -> dict[int, dt.date | None]:
    """By the key of the case, when the first of its motors is due."""
    running = ReturnedMotor.objects.filter(case__in=list(cases), status__in=TIMED)
    return dict(running.values_list("case").annotate(Min("due_on")).order_by())


cases = ListPage(
    template="cases/list.html",
    filter=CaseFilter,
    rows=lambda user: Case.objects.visible_to(user),
    columns=CASE_COLUMNS,
    context=lambda page, user: {"rows": case_rows(page)},
)


# -- motors -------------------------------------------------------------------------------------------

motors = ListPage(
    template="cases/motors.html",
    filter=MotorFilter,
    rows=lambda user: ReturnedMotor.objects.visible_to(user).select_related("case__customer", "product"),
)
