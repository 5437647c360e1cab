"""The yearly surveys: the list, the plan of one, and how far it is."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest, require
from aftersales.kit.paging import paginate
from satisfaction.actions import plan_campaign, replan
from satisfaction.forms import CampaignForm, TargetFilter
from satisfaction.models import Campaign, Target
from satisfaction.queries import chosen, progress, with_answers
from satisfaction.statuses import CampaignStatus
from warranty.models import Channel, Customer
from workflow.once import earlier_answer
from workflow.timeline import arranged, events_of, timeline
from workflow.views.acting import act_on, links, submit


def for_askers(request: SignedInRequest) -> HttpResponse:
    """A salesperson comes to the surveys by the worklist; this list is what they were asked to do."""
    page = paginate(request, with_answers(targets_of(request)), order="-pk")
    return render(request, "satisfaction/own_targets.html", {"page": page})


def targets_of(request: SignedInRequest) -> Any:
    rows = Target.objects.visible_to(request.user)
    return rows.select_related("customer", "campaign", "case", "surveyor")


@require("survey.list")
@require_GET
def campaigns(request: SignedInRequest) -> HttpResponse:
    """Every survey with how far it is; who asks and does not see all finds their own customers."""
    if not request.user.can("survey.view"):
        return for_askers(request)
    page = paginate(request, Campaign.objects.all(), size=20, order="-year")
    how_far = progress(page.rows)
    context = {"page": page, "rows": [(campaign, how_far[campaign.pk]) for campaign in page.rows]}
    return render(request, "satisfaction/campaigns.html", context)


@require("survey.view")
@require_GET
def campaign(request: SignedInRequest, pk: int) -> HttpResponse:
    """One survey: its progress, and the customers, each with whether they have answered."""
    campaign = get_object_or_404(Campaign.objects.select_related("launched_by", "closed_by"), pk=pk)
    form = TargetFilter(request.GET)
    rows = form.narrow(with_answers(targets_of(request).filter(campaign=campaign)))
    planned = campaign.status == CampaignStatus.PLANNED
    context = {
        "campaign": campaign,
        "actions": arranged(campaign, links(campaign, request.user)),
        "progress": progress([campaign])[campaign.pk],
        "form": form,
        "page": paginate(request, rows, order="pk"),
        "found": chosen(campaign).count() if planned else 0,
        "channels": [Channel(channel).label for channel in campaign.channels],
        "surveyors": campaign.surveyors.order_by("name"),
        "timeline": timeline(events_of(campaign, request.user)),
    }
    return render(request, "satisfaction/campaign.html", context)


@require("campaign.create")
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Plan the survey of a year."""
    if answer := earlier_answer(request.POST.get("key", ""), request.user):
        return redirect(answer)
    form = CampaignForm(request.POST or None, initial=suggested())

    def again() -> HttpResponse:
        return render(request, "satisfaction/plan.html", {"form": form, "campaign": None})

    if request.method == "GET" or not form.is_valid():
        return again()

    def act() -> str:
        return plan_campaign(form.facts(), form.people(), by=request.user).get_absolute_url()

    return submit(request, None, form, act, again, done=_("The survey is planned."))


def suggested() -> dict[str, Any]:
    """The last two months of this year, as the regulation asks at the end of the year (十)."""
    year = timezone.localdate().year
    period = {"opens_on": f"{year}-11-01", "closes_on": f"{year}-12-31"}
    return period | {"key": uuid.uuid4(), "year": year, "reach": "either"}


@require("campaign.revise")
@require_http_methods(["GET", "POST"])
def revise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change the plan, until the survey is started."""
    campaign = get_object_or_404(Campaign, pk=pk)
    if answer := earlier_answer(request.POST.get("key", ""), request.user):
        return redirect(answer)
    if request.method == "GET" and campaign.transition("revise") is None:
        return redirect(campaign)
    names = ("year", "opens_on", "closes_on", "reach", "channels", "regions", "version")
    known = {name: getattr(campaign, name) for name in names}
    known |= {"surveyors": campaign.surveyor_ids(), "key": uuid.uuid4()}
    form = CampaignForm(request.POST or None, initial=known, campaign=campaign)

    def again() -> HttpResponse:
        return render(request, "satisfaction/plan.html", {"form": form, "campaign": campaign})

    if request.method == "GET" or not form.is_valid():
        return again()

    def act() -> str:
        version = form.cleaned_data["version"]
        return replan(
            campaign, form.facts(), form.people(), by=request.user, version=version
        ).get_absolute_url()

    return submit(request, campaign, form, act, again, done=_("The plan is changed."))


@require("survey.view")
@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a survey that needs no page of its own."""
    campaign = get_object_or_404(Campaign, pk=pk)
    names = Customer.objects.values_list("name", flat=True) if verb == "add_customer" else ()
    return act_on(request, campaign, verb, customers=names)
