"""The first page of those who lead."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aftersales import navigation
from aftersales.access import SignedInRequest, require
from figures import charting
from figures.months import Month
from figures.overview import overview_of


@require("team.view")
@require_GET
def overview(request: SignedInRequest) -> HttpResponse:
    """This month in ten figures, what is late, what warns."""
    found = overview_of(request.user)
    now = Month.now()
    context = {
        "overview": found,
        "figures": [(line, charting.trend_of(line, found.report)) for line in found.lines],
        "month": now,
        "before": now.plus(-1),
        "tabs": list(navigation.shown(request, request.user, "home")),
    }
    return render(request, "figures/overview.html", context)
