"""The lists: cases and returned motors. Their rows are read as plain columns, since a page shows many of them."""

import datetime as dt
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString

from aftersales.kit.due import Standing, standing
from aftersales.kit.list_pages import ListPage, addresses
from aftersales.kit.paging import Page
from aftersales.templatetags.marks import statuses
from cases.forms import CaseFilter, MotorFilter
from cases.models import Case, ReturnedMotor
from cases.statuses import CaseStatus
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
    "pk", "number", "status", "customer__name", "product__model", "other_model", "quantity", "problem",
    "next_due_on", "salesperson__name", "salesperson__username", "claim_date",
)  # fmt: skip


def case_rows(page: Page[Any]) -> list[CaseRow]:
    """The cases of one page, with what is due next of each."""
    address, states, today = addresses("cases:case"), statuses(CaseStatus), timezone.localdate()
    return [
        CaseRow(
            url=address(case.pk),
            name=named(case.number, case.pk),
            state=states[case.status],
            customer=case.customer__name,
            model=case.product__model or case.other_model,
            quantity=case.quantity,
            problem=case.problem,
            due_on=case.next_due_on,
            standing=standing(case.next_due_on, today) if case.next_due_on else None,
            salesperson=case.salesperson__name or case.salesperson__username,
            claim_date=case.claim_date.isoformat(),
        )
        for case in page.rows
    ]


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
