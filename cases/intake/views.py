"""Registering a feedback, correcting it, and its photos."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersales.access import SignedInRequest, require
from aftersales.views import forbidden
from cases.actions import open_case, revise_case
from cases.intake import photos
from cases.intake.forms import IntakeForm, PhotosForm
from cases.intake.presentation import preliminary_verdict
from cases.models import Case, Photo
from cases.statuses import CaseStatus
from cases.views.case import visible_case
from workflow.actions import perform
from workflow.guards import Forbidden
from workflow.views.acting import clear_errors, submit


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
