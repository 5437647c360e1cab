"""What a survey found, as a page and as the annual report; the form for a visit."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest, require
from aftersales.kit.pdf import pdf_response
from satisfaction import charting
from satisfaction.models import Campaign, Improvement, Response, Target
from satisfaction.printing import blank_pdf, report_pdf
from satisfaction.results import after_cases, results_of

COMMENTS = 50  # on the page; the ledger has all


@require("survey.view")
@require_GET
def results(request: SignedInRequest, pk: int) -> HttpResponse:
    """Distributions, scores, earlier years, who answered how, and what people said."""
    campaign = get_object_or_404(Campaign, pk=pk)
    found = results_of(campaign)
    said = Response.objects.counted().filter(target__campaign=campaign).exclude(comments="")
    raised = Improvement.objects.filter(response__target__campaign=campaign)
    context = {
        "campaign": campaign,
        "results": found,
        "charts": charting.of(found),
        "after": after_cases(campaign),
        "comments": said.select_related("target__customer").order_by("-pk")[:COMMENTS],
        "improvements": raised.select_related("owner", "response__target__customer").order_by("-pk")[
            :COMMENTS
        ],
    }
    return render(request, "satisfaction/results.html", context)


@require("survey.view")
@require_GET
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """The annual report, in Chinese."""
    campaign = get_object_or_404(Campaign, pk=pk)
    return pdf_response(report_pdf(campaign, request.user), f"survey-{campaign.year}")


@require("response.fill")
@require_GET
def blank_form(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form MY to take along, blank; ``?target=`` fills in the customer."""
    campaign = get_object_or_404(Campaign, pk=pk)
    wanted = request.GET.get("target", "")
    targets = (
        Target.objects.visible_to(request.user).filter(campaign=campaign).select_related("customer", "case")
    )
    readable = wanted.isascii() and wanted.isdigit() and len(wanted) < 18
    return pdf_response(blank_pdf(campaign, targets.filter(pk=wanted).first() if readable else None), "MY")
