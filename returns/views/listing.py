"""The return list: which motors are on their way, typed, pasted or uploaded (四.2)."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.serials import repeated
from aftersales.kit.spreadsheets import UnreadableSheet
from aftersales.kit.tables import Row
from aftersales.kit.tables.looking import Skipped
from cases.models import Case
from cases.same_motor import SerialNote, notes_on
from cases.views.case import visible_case
from returns.forms import ListFormSet, ReturnListForm
from returns.forms.listing import line_of
from returns.uploads import MOST, as_pasted, look_at_file, look_at_text
from warranty.models import Product
from warranty.queries import registered_motors
from workflow.models import Facts
from workflow.views.acting import ActingPage

NOTES = 50  # on single motors that one page shows


class ReturnListPage(ActingPage[Case, ReturnListForm]):
    """Enter the motors that are on their way: typed, pasted or uploaded (四.2).

    What is to be said of them is shown before they are entered; who has read it enters them all the same.
    """

    permission = "case.accept_list"
    verb = "accept_list"
    template = "returns/return_list.html"
    row_form = ListFormSet
    prefix = "rows"
    done = _("The return list is entered; the dispatcher is told.")
    find = staticmethod(visible_case)
    motors: list[Facts] = []
    rows_wrong: list[Row] = []
    skipped: list[Skipped] = []
    unknown: list[str] = []
    warnings: list[str] = []
    notes: list[SerialNote] = []

    def row_options(self) -> Facts:
        """The first row is filled in for the clerk with what the feedback says."""
        first = {"serial_number": self.obj.serial_number, "model": self.obj.model_name}
        return {"initial": [first]}

    def sent(self) -> QueryDict | None:
        """A file that was chosen stands in the field for what is pasted, for no browser keeps it."""
        data = super().sent()
        upload = self.request.FILES.get("upload")
        if data is None or upload is None:
            return data
        try:
            look = look_at_file(upload.read(), self.user, self.obj)
        except UnreadableSheet:
            upload.seek(0)
            return data
        whole = data.copy()
        whole["pasted"] = "\n".join(filter(None, [data.get("pasted", ""), as_pasted(look.table)]))
        return whole

    def is_complete(self) -> bool:
        self.motors = self.listed()
        if not self.motors:
            return False
        self.warnings = warnings_on(self.motors, self.obj)
        numbers = [motor["serial_number"] for motor in self.motors if motor["serial_number"]]
        notes = notes_on(numbers, self.user, self.obj, self.obj.customer)
        self.notes = [note for note in notes.values() if note]
        to_be_read = self.warnings or self.notes or self.skipped or self.unknown
        return not to_be_read or self.asked("read")

    def listed(self) -> list[Facts]:
        """The motors of all three ways in, or an error on the form."""
        typed = [(row.has_changed(), line) for row in self.rows for line in [row.line()] if line]
        try:
            rows = self.sent_along()
        except UnreadableSheet as error:
            self.form.add_error("upload" if self.form.cleaned_data["upload"] else "pasted", str(error))
            return []
        self.rows_wrong = [row for row in rows if row.errors]
        if self.rows_wrong:
            self.form.add_error(
                None, gettext("Some rows are wrong; nothing has been entered. They are named below.")
            )
            return []
        lines = told_of(rows)
        # The row that was filled in for the clerk gives way to the customer's own list.
        found = [line for changed, line in typed if changed or not lines]
        return without_repeats(self.form, found + lines)

    def sent_along(self) -> list[Row]:
        """The rows of what was pasted, with those of the file. Raises UnreadableSheet."""
        pasted = self.form.cleaned_data["pasted"]
        if upload := self.form.cleaned_data["upload"]:
            upload.seek(0)
            if not self.request.FILES or not pasted:
                look = look_at_file(upload.read(), self.user, self.obj)
            else:
                look_at_file(upload.read(), self.user, self.obj)  # refused where it is no list
                look = look_at_text(pasted, self.user, self.obj)
        elif pasted.strip():
            look = look_at_text(pasted, self.user, self.obj)
        else:
            return []
        rows = [row for batch in look.batches() for row in batch.rows]
        self.skipped, self.unknown = look.skipped, look.layout.unknown
        return rows

    def facts(self) -> Facts:
        return {"motors": self.motors}

    def context(self) -> Facts:
        return {
            "products": product_models(),
            "rows_wrong": [(row, [*row.errors]) for row in self.rows_wrong],
            "skipped": self.skipped,
            "unknown": self.unknown,
            "warnings": self.warnings,
            "notes": self.notes[:NOTES],
            "more_notes": max(len(self.notes) - NOTES, 0),
            "listed": len(self.motors),
        }


def told_of(rows: list[Row]) -> list[Facts]:
    """The rows of the customer's own list as lines of ours; a constant number of queries."""
    known = registered_motors([row.get("serial_number") for row in rows])
    products = {product.model.casefold(): product for product in Product.objects.all()}
    lines = []
    for row in rows:
        number, model = row.get("serial_number"), row.get("model")
        entry = known.get(number)
        product = products.get(model.casefold()) if model else (entry.product if entry else None)
        lines.append(line_of(number, model, row.get("remark"), entry, product))
    return lines


def warnings_on(motors: list[Facts], case: Case) -> list[str]:
    """What is odd of the list as a whole."""
    said = []
    if len(motors) > case.quantity:
        more = gettext("%(n)d motors are listed, and %(reported)d reported.")
        said.append(more % {"n": len(motors), "reported": case.quantity})
    others = [m for m in motors if (m["product_id"], m["other_model"]) != (case.product_id, case.other_model)]
    if others and case.model_name:
        other = gettext(
            "%(n)d of them are not of the model %(model)s, which the feedback is about: %(motors)s."
        )
        names = gettext(", ").join(filter(None, [m["serial_number"] for m in others[:10]])) or "–"
        said.append(other % {"n": len(others), "model": case.model_name, "motors": names})
    return said


def without_repeats(form: forms.Form, motors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The motors, or an error where a serial number stands twice."""
    twice = sorted(repeated(motor["serial_number"] for motor in motors))
    if twice:
        form.add_error(None, gettext("Listed twice: %(serials)s.") % {"serials": gettext(", ").join(twice)})
        return []
    if not motors:
        form.add_error(None, gettext("Enter at least one motor."))
    if len(motors) > MOST:
        said = gettext(
            "A return list has at most %(most)d motors, and this one %(n)d. Open a second case for the rest."
        )
        form.add_error(None, said % {"most": MOST, "n": len(motors)})
        return []
    return motors


def product_models() -> list[str]:
    return list(Product.objects.values_list("model", flat=True)[:200])
