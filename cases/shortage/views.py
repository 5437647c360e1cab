"""The shortage list: what is missing, for which motors, ordered from whom; orders and arrivals."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aftersales.access import SignedInRequest, require
from cases.shortage import actions
from cases.shortage.forms import ArrivalForm, OrderForm, WhichPartForm
from cases.shortage.queries import missing, shortages
from catalogue.models import Part


@require_GET
def show(request: SignedInRequest) -> HttpResponse:
    """Every missing part, the earliest promise first."""
    rows = [(shortage, order_form(shortage.ordered)) for shortage in shortages(request.user)]
    keeps = request.user.can(Part.edit.codename) and any(shortage.part is None for shortage, _form in rows)
    context = {
        "rows": rows,
        "arrival": ArrivalForm(auto_id=False),
        "which": WhichPartForm(auto_id=False) if keeps else None,
        "parts": Part.objects.filter(active=True) if keeps else [],
    }
    return render(request, "cases/shortages.html", context)


def order_form(ordered: object) -> OrderForm:
    names = ("ordered_from", "expected_on")
    known = {name: getattr(ordered, name) for name in names} if ordered else None
    return OrderForm(initial=known, auto_id=False)


@require_POST
@require("motor.parts_arrived")
def order(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note an order of a part."""
    like, form = get_object_or_404(missing(), pk=pk), OrderForm(request.POST)
    if form.is_valid():
        actions.order(like, **form.cleaned_data, by=request.user)
        messages.success(request, _("The order is noted."))
    else:
        messages.error(request, form.errors.as_text())
    return redirect("cases:shortages")


@require_POST
@require("motor.parts_arrived")
def arrive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pieces of a part have arrived."""
    like, form = get_object_or_404(missing(), pk=pk), ArrivalForm(request.POST)
    if form.is_valid():
        motors = actions.arrive(like, form.cleaned_data["pieces"], by=request.user)
        numbers = ", ".join(map(str, motors))
        messages.success(request, _("Under repair now: %(motors)s.") % {"motors": numbers or "–"})
    else:
        messages.error(request, form.errors.as_text())
    return redirect("cases:shortages")


@require_POST
@require("failure.edit")
def which(request: SignedInRequest, pk: int) -> HttpResponse:
    """The keeper says which part of the catalogue is meant."""
    like, form = get_object_or_404(missing(), pk=pk), WhichPartForm(request.POST)
    if form.is_valid():
        actions.say_which(like, form.cleaned_data["number"], by=request.user)
        messages.success(request, _("It is %(part)s.") % {"part": form.cleaned_data["number"]})
    else:
        messages.error(request, form.errors.as_text())
    return redirect("cases:shortages")
