"""The yearly surveys: the list, the plan of one, and how far it is."""

import uuid

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersales.access import SignedInRequest, require
from aftersales.kit.ledger import DATE, ID, LONG, NUMBER, Column
from aftersales.kit.list_pages import ListPage
from aftersales.kit.tables.views import download
from aftersales.models import User
from satisfaction.actions import invite_all, mail_links, plan_campaign, replan
from satisfaction.forms import CampaignForm, OwnTargetFilter, TargetFilter
from satisfaction.handouts import links_file
from satisfaction.mailing import Recipients, mailed, recipients, samples
from satisfaction.models import Campaign, Target
from satisfaction.queries import Progress, chosen, progress, with_answers
from satisfaction.statuses import CampaignStatus
from warranty.models import Channel, Customer
from workflow.forms import ActForm
from workflow.guards import Blocked
from workflow.models import Facts
from workflow.timeline import arranged, events_of, timeline
from workflow.views.acting import ActingPage, act_on, links


def targets_of(user: User) -> QuerySet[Target]:
    """The customers whom the person asks, or may see asked."""
    return Target.objects.visible_to(user).select_related("customer", "campaign", "case", "surveyor")


own_targets = ListPage(
    template="satisfaction/own_targets.html",
    title=_("Customer satisfaction"),
    filter=OwnTargetFilter,
    rows=lambda user: with_answers(targets_of(user)),
    shown={
        "customer": Column(_("Customer"), "customer.name", LONG),
        "answers": Column(_("Answers"), "answers", NUMBER),
        "occasion": Column(_("Occasion"), "occasion"),
        "region": Column(_("Region"), "region"),
        "channel": Column(_("Channel"), "get_channel_display"),
        "contact": Column(_("Contact"), "customer.contact"),
        "phone": Column(_("Phone"), "customer.phone", ID),
        "surveyor": Column(_("Surveyor"), "surveyor", screen=False),
        "due": Column(_("Due"), "due_on", DATE, screen=False),
    },
    context=lambda page, user: {"running": surveys_to_ask_in(user)},
)

all_campaigns = ListPage(
    template="satisfaction/campaigns.html",
    rows=lambda user: Campaign.objects.all(),
    size=20,
    order="-year",
    context=lambda page, user: {"rows": with_progress(page.rows)},
)


def surveys_to_ask_in(user: User) -> QuerySet[Campaign]:
    """Surveys under way in which customers are this person's to ask, if they may give links out."""
    if not user.can("survey.invite"):
        return Campaign.objects.none()
    theirs = Target.objects.visible_to(user).filter(campaign=OuterRef("pk"))
    return Campaign.objects.filter(Exists(theirs), status=CampaignStatus.RUNNING).order_by("-year")


def with_progress(campaigns: list[Campaign]) -> list[tuple[Campaign, Progress]]:
    """Each survey with how far it is."""
    how_far = progress(campaigns)
    return [(campaign, how_far[campaign.pk]) for campaign in campaigns]


@require("survey.list")
def campaigns(request: SignedInRequest) -> HttpResponseBase:
    """Every survey with how far it is; who asks and does not see all finds their own customers."""
    return (all_campaigns if request.user.can("survey.view") else own_targets).show(request)


@require("survey.view")
@require_GET
def campaign(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """One survey: its progress, and the customers, each with whether they have answered."""
    campaign = get_object_or_404(Campaign.objects.select_related("launched_by", "closed_by"), pk=pk)
    return asked_in(campaign, request).show(request)


def asked_in(campaign: Campaign, request: SignedInRequest) -> ListPage[Target]:
    """The customers of one survey as a list, below all that its page says of the survey."""
    return ListPage(
        template="satisfaction/campaign.html",
        title=str(campaign),
        filter=TargetFilter,
        rows=lambda user: with_answers(targets_of(user).filter(campaign=campaign)),
        order="pk",
        shown={
            "customer": Column(_("Customer"), "customer.name", LONG),
            "answers": Column(_("Answers"), "answers", NUMBER),
            "region": Column(_("Region"), "region", sort="region"),
            "channel": Column(_("Channel"), "get_channel_display", sort="channel"),
            "contact": Column(_("Contact"), "customer.contact"),
            "phone": Column(_("Phone"), "customer.phone", ID),
            "surveyor": Column(_("Surveyor"), "surveyor"),
        },
        context=lambda page, user: of_survey(campaign, request),
    )


def of_survey(campaign: Campaign, request: SignedInRequest) -> Facts:
    """What the page of a survey says beside the list of its customers."""
    planned = campaign.status == CampaignStatus.PLANNED
    return {
        "campaign": campaign,
        "actions": arranged(campaign, links(campaign, request.user)),
        "progress": progress([campaign])[campaign.pk],
        "found": chosen(campaign).count() if planned else 0,
        "channels": [Channel(channel).label for channel in campaign.channels],
        "surveyors": campaign.surveyors.order_by("name"),
        "mailed": mailed(campaign),
        "timeline": timeline(events_of(campaign, request.user), campaign),
    }


class NewCampaignPage(ActingPage[None, CampaignForm]):
    """Plan the survey of a year."""

    permission = "campaign.create"
    template = "satisfaction/plan.html"
    done = _("The survey is planned.")

    def make_form(self, data: QueryDict | None) -> CampaignForm:
        return CampaignForm(data, initial=suggested())

    def act(self) -> Campaign:
        return plan_campaign(self.form.facts(), self.form.people(), by=self.user)

    def context(self) -> Facts:
        return {"campaign": None}


def suggested() -> Facts:
    """The last two months of this year, as the regulation asks at the end of the year (十)."""
    year = timezone.localdate().year
    period = {"opens_on": f"{year}-11-01", "closes_on": f"{year}-12-31"}
    return period | {"key": uuid.uuid4(), "year": year, "reach": "either"}


def any_campaign(request: SignedInRequest, pk: int) -> Campaign:
    """The survey, else 404; who may do anything with surveys sees them all."""
    return get_object_or_404(Campaign, pk=pk)


class RevisePage(ActingPage[Campaign, CampaignForm]):
    """Change the plan, until the survey is started."""

    permission = "campaign.revise"
    verb = "revise"
    template = "satisfaction/plan.html"
    done = _("The plan is changed.")
    find = staticmethod(any_campaign)

    def make_form(self, data: QueryDict | None) -> CampaignForm:
        names = ("year", "opens_on", "closes_on", "reach", "channels", "regions", "version")
        present = {name: getattr(self.obj, name) for name in names}
        present |= {"surveyors": self.obj.surveyor_ids(), "key": uuid.uuid4()}
        return CampaignForm(data, initial=present, campaign=self.obj)

    def act(self) -> Campaign:
        version = self.form.cleaned_data["version"]
        return replan(self.obj, self.form.facts(), self.form.people(), by=self.user, version=version)


class MailPage(ActingPage[Campaign, ActForm]):
    """Mail the links of a survey, having read what goes to whom."""

    permission = "campaign.mail_links"
    verb = "mail_links"
    template = "satisfaction/mail.html"
    done = _("The mails are on their way.")
    find = staticmethod(any_campaign)

    def act(self) -> Campaign:
        cleaned = self.form.cleaned_data
        return mail_links(self.obj, by=self.user, again=cleaned["again"], version=cleaned["version"])

    def context(self) -> Facts:
        found = self.recipients()
        offers = (offer.reason for offer in self.obj.offers(self.user) if offer.verb == self.verb)
        return {
            "chosen": found.chosen,
            "skipped": found.skipped,
            "samples": samples(found.chosen, timezone.now()),
            "reason": next(offers, ""),
        }

    def recipients(self) -> Recipients:
        """Those to whom it goes as the form is filled in now."""
        return recipients(self.obj, self.user, again="again" in self.request.POST)


@require("survey.view")
@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a survey that needs no page of its own."""
    campaign = any_campaign(request, pk)
    names = Customer.objects.values_list("name", flat=True) if verb == "add_customer" else ()
    return act_on(request, campaign, verb, customers=names)


@require("survey.invite")
@require_POST
@never_cache
def links_for_all(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """New links for all who have not answered, to take away: only their hashes are kept here."""
    campaign = any_campaign(request, pk)
    try:
        made = invite_all(campaign, by=request.user)
    except Blocked as exception:
        messages.error(request, exception.reason)
        return redirect(campaign if request.user.can("survey.view") else "satisfaction:campaigns")
    return download(links_file(campaign, made), f"survey-{campaign.year}.zip")
