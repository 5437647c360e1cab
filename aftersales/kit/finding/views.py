"""The page of the search, and the way from a scanned code straight to what it stands for."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from aftersales.kit.finding import found, the_one
from aftersales.kit.finding.wanted import Wanted


@require_GET
def search(request: SignedInRequest) -> HttpResponse:
    """What is found of ``?q=``, by kind; what is beyond doubt is opened at once."""
    wanted = Wanted.of(request.GET.get("q", ""))
    if wanted.path:
        return redirect(wanted.path)
    groups = found(wanted, request.user) if wanted.text else []
    if hit := the_one(groups):
        return redirect(hit.url)
    return render(request, "finding/search.html", {"wanted": wanted, "groups": groups})
