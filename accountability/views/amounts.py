"""The table of amounts from which a handling opinion takes what a fault costs those who answer for it (九)."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from accountability.actions import propose_amounts
from accountability.forms.penalties import AmountsForm
from accountability.models import RatesChange
from aftersales.access import SignedInRequest
from workflow.models import Facts
from workflow.views.acting import ActingPage, act_on
from workflow.views.proposals import proposal_page

SHOWN = 20  # changes beside the table


class AmountsPage(ActingPage[None, AmountsForm]):
    """Propose other amounts; they hold once a second person has confirmed them."""

    permission = "penalty.set_amounts"
    template = "accountability/amounts.html"
    done = _("A second person confirms it; until then nothing changes.")

    def make_form(self, data: QueryDict | None) -> AmountsForm:
        return AmountsForm(data)

    def act(self) -> RatesChange:
        return propose_amounts(self.form.table(), self.form.cleaned_data["reason"], by=self.user)

    def context(self) -> Facts:
        changes = RatesChange.objects.visible_to(self.user).select_related(*RatesChange.reads)
        return {"changes": changes[:SHOWN]}


def visible_change(request: SignedInRequest, pk: int) -> RatesChange:
    """The change if the person may see it, else 404."""
    rows = RatesChange.objects.visible_to(request.user).select_related(*RatesChange.reads)
    return get_object_or_404(rows, pk=pk)


@require_GET
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which amounts are to change and why, and who decides."""
    return proposal_page(request, visible_change(request, pk), "accountability/rates.html", {})


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of such a change."""
    return act_on(request, visible_change(request, pk), verb)
