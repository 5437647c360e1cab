"""The return list: which motors are on their way, typed, pasted or uploaded (四.2)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.serials import repeated
from aftersales.kit.spreadsheets import UnreadableSheet
from aftersales.kit.tables.uploads import keep
from aftersales.models import TableUpload, User
from cases.models import Case
from cases.same_motor import SerialNote, notes_on
from cases.views.case import visible_case
from returns.forms import ListFormSet, ReturnListForm
from returns.forms.listing import ListMoreForm
from returns.tables import RETURN_LIST, too_many, typed, warnings_on
from returns.uploads import MOST
from warranty.models import Product
from workflow.models import Facts
from workflow.views.acting import ActingPage

NOTES = 50  # on single motors that one page shows


class ReturnListPage(ActingPage[Case, ReturnListForm]):
    """Enter the motors that are on their way: typed, pasted or uploaded (四.2).

    What was pasted or uploaded is looked at on the pages of tables, with what was typed. Of what was typed alone, this
    page says what is to be said before it is entered; who has read it enters it all the same.
    """

    permission = "case.accept_list"
    verb = "accept_list"
    template = "returns/return_list.html"
    row_form = ListFormSet
    prefix = "rows"
    done = _("The return list is entered; the dispatcher is told.")
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

    def keep(self, data: bytes, name: str | None = "", **said: Any) -> TableUpload:
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
        return not (self.warnings or self.notes) or self.asked("read")

    def sent_along(self) -> TableUpload | None:
        """The table that was sent, with what was typed; None with an error on the form.

        The row that was filled in for the clerk gives way to the customer's own list.
        """
        sent = self.form.cleaned_data
        said = {"version": sent["version"], "typed": typed([row for row in self.rows if row.has_changed()])}
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
        return {"motors": self.motors}

    def context(self) -> Facts:
        return {
            "products": product_models(),
            "warnings": self.warnings,
            "notes": self.notes[:NOTES],
            "more_notes": max(len(self.notes) - NOTES, 0),
            "listed": len(self.motors),
            "chosen": self.chosen(),
        }


class ListMorePage(ActingPage[Case, ListMoreForm]):
    """Further motors of a case that is under way: late ones, or those of a new round."""

    permission = "case.accept_list"
    verb = "list_more"
    template = "returns/list_more.html"
    row_form = ListFormSet
    prefix = "rows"
    done = _("The motors are listed; the dispatcher is told.")
    find = staticmethod(visible_case)
    motors: list[Facts] = []

    def is_complete(self) -> bool:
        """Of the present round no motor is listed twice."""
        lines = [line for row in self.rows if (line := row.line())]
        motors = self.obj.motors.filter(round=self.obj.revision)
        here: list[Facts] = [{"serial_number": motor.serial_number} for motor in motors]
        self.motors = without_repeats(self.form, lines)
        return bool(self.motors and without_repeats(self.form, [*lines, *here]))

    def facts(self) -> Facts:
        return {"motors": self.motors}

    def context(self) -> Facts:
        return {"products": product_models()}


def lists_of(user: User, case: Case) -> QuerySet[TableUpload]:
    """What this person has sent for a case, and not decided on."""
    return TableUpload.objects.filter(user=user, kind=RETURN_LIST.key, subject=case.pk, choice="")


def kept_before(pk: int, user: User, case: Case, said: Facts) -> TableUpload | None:
    """A table that was chosen before more rows were asked for, with what is typed now."""
    own = lists_of(user, case).filter(pk=pk)
    own.update(said=said)
    return own.first()


def without_repeats(form: forms.Form, motors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The motors, or an error where a serial number stands twice."""
    twice = sorted(repeated(motor["serial_number"] for motor in motors))
    if twice:
        form.add_error(None, gettext("Listed twice: %(serials)s.") % {"serials": gettext(", ").join(twice)})
        return []
    if not motors:
        form.add_error(None, gettext("Enter at least one motor."))
    if len(motors) > MOST:
        form.add_error(None, too_many(len(motors)))
        return []
    return motors


def product_models() -> list[str]:
    return list(Product.objects.filter(active=True).values_list("model", flat=True)[:200])
