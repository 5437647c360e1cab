"""The count of a consignment against the return list, signed by two departments (四.2)."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest
from aftersales.kit.choices import Label
from aftersales.models import User
from aftersales.roles import Role
from cases.models import Case, ReturnedMotor
from cases.photos.actions import add_photos
from cases.photos.uploads import Chosen
from cases.photos.views import ScannedVerbPage, WithPhotosOfEach
from cases.same_motor import SerialNote, notes_on
from cases.statuses import Stage
from cases.views.case import visible_case
from returns.actions.counting import count_consignment
from returns.forms import CountSheet
from returns.forms.counting import CountForm
from returns.models import Finding, Handover, HandoverLine, counting_role
from warranty.queries import product_models
from workflow.forms import form_class
from workflow.models import Facts
from workflow.views.acting import ActingPage, FormOrRows, Thing, act_on, links

PHOTOGRAPHED = (
    50  # rows of a sheet beside each of which photos are sent; a server takes a hundred files with a form
)


def visible_handover(request: SignedInRequest, pk: int) -> Handover:
    """The handover if the person may see its case, else 404."""
    visible = Handover.objects.filter(case__in=Case.objects.visible_to(request.user))
    rows = visible.select_related("case__customer", "counted_by", "signed_by")
    return get_object_or_404(rows, pk=pk)


class SheetPage(ActingPage[Thing, CountForm]):
    """The sheet on which a consignment is counted, anew or once more."""

    template = "returns/count.html"
    prefix = "unlisted"
    more = 2
    done = _("Counted.")
    sheet: CountSheet

    def fill(self, data: QueryDict | None) -> None:
        self.sheet = self.make_sheet(data)
        self.form = self.sheet.form

    def make_sheet(self, data: QueryDict | None) -> CountSheet:
        raise NotImplementedError

    def sent(self) -> QueryDict | None:
        data = super().sent()
        return as_listed(data) if data is not None and self.asked("as_listed") else data

    def looks(self) -> bool:
        return super().looks() or self.asked("as_listed")

    def forms(self) -> list[FormOrRows]:
        return [self.sheet.form, self.sheet.counted, self.sheet.unlisted]

    def is_valid(self) -> bool:
        return self.sheet.is_valid()

    def context(self) -> Facts:
        case, handover = self.sheet.case, self.sheet.handover
        rows = [(*row, self.photos_beside(row[1])) for row in self.sheet.rows]
        return {
            "case": case, "handover": handover, "sheet": self.sheet, "rows": rows, "products": product_models(),
        }  # fmt: skip

    def photos_beside(self, motor: ReturnedMotor | None) -> Chosen | None:
        """What has been sent of a motor and is not added yet."""
        return None


def as_listed(data: QueryDict) -> QueryDict:
    """What was sent, with all motors received of which nothing is said; only the differences are left to say."""
    filled = data.copy()
    for name in data:
        if name.startswith("motors-") and name.endswith("-motor"):
            filled.setdefault(f"{name.removesuffix('motor')}finding", Finding.RECEIVED.value)
    return filled


class CountPage(WithPhotosOfEach[Case, CountForm], SheetPage[Case]):
    """Count a consignment against the return list and sign the count (四.2); photos tell how it arrived."""

    permission = "handover.count"
    find = staticmethod(visible_case)

    def bar(self) -> HttpResponse | None:
        if self.request.method == "GET" and (reason := Handover(case=self.obj).why_not_create(self.user)):
            messages.info(self.request, reason)
            return redirect(self.obj)
        return None

    def make_sheet(self, data: QueryDict | None) -> CountSheet:
        return CountSheet(self.obj, None, data, user=self.user)

    def is_valid(self) -> bool:
        return super().is_valid() and not self.refused

    def act(self) -> Handover:
        header, version = self.form.header(), self.form.cleaned_data["version"]
        counted = count_consignment(self.obj, header, self.sheet.lines, by=self.user, version=version)
        if self.chosen.photos:
            add_photos(self.obj, self.chosen.photos, by=self.user, stage=Stage.RECEIPT)
        self.add_photos_of_each()
        return counted

    def photos_beside(self, motor: ReturnedMotor | None) -> Chosen | None:
        return self.of_each.get(motor.pk) if motor else None

    def add_photos_of_each(self) -> None:
        """Of each motor of the list those that were sent beside it."""
        with_photos = {key: found.photos for key, found in self.of_each.items() if found.photos}
        for motor in self.obj.motors.filter(pk__in=with_photos):
            add_photos(motor, with_photos[motor.pk], by=self.user, stage=Stage.RECEIPT)

    def context(self) -> Facts:
        takes = self.obj.transition("add_photos") is not None
        of_each = takes and len(self.sheet.rows) <= PHOTOGRAPHED
        return super().context() | {"takes_photos": takes, "takes_photos_of_each": of_each}


class RecountPage(SheetPage[Handover]):
    """Correct a count that is not signed by both yet."""

    permission = "handover.recount"
    verb = "recount"
    find = staticmethod(visible_handover)

    def make_sheet(self, data: QueryDict | None) -> CountSheet:
        return CountSheet(self.obj.case, self.obj, data, user=self.user)

    def facts(self) -> Facts:
        header, lines = self.form.header(), self.sheet.lines
        return {"counted_as": counting_role(self.user), "header": header, "lines": lines}


@require_GET
def handover(request: SignedInRequest, pk: int) -> HttpResponse:
    """A count with its differences, and its second signature."""
    count = visible_handover(request, pk)
    form = form_class("handover", "sign")(obj=count, user=request.user)
    lines = list(count.lines.select_related("motor__product", "product"))
    context = {
        "handover": count,
        "case": count.case,
        "differences": [line for line in lines if line.finding != Finding.RECEIVED],
        "as_listed": [line for line in lines if line.finding == Finding.RECEIVED],
        "boxes": signature_boxes(count),
        "offers": sorted(links(count, request.user), key=lambda row: row.offer.verb != "sign"),
        "form": form,
        "scan": count.scan if count.scan_id else None,
        "slip": count.slips.order_by("-id").first(),
        "notes": [note for note in notes_of(lines, count.case, request.user) if note],
    }
    return render(request, "returns/handover.html", context)


def notes_of(lines: list[HandoverLine], case: Case, user: User) -> list[SerialNote]:
    """What is to be said of the numbers that were found."""
    found = [line.serial_number for line in lines if line.arrived and line.serial_number]
    return list(notes_on(found, user, case, case.customer).values())


def signature_boxes(count: Handover) -> list[tuple[Label, User | None, dt.datetime | None]]:
    """Department, person and moment of both signatures; the person is None until signed."""
    first = Role(count.counted_as)
    second = Role.AFTER_SALES if first == Role.DISPATCHER else Role.DISPATCHER
    return [
        (first.label, count.counted_by, count.counted_at),
        (second.label, count.signed_by, count.signed_at),
    ]


@require_http_methods(["GET", "POST"])
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second signature under a count: the motors are received and the handover slip is issued."""
    return act_on(request, visible_handover(request, pk), "sign")


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a count that needs no page of its own."""
    count = visible_handover(request, pk)
    if verb == "sign_on_paper":
        return ScannedVerbPage(request, count, verb, {}, {}).serve()
    return act_on(request, count, verb)
