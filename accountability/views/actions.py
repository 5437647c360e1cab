"""Corrective actions: the list, one action, opening it by hand, its plan, its other steps."""

import uuid
from io import BytesIO

from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accountability.actions import open_action
from accountability.forms import ActionFilter, MeasureFormSet, OpenForm, PlanForm
from accountability.forms.actions import FIRST_ROWS, MeasureRows
from accountability.forms.files import AttachForm
from accountability.models import ActionFile, CorrectiveAction, Measure, Penalty
from accountability.models.action import KEPT
from accountability.queries import people
from accountability.statuses import PLANNING, ActionStatus, MeasureKind
from aftersales.access import SignedInRequest
from aftersales.kit import store
from aftersales.kit.ledger import ID, LONG, MOMENT, NUMBER, STATE, Column
from aftersales.kit.list_columns import DUE
from aftersales.kit.list_pages import ListPage
from aftersales.models import User
from cases.models import Case, ReturnedMotor
from slips.items import with_items
from slips.models import Slip
from warranty.queries import product_models
from workflow.models import Facts
from workflow.panels import panels_at
from workflow.timeline import Milestone, arranged, events_of, road, timeline
from workflow.views.acting import ActingPage, act_on, own_links

ROAD = tuple(ActionStatus)


actions = ListPage(
    template="accountability/actions.html",
    title=_("Corrective actions"),
    filter=ActionFilter,
    rows=lambda user: CorrectiveAction.objects.visible_to(user).select_related("planned_by", "failure"),
    shown={
        "number": Column(_("Number"), str, ID, sort="pk"),
        "status": Column(_("Status"), "state", STATE),
        "defect": Column(_("Defect"), "defect", LONG),
        "model": Column(_("Model"), "model", ID),
        "failure": Column(_("Failure code"), "failure", screen=False),
        "department": Column(_("Department"), "get_department_display"),
        "cycle": Column(_("Cycle"), "cycle", NUMBER),
        "planned": Column(_("Planned by"), "planned_by"),
        "due": Column(
            _("Due"), lambda action: action.due_on if action.standing else None, DUE, sort="due_on"
        ),
        "issued": Column(pgettext_lazy("corrective action", "Issued"), "issued_at", MOMENT, sort="issued_at"),
    },
)


def visible_action(request: SignedInRequest, pk: int) -> CorrectiveAction:
    """The action if the person may see it, else 404."""
    rows = CorrectiveAction.objects.visible_to(request.user).select_related(
        "case__customer", "failure", "issued_by", "planned_by", "implemented_by", "verified_by"
    )
    return get_object_or_404(rows.prefetch_related("measures__owner", "measures__done_by"), pk=pk)


@require_GET
def action(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one corrective action: its cases, its measures, its 8D facts, what happened."""
    action = visible_action(request, pk)
    mine = Case.objects.visible_to(request.user)
    occurrences = action.occurrences.filter(case__in=mine).select_related("case__customer", "motor")
    context = {
        "action": action,
        "actions": arranged(action, own_links(action, request.user)),
        "steps": steps(action),
        "measures": by_kind(action),
        "files": action.files.select_related("added_by"),
        "verifications": action.verifications.select_related("by"),
        "occurrences": list(occurrences),
        "photos": action.case.photos.pictures() if action.case and request.user.can("action.view") else [],
        "slips": slips_of(action.number, request.user),
        "side_panels": panels_at("action.aside", action, request),
        "timeline": timeline(events_of(action, request.user), action),
    }
    return render(request, "accountability/action.html", context)


def case_of(obj: CorrectiveAction | Penalty, user: User) -> Case | None:
    """The case it came from, for those who may see it: who owns a measure or is concerned may not."""
    rows = Case.objects.visible_to(user).select_related("customer")
    return rows.filter(pk=obj.case_id).first() if obj.case_id else None


def slips_of(number: str, user: User) -> list[tuple[Slip, list[Model]]]:
    """The revisions of a slip that the person may see, the latest first: no other is in force."""
    rows = Slip.objects.visible_to(user).filter(number=number)
    return with_items(rows.select_related("issued_by").order_by("-id"))


def steps(action: CorrectiveAction) -> list[Milestone]:
    """The road of this cycle: one that was reopened was not issued in it."""
    issued_at = action.issued_at if action.cycle == 1 else None
    return road(ROAD, (issued_at, action.planned_at, action.implemented_at, action.verified_at), action.state)


def by_kind(action: CorrectiveAction) -> list[tuple[MeasureKind, list[Measure]]]:
    """Containment apart from corrective and preventive measures."""
    rows = list(action.measures.all())
    return [(kind, [row for row in rows if row.kind == kind]) for kind in MeasureKind]


class NewActionPage(ActingPage[None, OpenForm]):
    """Open a corrective action by hand (二.4); ``?motor=`` fills in what its appraisal knows."""

    permission = "action.issue"
    template = "accountability/new_action.html"
    done = _("The corrective action is issued.")

    def make_form(self, data: QueryDict | None) -> OpenForm:
        return OpenForm(data, user=self.user, initial=known(self.request))

    def act(self) -> CorrectiveAction:
        return open_action(by=self.user, **self.form.facts())

    def context(self) -> Facts:
        return {"models": product_models()}


def known(request: SignedInRequest) -> Facts:
    """What the motor of the address knows already."""
    facts: Facts = {"key": uuid.uuid4()}
    pk = request.GET.get("motor", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 18):
        return facts
    motors = ReturnedMotor.objects.visible_to(request.user).select_related("case", "appraisal", "product")
    motor = motors.filter(pk=pk).first()
    if motor is None:
        return facts
    facts |= {"where": motor.serial_number or motor.case.number, "model": motor.model_name}
    facts["problem"] = motor.case.problem
    if motor.appraisal:
        names = ("defect", "defect_group", "failure")
        facts |= {name: getattr(motor.appraisal, name) for name in names}
        facts |= {"problem": motor.appraisal.symptom, "root_cause": motor.appraisal.cause_text}
        if motor.appraisal.liable_department in PLANNING:
            facts["department"] = motor.appraisal.liable_department
    return facts


class PlanPage(ActingPage[CorrectiveAction, PlanForm]):
    """Root cause and measures, each with its owner and day (D4 to D7)."""

    permission = "action.plan"
    verb = "plan"
    template = "accountability/plan.html"
    row_form = MeasureFormSet
    rows: MeasureRows
    prefix = "measures"
    done = _("The plan is made.")
    find = staticmethod(visible_action)

    def row_options(self) -> Facts:
        return {"initial": FIRST_ROWS, "form_kwargs": {"choices": people()}}

    def facts(self) -> Facts:
        return self.form.facts() | {"measures": self.rows.measures()}

    def context(self) -> Facts:
        """What stands in the way of the plan."""
        offers = self.obj.offers(self.user)
        return {"reason": next((offer.reason for offer in offers if offer.verb == "plan"), "")}


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a corrective action that needs no page of its own; ``?measure=`` says which one is done."""
    action, asked = visible_action(request, pk), {"measure": request.GET.get("measure")}
    return act_on(request, action, verb, initial=asked, case=case_of(action, request.user))


class AttachPage(ActingPage[CorrectiveAction, AttachForm]):
    """Add a report, drawing or picture; it stays with the action for good."""

    permission = "action.attach"
    verb = "attach"
    template = "accountability/attach.html"
    done = _("The file is added.")
    find = staticmethod(visible_action)


@require_GET
def file(request: SignedInRequest, pk: int) -> FileResponse:
    """A file of an action, to whoever may see the action; a browser saves it and runs nothing of it."""
    found = get_object_or_404(ActionFile, pk=pk, action__in=CorrectiveAction.objects.visible_to(request.user))
    try:
        data = store.read(found.sha256, KEPT)
    except store.Lost:
        raise Http404 from None
    headers = {"Cache-Control": "private, no-store", "Content-Type": "application/octet-stream"}
    return FileResponse(BytesIO(data), as_attachment=True, filename=found.name, headers=headers)
