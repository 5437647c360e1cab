"""Declaring a slip void: asked for by one person, confirmed by another."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest, require
from aftersales.views import forbidden
from slips.actions import ask_void
from slips.forms import AskVoidForm
from slips.models import Slip, VoidRequest
from slips.views.slips import visible_slip
from workflow.guards import Forbidden
from workflow.models import Facts
from workflow.views.acting import ActingPage, act_on


class AskVoidPage(ActingPage[Slip, AskVoidForm]):
    """Ask that a slip be declared void, and say why."""

    permission = "slip.ask_void"
    template = "slips/ask_void.html"
    done = _("Asked for. The slip stays in force until a second person confirms.")
    find = staticmethod(visible_slip)

    def bar(self) -> HttpResponse | None:
        self.asking = VoidRequest(slip=self.obj)
        why = self.asking.opening().permission.why(self.asking, self.user)
        return forbidden(self.request, Forbidden(why)) if why else None

    def make_form(self, data: QueryDict | None) -> AskVoidForm:
        return AskVoidForm(data)

    def act(self) -> VoidRequest:
        return ask_void(self.obj, self.form.cleaned_data["reason"], by=self.user)

    def context(self) -> Facts:
        return {"slip": self.obj, "reason": self.asking.why_not_create(self.user)}


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
