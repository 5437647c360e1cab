"""The return list: which motors are on their way, typed, pasted or uploaded, and corrected until counted (四.2)."""

from collections.abc import Mapping, Sequence

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from aftersales.access import SignedInRequest
from aftersales.kit import store
from aftersales.kit.ranges import file_in_ranges
from aftersales.kit.serials import repeated
from aftersales.kit.spreadsheets import UnreadableSheet
from aftersales.kit.tables.uploads import keep
from aftersales.kit.untyped import JsonValue
from aftersales.models import TableUpload, User
from cases.intake.forms import find_product
from cases.models import Case, ReturnedMotor
from cases.same_motor import SerialNote, notes_on
from cases.statuses import MotorStatus
from cases.views.case import visible_case
from returns.forms import ListFormSet, ReturnListForm
from returns.forms.listing import (
    CorrectedFormSet,
    CorrectedMotorForm,
    CorrectListForm,
    ListMoreForm,
    MissedFormSet,
    OriginalsForm,
)
from returns.models import ListOriginal
from returns.numbers import MOST
from returns.originals import KEPT, TYPES, Originals, came_with
from returns.tables import RETURN_LIST, too_many, typed, warnings_on
from warranty.queries import product_models
from workflow.models import Facts
from workflow.views.acting import ActingPage, Form, FormOrRows

NOTES = 50  # on single motors that one page shows


class WithOriginals(ActingPage[Case, Form]):
    """A page beside whose form the list is sent as it came: kept whatever becomes of the form."""

    @cached_property
    def originals(self) -> Originals:
        request = self.request
        return came_with(request.FILES.getlist("originals"), request.POST.getlist("original"))

    def fill(self, data: QueryDict | None) -> None:
        assert self.originals is not None  # what came is kept before anything can go wrong
        super().fill(data)

    def is_complete(self) -> bool:
        return super().is_complete() and not self.originals.refused

    def facts(self) -> Facts:
        return super().facts() | {"originals": self.originals.facts()}

    def context(self) -> Facts:
        return super().context() | {"originals": self.originals}


class KeepOriginalsPage(WithOriginals[OriginalsForm]):
    """Keep a further fax, photo or file of the return list with its case (四.2)."""

    permission = "case.accept_list"
    verb = "keep_originals"
    template = "returns/keep_originals.html"
    done = _("Kept with the return list.")
    find = staticmethod(visible_case)


@require_GET
def original(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The list as it was sent, to those who may see its case: a picture to look at, all else to be saved."""
    rows = ListOriginal.objects.filter(case__in=Case.objects.visible_to(request.user))
    found = get_object_or_404(rows, pk=pk)
    path = store.path_of(found.sha256, KEPT)
    if not path.exists():
        raise Http404
    response = file_in_ranges(request, path, TYPES[found.ending])
    if not found.is_picture:
        response["Content-Disposition"] = content_disposition_header(True, found.name) or ""
    return response


class ReturnListPage(WithOriginals[ReturnListForm]):
    """Enter the motors that are on their way: typed, pasted or uploaded (四.2).

    What was pasted or uploaded is looked at on the pages of tables, with what was typed. Of what was typed alone, this
    page says what is to be said before it is entered; who has read it enters it all the same.
    """

    permission = "case.accept_list"
    verb = "accept_list"
    template = "returns/return_list.html"
    row_form = ListFormSet
    prefix = "rows"
    find = staticmethod(visible_case)
    motors: list[Facts] = []
    warnings: list[str] = []
    notes: list[SerialNote] = []
    table: TableUpload | None = None

    def row_options(self) -> Facts:
        """The first row is filled in for the clerk with what the feedback says."""
        first = {"serial_number": self.obj.serial_number, "model": self.obj.model_name}
        return {"initial": [first]}

    def sent(self) -> QueryDict | None:
        """Who asks for more rows may have chosen a file already: it is kept, for no browser keeps it."""
        data = super().sent()
        file = self.request.FILES.get("upload")
        if data is None or file is None or not self.asked("more"):
            return data
        whole = data.copy()
        try:
            whole["table"] = str(self.keep(file.read(), file.name).pk)
        except UnreadableSheet as error:
            messages.error(self.request, str(error))
        return whole

    def keep(self, data: bytes, name: str | None = "", **said: JsonValue) -> TableUpload:
        return keep(RETURN_LIST, self.user, data, subject=self.obj.pk, name=name or "", **said)

    def serve(self) -> HttpResponse:
        answer = super().serve()
        return redirect(self.table) if self.table else answer

    def is_complete(self) -> bool:
        if self.form.sends_a_table:
            self.table = self.sent_along()
            return False
        self.motors = without_repeats(self.form, [line for row in self.rows if (line := row.line())])
        if not self.motors:
            return False
        self.warnings = warnings_on(self.motors, self.obj)
        numbers = [motor["serial_number"] for motor in self.motors if motor["serial_number"]]
        notes = notes_on(numbers, self.user, self.obj, self.obj.customer)
        self.notes = [note for note in notes.values() if note]
        return super().is_complete() and (not (self.warnings or self.notes) or self.asked("read"))

    def sent_along(self) -> TableUpload | None:
        """The table that was sent, with what was typed; None with an error on the form.

        The row that was filled in for the clerk gives way to the customer's own list.
        """
        if self.originals.refused:
            return None
        sent = self.form.cleaned_data
        said = {
            "version": sent["version"],
            "typed": typed([row for row in self.rows if row.has_changed()]),
            "originals": self.originals.facts(),
        }
        try:
            if file := sent["upload"]:
                return self.keep(file.read(), file.name, **said)
            if sent["pasted"].strip():
                return self.keep(sent["pasted"].encode(), **said)
        except UnreadableSheet as error:
            self.form.add_error("upload" if file else "pasted", str(error))
            return None
        return kept_before(sent["table"], self.user, self.obj, said)

    def chosen(self) -> TableUpload | None:
        """The file that was chosen before more rows were asked for."""
        pk = str(self.form["table"].value() or "")
        return lists_of(self.user, self.obj).filter(pk=pk).first() if pk.isdecimal() else None

    def facts(self) -> Facts:
        return super().facts() | {"motors": self.motors}

    def context(self) -> Facts:
        return super().context() | {
            "products": product_models(),
            "warnings": self.warnings,
            "notes": self.notes[:NOTES],
            "more_notes": max(len(self.notes) - NOTES, 0),
            "listed": len(self.motors),
            "chosen": self.chosen(),
        }


class ListMorePage(WithOriginals[ListMoreForm]):
    """Further motors of a case that is under way: late ones, or those of a new round."""

    permission = "case.accept_list"
    verb = "list_more"
    template = "returns/list_more.html"
    row_form = ListFormSet
    prefix = "rows"
    find = staticmethod(visible_case)
    motors: list[Facts] = []

    def is_complete(self) -> bool:
        """Of the present round no motor is listed twice."""
        lines = [line for row in self.rows if (line := row.line())]
        here: list[Facts] = [{"serial_number": motor.serial_number} for motor in on_the_list(self.obj)]
        self.motors = without_repeats(self.form, lines)
        unique = bool(self.motors and without_repeats(self.form, [*lines, *here]))
        return super().is_complete() and unique

    def facts(self) -> Facts:
        return super().facts() | {"motors": self.motors}

    def context(self) -> Facts:
        return super().context() | {"products": product_models()}


class CorrectListPage(WithOriginals[CorrectListForm]):
    """Correct the list until it is counted: strike motors off, say what is true of them, add some (四.2)."""

    permission = "case.accept_list"
    verb = "correct_list"
    template = "returns/correct_list.html"
    row_form = MissedFormSet
    prefix = "rows"
    find = staticmethod(visible_case)
    listed: forms.BaseFormSet

    def fill(self, data: QueryDict | None) -> None:
        super().fill(data)
        expected = self.obj.motors.filter(status=MotorStatus.EXPECTED).select_related("product")
        self.motors = {motor.pk: motor for motor in expected}
        self.listed = CorrectedFormSet(data, initial=[*map(as_listed, expected)], prefix="listed")

    def forms(self) -> list[FormOrRows]:
        return [*super().forms(), self.listed]

    def is_complete(self) -> bool:
        rows = self.listed.forms
        if {row.cleaned_data["motor"] for row in rows} - self.motors.keys():
            self.form.add_error(None, gettext("Some of it has been counted by now; look at the list again."))
            return False
        self.struck = {row.cleaned_data["motor"] for row in rows if self.strikes(row.cleaned_data)}
        kept = [row for row in rows if row.cleaned_data["motor"] not in self.struck]
        self.corrected = corrections(kept, self.motors)
        self.added = [line for row in self.rows if (line := row.line())]
        return super().is_complete() and self.no_repeats(kept) and self.differs()

    def strikes(self, row: Facts) -> bool:
        return bool(row["struck"] or self.form.cleaned_data["all_struck"])

    def no_repeats(self, kept: list[CorrectedMotorForm]) -> bool:
        """Of the present round no motor stands on the list twice."""
        others = on_the_list(self.obj).exclude(pk__in=self.motors)
        numbers = [row.cleaned_data["serial_number"] for row in kept]
        numbers += [line["serial_number"] for line in self.added] + [motor.serial_number for motor in others]
        return not say_repeated(self.form, numbers)

    def differs(self) -> bool:
        if not (self.struck or self.corrected or self.added or self.originals.kept):
            self.form.add_error(None, gettext("Nothing was different."))
            return False
        return True

    def facts(self) -> Facts:
        added = [line["serial_number"] or line["other_model"] for line in self.added]
        return {
            "reason": self.form.cleaned_data["reason"],
            "struck": sorted(self.struck),
            "corrected": self.corrected,
            "motors": self.added,
            "added": gettext(", ").join(filter(None, added)),
            "originals": self.originals.facts(),
        }

    def context(self) -> Facts:
        return super().context() | {"products": product_models(), "listed": self.listed}


def on_the_list(case: Case) -> QuerySet[ReturnedMotor]:
    """The motors of the present round, without those that were struck off."""
    return case.motors.filter(round=case.revision).exclude(status=MotorStatus.STRUCK)


def as_listed(motor: ReturnedMotor) -> Facts:
    """What the list says of a motor, as its row is filled in."""
    said = {"serial_number": motor.serial_number, "model": motor.model_name, "remark": motor.remark}
    return {"motor": motor.pk} | said


def corrections(rows: Sequence[CorrectedMotorForm], motors: Mapping[int, ReturnedMotor]) -> dict[int, Facts]:
    """New values of the fields of each motor whose row says something else than the list."""
    found = {}
    for row in rows:
        motor = motors[row.cleaned_data["motor"]]
        if edit := correction(row, motor):
            found[motor.pk] = edit
    return found


def correction(row: CorrectedMotorForm, motor: ReturnedMotor) -> Facts:
    said, before = row.cleaned_data, as_listed(motor)
    edit = {name: said[name] for name in ("serial_number", "remark") if said[name] != before[name]}
    if said["model"] != before["model"]:
        product = find_product(said["model"]) if said["model"] else None
        edit |= {"product": product, "other_model": "" if product else said["model"]}
    return edit


def lists_of(user: User, case: Case) -> QuerySet[TableUpload]:
    """What this person has sent for a case, and not decided on."""
    return TableUpload.objects.filter(user=user, kind=RETURN_LIST.key, subject=case.pk, choice="")


def kept_before(pk: int, user: User, case: Case, said: Facts) -> TableUpload | None:
    """A table that was chosen before more rows were asked for, with what is typed now."""
    own = lists_of(user, case).filter(pk=pk)
    own.update(said=said)
    return own.first()


def without_repeats(form: forms.Form, motors: list[Facts]) -> list[Facts]:
    """The motors, or an error where a serial number stands twice."""
    if say_repeated(form, [motor["serial_number"] for motor in motors]):
        return []
    if not motors:
        form.add_error(None, gettext("Enter at least one motor."))
    if len(motors) > MOST:
        form.add_error(None, too_many(len(motors)))
        return []
    return motors


def say_repeated(form: forms.Form, numbers: list[str]) -> bool:
    """Whether a serial number stands twice, which is said on the form."""
    twice = sorted(repeated(numbers))
    if twice:
        form.add_error(None, gettext("Listed twice: %(serials)s.") % {"serials": gettext(", ").join(twice)})
    return bool(twice)
