"""Registering a feedback, correcting it, and its photos."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from aftersales.access import SignedInRequest
from aftersales.views import forbidden
from cases.actions import open_case, revise_case
from cases.intake import photos
from cases.intake.forms import IntakeForm, PhotosForm
from cases.intake.presentation import number_given, preliminary_verdict
from cases.models import Case, Photo
from cases.statuses import CaseStatus
from cases.views.case import visible_case
from workflow.actions import perform
from workflow.guards import Forbidden
from workflow.models import Facts
from workflow.views.acting import ActingPage, submit


class IntakePage(ActingPage[Any, IntakeForm]):
    """The facts of a feedback; “preview” judges what is filled in without saving it."""

    permission = "case.create"
    template = "cases/intake.html"
    part = "cases/_intake_verdict.html"

    def preview(self) -> bool:
        return True

    def act(self) -> Case:
        """Write it down, keep the photos, and submit it if asked to."""
        case = self.write_down()
        if files := self.request.FILES.getlist("photos"):
            photos.add_photos(case, files, by=self.user)
        return perform(case, "submit", by=self.user) if self.asked("submit") else case

    def write_down(self) -> Case:
        raise NotImplementedError

    def context(self) -> Facts:
        told = self.form.is_bound or self.obj is not None
        case = self.form.instance
        return preliminary_verdict(case) | number_given(case, self.user) if told else {}


class NewPage(IntakePage):
    """Register a feedback (四.1); it is a draft until submitted."""

    def make_form(self, data: QueryDict | None) -> IntakeForm:
        return IntakeForm(data, self.request.FILES or None, user=self.user)

    def write_down(self) -> Case:
        case = self.form.save(commit=False)
        if case.salesperson_id is None:
            case.salesperson = self.user
        return open_case(case, by=self.user)

    def context(self) -> Facts:
        return super().context() | {"case": None}


class EditPage(IntakePage):
    """Correct a draft, or complete what the manager asked for."""

    find = staticmethod(visible_case)

    def bar(self) -> HttpResponse | None:
        self.row = self.obj.transition("revise")
        why = self.row.permission.why(self.obj, self.user) if self.row else ""
        return forbidden(self.request, Forbidden(why)) if why else None

    def make_form(self, data: QueryDict | None) -> IntakeForm:
        return IntakeForm(data, self.request.FILES or None, user=self.user, instance=self.obj)

    def write_down(self) -> Case:
        version = self.form.cleaned_data["version"] or 0
        return revise_case(self.obj, self.form.facts(), by=self.user, version=version)

    def page(self) -> HttpResponse:
        return super().page() if self.row else redirect(self.obj)

    def context(self) -> Facts:
        """What the manager asked, and the photos."""
        found = super().context() | {"photos": self.obj.photos.all()}
        if self.obj.status == CaseStatus.INFO_REQUESTED:
            found["question"] = self.obj.events.filter(verb="request_info").last()
        return found


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
