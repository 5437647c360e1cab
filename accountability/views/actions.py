"""Corrective actions: the list, one action, opening it by hand, its plan, its other steps."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accountability.actions import open_action
from accountability.forms import ActionFilter, MeasureFormSet, OpenForm, PlanForm
from accountability.forms.actions import FIRST_ROWS
from accountability.models import CorrectiveAction, Measure, Penalty
from accountability.queries import people
from accountability.statuses import PLANNING, ActionStatus, MeasureKind
from aftersales.access import SignedInRequest, require
from aftersales.kit.paging import paginate
from cases.models import Case, ReturnedMotor
from slips.items import with_items
from slips.models import Slip
from warranty.models import Product
from workflow.actions import perform
from workflow.once import earlier_answer
from workflow.timeline import arranged, events_of, road, timeline
from workflow.views.acting import act_on, clear_errors, more_rows, own_links, submit

ROAD = tuple(ActionStatus)


@require_GET
def actions(request: SignedInRequest) -> HttpResponse:
    """The corrective actions that the person may see, newest first."""
    form = ActionFilter(request.GET)
    rows = form.narrow(CorrectiveAction.objects.visible_to(request.user))
    page = paginate(request, rows.select_related("planned_by"))
    return render(request, "accountability/actions.html", {"form": form, "page": page})


def visible_action(request: SignedInRequest, pk: int) -> CorrectiveAction:
    """The action if the person may see it, else 404."""
    rows = CorrectiveAction.objects.visible_to(request.user).select_related(
        "case__customer", "issued_by", "planned_by", "implemented_by", "verified_by"
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
        "occurrences": list(occurrences),
        "photos": action.case.photos.all() if action.case and request.user.can("action.view") else [],
        "slips": slips_of(action.number, request.user),
        "timeline": timeline(events_of(action, request.user)),
    }
    return render(request, "accountability/action.html", context)


def case_of(obj: CorrectiveAction | Penalty, user: Any) -> Case | None:
    """The case it came from, for those who may see it: who owns a measure or is concerned may not."""
    rows = Case.objects.visible_to(user).select_related("customer")
    return rows.filter(pk=obj.case_id).first() if obj.case_id else None


def slips_of(number: str, user: Any) -> Any:
    """The revisions of a slip that the person may see, the latest first: no other is in force."""
    rows = Slip.objects.visible_to(user).filter(number=number)
    return with_items(rows.select_related("issued_by").order_by("-id"))


def steps(action: CorrectiveAction) -> list[dict[str, Any]]:
    """The road of this cycle: one that was reopened was not issued in it."""
    issued_at = action.issued_at if action.cycle == 1 else None
    return road(ROAD, (issued_at, action.planned_at, action.implemented_at, action.verified_at), action.state)


def by_kind(action: CorrectiveAction) -> list[tuple[MeasureKind, list[Measure]]]:
    """Containment apart from corrective and preventive measures."""
    rows = list(action.measures.all())
    return [(kind, [row for row in rows if row.kind == kind]) for kind in MeasureKind]


@require("action.issue")
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Open a corrective action by hand (二.4); ``?motor=`` fills in what its appraisal knows."""
    if answer := earlier_answer(request.POST.get("key", ""), request.user):
        return redirect(answer)
    form = OpenForm(request.POST or None, user=request.user, initial=known(request))

    def again() -> HttpResponse:
        context = {"form": form, "models": Product.objects.values_list("model", flat=True)}
        return render(request, "accountability/new_action.html", context)

    if request.method == "GET" or not form.is_valid():
        return again()
    return submit(
        request,
        None,
        form,
        lambda: open_action(by=request.user, **form.facts()).get_absolute_url(),
        again,
        done=_("The corrective action is issued."),
    )


def known(request: SignedInRequest) -> dict[str, Any]:
    """What the motor of the address knows already."""
    facts: dict[str, Any] = {"key": uuid.uuid4()}
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
        names = ("defect", "defect_group")
        facts |= {name: getattr(motor.appraisal, name) for name in names}
        facts |= {"problem": motor.appraisal.symptom, "root_cause": motor.appraisal.cause_text}
        if motor.appraisal.liable_department in PLANNING:
            facts["department"] = motor.appraisal.liable_department
    return facts


@require("action.plan")
@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Root cause and measures, each with its owner and day (D4 to D7)."""
    action = visible_action(request, pk)
    if answer := earlier_answer(request.POST.get("key", ""), request.user):
        return redirect(answer)
    if request.method == "GET" and action.transition("plan") is None:
        return redirect(action)
    data = more_rows(request.POST, "measures") if "more" in request.POST else request.POST or None
    form = PlanForm(data, obj=action, user=request.user)
    rows: Any = MeasureFormSet(data, prefix="measures", initial=FIRST_ROWS, form_kwargs={"choices": people()})

    def again() -> HttpResponse:
        reason = next((offer.reason for offer in action.offers(request.user) if offer.verb == "plan"), "")
        context = {"action": action, "form": form, "rows": rows, "reason": reason}
        return render(request, "accountability/plan.html", context)

    if "more" in request.POST:
        clear_errors(form, rows)
        return again()
    if request.method == "GET" or not (form.is_valid() and rows.is_valid()):
        return again()

    def act() -> str:
        version, facts = form.cleaned_data["version"], form.facts()
        perform(action, "plan", by=request.user, version=version, measures=rows.measures(), **facts)
        return action.get_absolute_url()

    return submit(request, action, form, act, again, done=_("The plan is made."))


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a corrective action that needs no page of its own; ``?measure=`` says which one is done."""
    action, asked = visible_action(request, pk), {"measure": request.GET.get("measure")}
    return act_on(request, action, verb, initial=asked, case=case_of(action, request.user))
