"""Early warnings: all of them, one, and what is done about it."""

import uuid

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest
from aftersales.kit.list_pages import ListFilter, ListPage, choice_field
from aftersales.kit.untyped import Context
from figures.actions import open_action
from figures.forms import ActionForm
from figures.models import Alarm
from figures.months import Month
from figures.service import confirmed
from figures.statuses import AlarmStatus
from figures.watch import of_lot
from warranty.queries import product_models
from workflow.models import Facts
from workflow.timeline import arranged, events_of, timeline
from workflow.views.acting import ActingPage, act_on, own_links

SHOWN = 50  # returned motors on the page of a warning; the list of those like them has all


class AlarmFilter(ListFilter[Alarm]):
    """By state, above the list of warnings."""

    status = choice_field(_("Status"), AlarmStatus.choices)
    lookups = {"status": "status"}


alarms = ListPage(
    template="figures/alarms.html",
    filter=AlarmFilter,
    permission="report.view",
    rows=lambda user: Alarm.objects.visible_to(user).select_related(*Alarm.reads),
)


def visible_alarm(request: SignedInRequest, pk: int) -> Alarm:
    """The warning if the person may see it, else 404."""
    rows = Alarm.objects.visible_to(request.user).select_related(*Alarm.reads, "closed_by")
    return get_object_or_404(rows, pk=pk)


@require_GET
def alarm(request: SignedInRequest, pk: int) -> HttpResponse:
    """What rang, the motors that came back, who looks into it by when."""
    alarm = visible_alarm(request, pk)
    rows = confirmed().filter(of_lot(alarm.product_id, Month.of(alarm.made)))
    context: Context = {
        "alarm": alarm,
        "actions": arranged(alarm, own_links(alarm, request.user)),
        "motors": rows.select_related("case__customer", "appraisal__failure", "product").order_by("pk")[
            :SHOWN
        ],
        "timeline": timeline(events_of(alarm, request.user), alarm),
    }
    return render(request, "figures/alarm.html", context)


class OpenActionPage(ActingPage[Alarm, ActionForm]):
    """Make it a corrective action; its sentence is filled in."""

    permission = "alarm.open_action"
    verb = "open_action"
    template = "accountability/open_from.html"
    done = _("The corrective action is issued.")
    find = staticmethod(visible_alarm)

    def make_form(self, data: QueryDict | None) -> ActionForm:
        known = {
            "key": uuid.uuid4(),
            "version": self.obj.version,
            "model": self.obj.product.model,
            "problem": self.obj.sentence,
        }
        return ActionForm(data, user=self.user, initial=known)

    def act(self) -> Alarm:
        return open_action(
            self.obj, self.form.facts(), by=self.user, version=self.form.cleaned_data["version"]
        )

    def context(self) -> Facts:
        return {"origin": self.obj, "title": _("Open a corrective action"), "models": product_models()}


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a warning that needs no page of its own."""
    return act_on(request, visible_alarm(request, pk), verb)
