"""The case: intake, its page, its actions, its photos."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersales.access import SignedInRequest, require
from cases import photos
from cases.actions import open_case, perform, revise_case
from cases.forms import IntakeForm
from cases.models import Case, Photo, ReturnedMotor
from cases.page import progress, reasons_of, timeline
from cases.statuses import CaseStatus
from cases.verdicts import intake_verdict
from cases.views.acting import act_on, links, submit


def visible_case(request: SignedInRequest, pk: int) -> Case:
    """The case if the person may see it, else 404."""
    rows = Case.objects.visible_to(request.user).select_related(
        "customer", "product", "salesperson", "created_by", "authorised_by"
    )
    return get_object_or_404(rows, pk=pk)


@require("case.create")
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Register a feedback (四.1); it is a draft until submitted."""
    form = IntakeForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:

        def action() -> str:
            case = form.save(commit=False)
            if case.salesperson_id is None:
                case.salesperson = request.user
            return finish(request, open_case(case, by=request.user))

        return submit(request, None, form, action, lambda: intake_page(request, form))
    return intake_page(request, form)


@require("case.create")
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a draft, or complete what the manager asked for."""
    case = visible_case(request, pk)
    form = IntakeForm(request.POST or None, request.FILES or None, user=request.user, instance=case)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        version = form.cleaned_data["version"] or 0

        def action() -> str:
            return finish(request, revise_case(case, form.facts(), by=request.user, version=version))

        return submit(request, case, form, action, lambda: intake_page(request, form, case))
    if case.transition("revise") is None:
        return redirect(case)
    return intake_page(request, form, case)


def finish(request: SignedInRequest, case: Case) -> str:
    """Keep the photos, submit if asked to, and lead to the case."""
    photos.keep(case, request.FILES.getlist("photos"), request.user)
    if "submit" in request.POST:
        perform(case, "submit", by=request.user)
    return case.get_absolute_url()


def intake_page(request: SignedInRequest, form: IntakeForm, case: Case | None = None) -> HttpResponse:
    """The intake form with what the manager asked; “preview” judges what is filled in without saving it."""
    context: dict[str, Any] = {"form": form, "case": case}
    if case is not None:
        context["photos"] = case.photos.all()
    if case is not None and case.status == CaseStatus.INFO_REQUESTED:
        context["question"] = case.events.filter(verb="request_info").last()
    if "preview" in request.POST and not form.errors:
        context |= judged(form.instance)
    return render(request, "cases/intake.html", context)


def judged(case: Case) -> dict[str, Any]:
    """What the rules make of an intake, as cases/_verdict.html shows it."""
    verdict = intake_verdict(case)
    return {"verdict": verdict.as_dict() if verdict else None, "reasons": reasons_of(verdict)}


@require_GET
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one case, and just the actions that this person may take."""
    case = visible_case(request, pk)
    motors = list(
        ReturnedMotor.objects.filter(case=case)
        .select_related("product", "appraisal", "registered")
        .prefetch_related("appraisal__signatures", "extensions")
    )
    for motor in motors:
        motor.case = case
    context = {
        "case": case,
        "actions": links(case, request.user),
        "motors": [(motor, links(motor, request.user)) for motor in motors],
        "progress": progress(case),
        "risks": case.wrong_return_risks(),
        "slips": case.slips.select_related("motor").order_by("id"),
        "handovers": case.handovers.all(),
        "photos": case.photos.all(),
        "timeline": timeline(case.events.select_related("motor")),
        "today": timezone.localdate(),
    } | judged(case)
    return render(request, "cases/case.html", context)


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a case that needs no page of its own."""
    case = visible_case(request, pk)
    return act_on(request, case, verb, **(judged(case) if verb == "authorise_return" else {}))


@require_POST
def add_photos(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add pictures to a case that one may see."""
    case = visible_case(request, pk)
    photos.keep(case, request.FILES.getlist("photos"), request.user)
    return redirect(case)


@require_GET
def photo(request: SignedInRequest, pk: int) -> FileResponse:
    """A picture, to those who may see its case."""
    picture = get_object_or_404(Photo, pk=pk, case__in=Case.objects.visible_to(request.user))
    response = FileResponse(photos.path_of(picture).open("rb"), content_type="image/jpeg")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
