"""The shortage list: what is missing, for which motors, ordered from whom; orders and arrivals."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aftersales.access import SignedInRequest, require
from cases.shortage import actions
from cases.shortage.forms import ArrivalForm, OrderForm
from cases.shortage.queries import shortages
from catalogue.models import Part


@require_GET
def show(request: SignedInRequest) -> HttpResponse:
    """Every missing part, the earliest promise first."""
    rows = [(shortage, order_form(shortage.ordered)) for shortage in shortages(request.user)]
    context = {"rows": rows, "arrival": ArrivalForm(auto_id=False)}
    return render(request, "cases/shortages.html", context)


def order_form(ordered: object) -> OrderForm:
    names = ("ordered_from", "expected_on")
    known = {name: getattr(ordered, name) for name in names} if ordered else None
    return OrderForm(initial=known, auto_id=False)


@require_POST
@require("motor.parts_arrived")
def order(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note an order of a part."""
    part, form = get_object_or_404(Part, pk=pk), OrderForm(request.POST)
    if form.is_valid():
        actions.order(part, **form.cleaned_data, by=request.user)
        messages.success(request, _("The order is noted."))
    else:
        messages.error(request, form.errors.as_text())
    return redirect("cases:shortages")


@require_POST
@require("motor.parts_arrived")
def arrive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pieces of a part have arrived."""
    part, form = get_object_or_404(Part, pk=pk), ArrivalForm(request.POST)
    if form.is_valid():
        motors = actions.arrive(part, form.cleaned_data["pieces"], by=request.user)
        numbers = ", ".join(map(str, motors))
        messages.success(request, _("Under repair now: %(motors)s.") % {"motors": numbers or "–"})
    else:
        messages.error(request, form.errors.as_text())
    return redirect("cases:shortages")
