"""The case: intake, its page, its actions, its photos."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersales.access import SignedInRequest, require
from aftersales.models import User
from aftersales.views import forbidden
from cases import photos
from cases.actions import open_case, revise_case
from cases.clock.deadlines import courses
from cases.clock.strip import picture
from cases.forms import IntakeForm, PhotosForm
from cases.models import Case, Photo, ReturnedMotor
from cases.presentation import facts_of, progress
from cases.statuses import CaseStatus, FeedbackKind
from cases.verdicts import intake_verdict
from slips.items import with_items
from slips.models import Slip
from warranty.reasons import reasons_of
from workflow.actions import perform
from workflow.guards import Forbidden
from workflow.panels import links_from_above, panels_at
from workflow.timeline import arranged, dossiers_beside, events_of, timeline
from workflow.views.acting import act_on, clear_errors, links, submit

CLOCKS = 12  # motors whose clocks the page of a case draws


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
    row = case.transition("revise")
    if row and (reason := row.permission.why(case, request.user)):
        return forbidden(request, Forbidden(reason))
    form = IntakeForm(request.POST or None, request.FILES or None, user=request.user, instance=case)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        version = form.cleaned_data["version"] or 0

        def action() -> str:
            return finish(request, revise_case(case, form.facts(), by=request.user, version=version))

        return submit(request, case, form, action, lambda: intake_page(request, form, case))
    if row is None:
        return redirect(case)
    return intake_page(request, form, case)


def finish(request: SignedInRequest, case: Case) -> str:
    """Keep the photos, submit if asked to, and lead to the case."""
    if files := request.FILES.getlist("photos"):
        photos.add_photos(case, files, by=request.user)
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
    if "preview" in request.POST:
        clear_errors(form)
    if form.is_bound or case:
        context |= preliminary_verdict(form.instance)
    template = "cases/_intake_verdict.html" if request.htmx else "cases/intake.html"
    return render(request, template, context)


def preliminary_verdict(case: Case) -> dict[str, Any]:
    """What the rules make of an intake as far as it is known, and what is missing to decide (四.1)."""
    if case.kind != FeedbackKind.QUALITY_PROBLEM:
        return {"missing": case.missing_facts()}
    verdict = intake_verdict(case)
    expires_on = verdict.warranty.expires_on if verdict else None
    return {
        "verdict": verdict.as_dict() if verdict else None,
        "reasons": reasons_of(verdict),
        "days_left": (expires_on - case.claim_date).days if expires_on and case.claim_date else None,
        "missing": case.missing_facts(),
        "risks": case.wrong_return_risks(),
    }


@require_GET
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one case, and just the actions that this person may take."""
    case = visible_case(request, pk)
    motors_of = ReturnedMotor.objects.select_related("product", "appraisal")
    related = motors_of.prefetch_related("appraisal__signatures", "extensions")
    prefetch_related_objects([case], Prefetch("motors", related))
    motors = list(case.motors.all())
    possible = {row["offer"].verb: row for row in links(case, request.user)}
    adding = possible.pop("add_photos", None)  # stands with the photos
    context = {
        "case": case,
        "actions": arranged(case, links_from_above(case, request.user) + list(possible.values())),
        "adding": adding,
        "photo_form": PhotosForm(obj=case, user=request.user),
        "motors": [(motor, arranged(motor, links(motor, request.user))) for motor in motors],
        "progress": progress(case),
        "facts": facts_of(case),
        "main_panels": panels_at("case.main", case, request),
        "side_panels": panels_at("case.aside", case, request),
        "slips": with_items(slips_of(case, request.user)),
        "photos": case.photos.all(),
        "timeline": timeline(events_of(case, request.user)),
    }
    return render(request, "cases/case.html", context | clocks(motors) | preliminary_verdict(case))


def slips_of(case: Case, user: User) -> QuerySet[Slip]:
    """The slips of the case and of what its page shows beside it, in the order of their issue."""
    own = Case.objects.order_by().filter(pk=case.pk).values("pk")
    rows = Slip.objects.filter(dossier__in=own.union(*dossiers_beside(case), all=True))
    return rows.visible_to(user).select_related("issued_by").order_by("id")


def clocks(motors: list[ReturnedMotor]) -> dict[str, Any]:
    """The clocks of the motors that have arrived, what is due first before the others."""
    ran = [motor for motor in motors if motor.received_at]
    ran.sort(key=lambda motor: (bool(motor.stopped_on), motor.due_on or motor.today))
    found = courses(ran[:CLOCKS])
    shown = [(motor, picture(found[motor.pk], motor.today)) for motor in ran[:CLOCKS]]
    return {"clocks": shown, "more": max(len(ran) - CLOCKS, 0)}


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a case that needs no page of its own."""
    case = visible_case(request, pk)
    if verb != "authorise_return":
        return act_on(request, case, verb)
    return act_on(request, case, verb, aside="cases/_preliminary_verdict.html", **preliminary_verdict(case))


@require_POST
def add_photos(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add pictures to a case; what is wrong with them is said on its page, from which they were sent."""
    case = visible_case(request, pk)
    form = PhotosForm(request.POST, obj=case, user=request.user)

    def action() -> str:
        photos.add_photos(case, request.FILES.getlist("photos"), by=request.user)
        return case.get_absolute_url()

    def again() -> HttpResponse:
        for error in form.non_field_errors():
            messages.error(request, str(error))
        return redirect(case)

    return submit(request, case, form, action, again) if form.is_valid() else again()


@require_GET
def photo(request: SignedInRequest, pk: int) -> FileResponse:
    """A picture, to those who may see its case."""
    picture = get_object_or_404(Photo, pk=pk, case__in=Case.objects.visible_to(request.user))
    path = photos.path_of(picture)
    if not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="image/jpeg")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
