"""The page that says no: 409, with what was typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from aftersales.views import typed
from workflow.guards import Refused


def refused(request: HttpRequest, refusal: Refused, back: str) -> HttpResponse:
    """409: the action met another state than the page showed; says so and leads to the present state."""
    context = {"reason": refusal.reason, "back": back, "typed": typed(request)}
    return render(request, "workflow/409.html", context, status=409)
