"""What customers found worst, and what is done about it."""

import uuid

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest
from aftersales.kit.ledger import LONG, MOMENT, STATE, Column
from aftersales.kit.list_columns import DUE
from aftersales.kit.list_pages import ListPage
from satisfaction.actions import hand_on
from satisfaction.forms import ImprovementFilter
from satisfaction.forms.acts import HandOnForm
from satisfaction.models import Improvement, Response
from satisfaction.queries import cases_of
from warranty.queries import product_models
from workflow.models import Facts
from workflow.timeline import arranged, events_of, timeline
from workflow.views.acting import ActingPage, act_on, own_links

READ = (*Improvement.reads, "response__target__surveyor")

improvements = ListPage(
    template="satisfaction/improvements.html",
    title=_("Improvements"),
    filter=ImprovementFilter,
    rows=lambda user: Improvement.objects.visible_to(user).select_related(*READ),
    shown={
        "customer": Column(_("Customer"), "customer.name", LONG),
        "status": Column(_("Status"), "state", STATE),
        "aspect": Column(_("Aspect"), "opinion", LONG),
        "occasion": Column(_("Occasion"), "response.target.occasion"),
        "region": Column(_("Region"), "response.target.region", screen=False),
        "surveyor": Column(_("Surveyor"), "response.target.surveyor", screen=False),
        "owner": Column(_("Owner"), "owner"),
        "plan": Column(_("What to do"), "plan", LONG, screen=False),
        "result": Column(_("What was done"), "result", LONG, screen=False),
        "due": Column(_("Due"), "due_day", DUE, sort="due_on"),
        "done": Column(_("Done"), "done_at", MOMENT, screen=False),
    },
)


def visible_improvement(request: SignedInRequest, pk: int) -> Improvement:
    """The improvement if the person may see it, else 404."""
    rows = Improvement.objects.visible_to(request.user).select_related(*Improvement.reads, "done_by")
    return get_object_or_404(rows, pk=pk)


@require_GET
def improvement(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the customer said, their cases, who sees to it by when."""
    improvement = visible_improvement(request, pk)
    context = {
        "improvement": improvement,
        "actions": arranged(improvement, own_links(improvement, request.user)),
        "cases": cases_of(improvement.response.target, request.user),
        "sees_answers": Response.objects.visible_to(request.user).filter(pk=improvement.response_id).exists(),
        "timeline": timeline(events_of(improvement, request.user), improvement),
    }
    return render(request, "satisfaction/improvement.html", context)


class HandOnPage(ActingPage[Improvement, HandOnForm]):
    """Make it a corrective action; the customer's words are filled in."""

    permission = "improvement.hand_on"
    verb = "hand_on"
    template = "accountability/open_from.html"
    done = _("The corrective action is issued.")
    find = staticmethod(visible_improvement)

    def make_form(self, data: QueryDict | None) -> HandOnForm:
        return HandOnForm(data, user=self.user, initial=known(self.obj))

    def act(self) -> Improvement:
        version = self.form.cleaned_data["version"]
        return hand_on(self.obj, self.form.facts(), by=self.user, version=version)

    def context(self) -> Facts:
        return {"origin": self.obj, "title": _("Make it a corrective action"), "models": product_models()}


def known(improvement: Improvement) -> dict[str, object]:
    """What the customer said, and of which model."""
    said = f"{improvement.customer} · {improvement.opinion}"
    words = "\n".join(filter(None, [said, improvement.response.comments]))
    target = improvement.response.target
    case = target.case.number if target.case else ""
    models = target.motor_models
    return {
        "key": uuid.uuid4(),
        "version": improvement.version,
        "where": case,
        "model": models[0] if len(models) == 1 else "",
        "defect": str(improvement.said),
        "problem": words,
    }


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of an improvement that needs no page of its own."""
    return act_on(request, visible_improvement(request, pk), verb)
