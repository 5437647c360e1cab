"""Sending photos, keeping them through the errors of a form, adding them, and showing them."""

import re
from typing import TypeVar

from django.contrib import messages
from django.db.models import Model, Q
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersales import unsent
from aftersales.access import SignedInRequest, require
from aftersales.kit.prepared import found_or_404
from aftersales.kit.ranges import file_in_ranges
from aftersales.models import User
from cases.intake.lookup import serial_in
from cases.models import Case, Photo
from cases.photos.actions import add_photos
from cases.photos.forms import PaperForm, PhotosForm
from cases.photos.models import TYPES
from cases.photos.uploads import Chosen, chosen, path_of
from cases.queries import case_seen, motor_seen
from cases.statuses import Stage, stage_of
from workflow.forms import ActForm
from workflow.models import Dossier, Facts, Stateful
from workflow.views.acting import ActingPage, Form, Thing, VerbPage, submit

FIELD = "cases/_photo_field.html"
OF_ONE = re.compile(r"photos?-of-(\d{1,17})")  # the field of a motor, among several of a form

Item = TypeVar("Item", bound=Stateful)


class WithPhotos(ActingPage[Thing, Form]):
    """A page beside whose form photos are sent: they are kept whatever becomes of the form."""

    @cached_property
    def chosen(self) -> Chosen:
        return photos_sent(self.request, self.request.POST)

    def fill(self, data: QueryDict | None) -> None:
        assert self.chosen is not None  # what came is kept before anything can go wrong
        super().fill(data)

    def looks(self) -> bool:
        return self.asked("drop") or super().looks()

    def is_complete(self) -> bool:
        return super().is_complete() and not self.chosen.refused

    @property
    def paper(self) -> Photo | None:
        """The first of them that can show a paper."""
        return next((photo for photo in self.chosen.photos if photo.is_paper), None)

    def context(self) -> Facts:
        return super().context() | {"chosen": self.chosen}


class WithPhotosOfEach(WithPhotos[Thing, Form]):
    """A page about several motors, beside each of which its own are sent."""

    @cached_property
    def of_each(self) -> dict[int, Chosen]:
        return photos_of_each(self.request, self.request.POST)

    def fill(self, data: QueryDict | None) -> None:
        assert self.of_each is not None
        super().fill(data)

    @property
    def refused(self) -> bool:
        """Whether any of them could not be kept."""
        return any(found.refused for found in (self.chosen, *self.of_each.values()))


class WithPhotosOfMotor(WithPhotos[Item, Form]):
    """A page of a verb of a motor whose photos belong to it."""

    def act(self) -> str | Model:
        stage = stage_of(self.obj.status)
        done = super().act()
        if photos := self.photos_of_motor():
            add_photos(self.obj, photos, by=self.user, stage=stage)
        return done

    def photos_of_motor(self) -> list[Photo]:
        return list(self.chosen.photos)


class PhotographedVerbPage(WithPhotosOfMotor[Stateful, ActForm], VerbPage):
    """The common page of a verb, with photos of the motor."""

    def make_form(self, data: QueryDict | None) -> ActForm:
        self.extra = self.extra | {"beside": FIELD}
        return super().make_form(data)


class PaperVerbPage(PhotographedVerbPage):
    """The same of a verb with which a paper may come: the first photo or scan is taken for it."""

    def make_form(self, data: QueryDict | None) -> ActForm:
        form = super().make_form(data)
        assert isinstance(form, PaperForm)
        form.scan_id = self.paper.pk if self.paper else None
        return form

    def photos_of_motor(self) -> list[Photo]:
        return [photo for photo in self.chosen.photos if photo != self.paper]


@unsent.keeps_files
def keep_photos(files: unsent.Files, user: User) -> unsent.Fields:
    """The photos among the files of a form that was sent too late."""
    fields: unsent.Fields = []
    for name in [name for name in files if name in ("photos", "label") or OF_ONE.fullmatch(name)]:
        found = chosen(files.pop(name), [], user) if user.can("case.add_photos") else Chosen([])
        kept_as = name.replace("photos", "photo").replace("label", "photo")
        fields += [(kept_as, str(photo.pk)) for photo in found.photos]
    return fields


class ScannedVerbPage(WithPhotos[Stateful, ActForm], VerbPage):
    """The common page of a verb that somebody has signed on paper: it wants the scan."""

    def make_form(self, data: QueryDict | None) -> ActForm:
        self.extra = self.extra | {"beside": FIELD}
        return super().make_form(data)

    def is_complete(self) -> bool:
        if self.paper is None:
            self.form.add_error(None, _("Add a photo or scan of the paper that was signed."))
        return super().is_complete() and not self.form.errors

    def facts(self) -> Facts:
        assert self.paper is not None
        return super().facts() | {"scan_id": self.paper.pk}


def photos_sent(request: SignedInRequest, fields: QueryDict) -> Chosen:
    """What came with a form, or was sent before it, but what is taken away again."""
    dropped = fields.getlist("drop")
    keys = [key for key in fields.getlist("photo") if key not in dropped]
    files = request.FILES
    return chosen(files.getlist("photos"), keys, request.user, labels=files.getlist("label"))


def photos_of_each(request: SignedInRequest, fields: QueryDict) -> dict[int, Chosen]:
    """The same of several motors of one form, by the key of the motor."""
    dropped, found = fields.getlist("drop"), {}
    for motor in {match[1] for name in (*fields, *request.FILES) if (match := OF_ONE.fullmatch(name))}:
        keys = [key for key in fields.getlist(f"photo-of-{motor}") if key not in dropped]
        found[int(motor)] = chosen(request.FILES.getlist(f"photos-of-{motor}"), keys, request.user)
    return found


@require_http_methods(["GET", "POST"])
@require("case.add_photos")
def sent(request: SignedInRequest) -> HttpResponse:
    """A photo sent by itself; or, asked for by their keys, which of those sent before are still to be added."""
    asked = chosen([], request.GET.getlist("photo"), request.user)
    found = photos_sent(request, request.POST) if request.method == "POST" else asked
    return render(
        request, "cases/_chosen.html", {"chosen": found, "serial_number": serial_in(list(found.codes))}
    )


@require_POST
def add_to_case(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add photos to a case; what is wrong with them is said on its page, from which they were sent."""
    return add_to(request, found_or_404(case_seen(pk, request.user)), Stage.INTAKE)


@require_POST
def add_to_motor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add photos to a motor, likewise."""
    motor = found_or_404(motor_seen(pk, request.user))
    return add_to(request, motor, stage_of(motor.status))


def add_to(request: SignedInRequest, thing: Stateful, stage: Stage) -> HttpResponse:
    """Add what was sent to a thing, through the door; what is wrong is said on its page."""
    form = PhotosForm(request.POST, obj=thing, user=request.user)
    found = photos_sent(request, request.POST)
    for refusal in found.refused:
        messages.error(request, refusal)

    def action() -> str:
        add_photos(thing, found.photos, by=request.user, stage=stage)
        return thing.get_absolute_url()

    def again() -> HttpResponse:
        for error in form.non_field_errors():
            messages.error(request, str(error))
        return redirect(thing)

    if found.refused and not found.photos:
        return redirect(thing)
    return submit(request, thing, form, action, again) if form.is_valid() else again()


@require_GET
def photo(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """A picture, recording or scan, to those who may see what it is of, and before that to who sent it."""
    seen = Q(case__in=Case.objects.visible_to(request.user))
    seen |= Q(dossier__in=Dossier.objects.visible_to(request.user))
    seen |= Q(case=None, dossier=None, added_by=request.user)
    found = get_object_or_404(Photo, seen, pk=pk)
    path = path_of(found)
    if not path.exists():
        raise Http404
    response = file_in_ranges(request, path, TYPES[found.ending])
    if not found.is_picture:
        response["Content-Disposition"] = f'attachment; filename="{found.pk}.{found.ending}"'
    return response
