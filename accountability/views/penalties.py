"""Penalties: the list, one penalty, drafting and correcting it, its other steps. Only the chain sees them."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accountability.actions import open_penalty
from accountability.forms import DraftForm, PenaltyFilter, PersonFormSet, RedraftForm
from accountability.forms.penalties import present_rows, proposed_rows, warnings
from accountability.models import Penalty
from accountability.queries import people, proposals, rates
from accountability.statuses import Capacity, FaultClass, PenaltyStatus
from accountability.views.actions import case_of, slips_of
from aftersales.access import SignedInRequest, require
from aftersales.kit.paging import paginate
from cases.models import ReturnedMotor
from cases.views.motor import visible_motor
from workflow.actions import perform
from workflow.once import earlier_answer
from workflow.timeline import arranged, events_of, road, timeline
from workflow.views.acting import act_on, clear_errors, more_rows, own_links, submit

P = PenaltyStatus


@require_GET
def penalties(request: SignedInRequest) -> HttpResponse:
    """The penalties that the person may see, newest first: all for the chain, their own for everybody else."""
    form = PenaltyFilter(request.GET)
    rows = form.narrow(Penalty.objects.visible_to(request.user))
    page = paginate(
        request, rows.select_related("case__customer", "motor__product").prefetch_related("persons")
    )
    return render(request, "accountability/penalties.html", {"form": form, "page": page})


def visible_penalty(request: SignedInRequest, pk: int) -> Penalty:
    """The penalty if the person may see it, else 404: even that there is one is nobody else's business."""
    rows = Penalty.objects.visible_to(request.user).select_related(
        "case__customer", "motor__product", "motor__registered", "motor__appraisal", "appraisal",
        "drafted_by", "countersigned_by", "assessed_by", "decided_by", "deducted_by",
    )  # fmt: skip
    return get_object_or_404(rows.prefetch_related("persons__user", "persons__recorded_by"), pk=pk)


@require_GET
def penalty(request: SignedInRequest, pk: int) -> HttpResponse:
    """One penalty: finding, people, opinion, what each of the chain says, and the responses."""
    penalty = visible_penalty(request, pk)
    context = {
        "penalty": penalty,
        "case": case_of(penalty, request.user),
        "actions": arranged(penalty, own_links(penalty, request.user)),
        "steps": steps(penalty),
        "warnings": warnings(penalty) if penalty.status in (P.DRAFTED, P.ASSESSED) else [],
        "slips": slips_of(penalty.number, request.user),
        "timeline": timeline(events_of(penalty, request.user)),
    }
    return render(request, "accountability/penalty.html", context)


def steps(penalty: Penalty) -> list[dict[str, Any]]:
    """The road to the deduction, or to where the director dismissed it."""
    reached = {P.DRAFTED: penalty.drafted_at, P.ASSESSED: penalty.assessed_at}
    if penalty.state == P.DISMISSED:
        reached |= {P.DISMISSED: penalty.decided_at}
    else:
        reached |= {P.APPROVED: penalty.decided_at, P.DEDUCTED: penalty.deducted_at}
    return road(list(reached), reached.values(), penalty.state)


@require("penalty.draft")
@require_http_methods(["GET", "POST"])
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Draft the handling opinion on a confirmed fault; the production record proposes the people (九)."""
    motor = visible_motor(request, pk)
    if answer := earlier_answer(request.POST.get("key", ""), request.user):
        return redirect(answer)
    reason = Penalty(case=motor.case, motor=motor).why_not_create(request.user)
    found = [] if reason else proposals(motor)
    data = posted(request)
    form = DraftForm(data, initial=first_words(motor) | {"key": uuid.uuid4()})
    persons = rows(data, proposed_rows(found))

    def again() -> HttpResponse:
        return opinion_page(request, motor, form, persons, reason=reason, proposals=found)

    def act(people: list[dict[str, Any]]) -> str:
        facts = form.opinion_facts()
        return open_penalty(motor, facts, people, by=request.user).get_absolute_url()

    return settle(request, motor, form, persons, act, again)


@require("penalty.draft")
@require_http_methods(["GET", "POST"])
def redraft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct an opinion that nobody has assessed."""
    penalty = visible_penalty(request, pk)
    if answer := earlier_answer(request.POST.get("key", ""), request.user):
        return redirect(answer)
    if request.method == "GET" and penalty.transition("redraft") is None:
        return redirect(penalty)
    data = posted(request)
    form = RedraftForm(data, obj=penalty, user=request.user)
    persons = rows(data, present_rows(penalty.persons.all()))

    def again() -> HttpResponse:
        return opinion_page(
            request, penalty.motor, form, persons, penalty=penalty, proposals=proposals(penalty.motor)
        )

    def act(people: list[dict[str, Any]]) -> str:
        facts, version = form.opinion_facts(), form.cleaned_data["version"]
        given: dict[str, Any] = {"facts": facts, "persons": people}
        return perform(penalty, "redraft", by=request.user, version=version, **given).get_absolute_url()

    return settle(request, penalty, form, persons, act, again)


def posted(request: SignedInRequest) -> Any:
    """What was sent, with more rows where they were asked for; None on a visit."""
    return more_rows(request.POST, "persons", 2) if "more" in request.POST else request.POST or None


def rows(data: Any, initial: list[dict[str, Any]]) -> Any:
    """The people as rows of a form."""
    return PersonFormSet(data, prefix="persons", initial=initial, form_kwargs={"choices": people()})


def first_words(motor: ReturnedMotor) -> dict[str, Any]:
    """The finding as the appraisal puts it."""
    sheet = motor.appraisal
    return {"fault_class": "ordinary", "finding": sheet.cause_text or sheet.defect} if sheet else {}


def settle(
    request: SignedInRequest,
    obj: Any,
    form: Any,
    persons: Any,
    act: Callable[[list[dict[str, Any]]], str],
    again: Callable[[], HttpResponse],
) -> HttpResponse:
    """Validate opinion and people together, then act."""
    if "more" in request.POST:
        clear_errors(form, persons)
        return again()
    if request.method == "GET" or not (form.is_valid() and persons.is_valid()):
        return again()
    people_named = persons.persons(form.cleaned_data["fault_class"])
    if people_named is None:
        return again()
    return submit(request, obj, form, lambda: act(people_named), again, done=_("The opinion is drafted."))


def table_of_amounts() -> list[tuple[FaultClass, list[tuple[Capacity, Decimal]]]]:
    """The amounts of each class of fault, from light to grave, the nearest person first."""
    table = rates()
    rows = [
        (grade, [(capacity, table[grade, capacity]) for capacity in Capacity if (grade, capacity) in table])
        for grade in FaultClass
    ]
    return [row for row in rows if row[1]]


def opinion_page(
    request: SignedInRequest, motor: ReturnedMotor, form: Any, persons: Any, **extra: Any
) -> HttpResponse:
    """The form of an opinion, beside the finding, the production record and the table of amounts."""
    context = {
        "motor": motor,
        "case": motor.case,
        "form": form,
        "persons": persons,
        "rates": table_of_amounts(),
    }
    return render(request, "accountability/opinion.html", context | extra)


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a penalty that needs no page of its own."""
    penalty = visible_penalty(request, pk)
    if verb not in {row.name for row in penalty.get_all_status_transitions()}:  # type: ignore[attr-defined]
        raise Http404
    return act_on(request, penalty, verb, case=case_of(penalty, request.user))
