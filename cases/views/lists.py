"""The lists: cases and returned motors."""

import datetime as dt

from django.db.models import Min
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from aftersales.access import SignedInRequest
from aftersales.kit.due import Standing, standing
from aftersales.kit.paging import paginate
from cases.forms import CaseFilter, MotorFilter
from cases.models import Case, ReturnedMotor
from cases.statuses import TIMED


def cases(request: SignedInRequest) -> HttpResponse:
    """The cases that the person may see, newest first, with search and filters."""
    form = CaseFilter(request.GET, user=request.user)
    rows = form.narrow(Case.objects.visible_to(request.user))
    page = paginate(request, rows.select_related("customer", "product", "salesperson"))
    return render(request, "cases/list.html", {"form": form, "page": page, "rows": with_due_dates(page.rows)})


def with_due_dates(cases: list[Case]) -> list[tuple[Case, dt.date | None, Standing | None]]:
    """Each case with what is due next of it: its own answer, or the first of its motors."""
    running = ReturnedMotor.objects.filter(case__in=cases, status__in=TIMED)
    first = dict(running.values_list("case").annotate(Min("due_on")).order_by())
    today = timezone.localdate()
    dates = [(case, case.due_on or first.get(case.pk)) for case in cases]
    return [(case, due_on, standing(due_on, today) if due_on else None) for case, due_on in dates]


def motors(request: SignedInRequest) -> HttpResponse:
    """The returned motors that the person may see, newest first."""
    form = MotorFilter(request.GET)
    rows = form.narrow(ReturnedMotor.objects.visible_to(request.user))
    page = paginate(request, rows.select_related("case__customer", "product"))
    return render(request, "cases/motors.html", {"form": form, "page": page})
