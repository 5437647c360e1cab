"""Declaring a slip void: asked for by one person, confirmed by another."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest, require
from aftersales.views import forbidden
from slips.actions import ask_void
from slips.forms import AskVoidForm
from slips.models import Slip, VoidRequest
from slips.views.slips import visible_slip
from workflow.guards import Forbidden
from workflow.once import earlier_answer
from workflow.views.acting import act_on, submit


@require("slip.ask_void")
@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask that a slip be declared void, and say why."""
    slip = visible_slip(request, pk)
    asking = VoidRequest(slip=slip)
    if why := asking.opening().permission.why(asking, request.user):
        return forbidden(request, Forbidden(why))
    if answer := earlier_answer(request.POST.get("key", ""), request.user):
        return redirect(answer)
    form = AskVoidForm(request.POST or None)
    reason = asking.why_not_create(request.user)

    def again() -> HttpResponse:
        return render(request, "slips/ask_void.html", {"form": form, "slip": slip, "reason": reason})

    if request.method == "GET" or not form.is_valid():
        return again()
    return submit(
        request,
        slip,
        form,
        partial(asked, slip, form.cleaned_data["reason"], request),
        again,
        done=_("Asked for. The slip stays in force until a second person confirms."),
    )


def asked(slip: Slip, reason: str, request: SignedInRequest) -> str:
    return ask_void(slip, reason, by=request.user).get_absolute_url()


def visible_request(request: SignedInRequest, pk: int) -> VoidRequest:
    """The request if the person may see its slip, else 404."""
    rows = VoidRequest.objects.filter(slip__in=Slip.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("slip__dossier", "asked_by"), pk=pk)


@require_GET
def void_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where a notice about it leads: the slip."""
    return redirect(visible_request(request, pk))


@require("void_request.confirm")
@require_http_methods(["GET", "POST"])
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """A second person declares the slip void; it is issued anew at once."""
    return act_on(request, visible_request(request, pk), "confirm")


@require("void_request.confirm")
@require_http_methods(["GET", "POST"])
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """A second person leaves the slip in force, and says why."""
    return act_on(request, visible_request(request, pk), "decline")
