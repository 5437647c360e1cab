"""A change of the register that waits for a second person."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest
from aftersales.models import User
from warranty.bound import bonds_of
from warranty.models import Amendment
from workflow.changes import changes_in_words
from workflow.models import Dossier, Facts
from workflow.views.acting import act_on
from workflow.views.proposals import proposal_page


def visible_amendment(request: SignedInRequest, pk: int) -> Amendment:
    """The change if the person may see it, else 404."""
    rows = Amendment.objects.visible_to(request.user).select_related(*Amendment.reads)
    return get_object_or_404(rows, pk=pk)


@require_GET
def amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is to change and why, what hangs on the entry, and who decides."""
    amendment = visible_amendment(request, pk)
    return proposal_page(request, amendment, "warranty/amendment.html", about(amendment, request.user))


def about(amendment: Amendment, user: User) -> Facts:
    """The change in words, and what hangs on the entry: what this person may see of it, and how much besides."""
    entry = amendment.entry()
    bonds = bonds_of([entry]).get(entry.pk, [])
    seen = Dossier.objects.visible_to(user).in_bulk([bond.dossier.pk for bond in bonds])
    return {
        "entry": entry,
        "changes": changes_in_words(amendment.changes, amendment.model),
        "bonds": list(seen.values()),
        "further": len(bonds) - len(seen),
    }


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of such a change."""
    amendment = visible_amendment(request, pk)
    return act_on(request, amendment, verb, **about(amendment, request.user))
