"""The return list: which motors are on their way, typed, pasted or uploaded (四.2)."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.serials import normalised, repeated
from aftersales.kit.spreadsheets import UnreadableSheet
from cases.models import Case
from cases.views.case import visible_case
from returns import uploads
from returns.forms import ListFormSet, ReturnListForm, listed_motor
from warranty.models import Product
from workflow.models import Facts
from workflow.views.acting import ActingPage


class ReturnListPage(ActingPage[Case, ReturnListForm]):
    """Enter the motors that are on their way: typed, pasted or uploaded (四.2)."""

    permission = "case.accept_list"
    verb = "accept_list"
    template = "returns/return_list.html"
    row_form = ListFormSet
    prefix = "rows"
    done = _("The return list is entered; the dispatcher is told.")
    find = staticmethod(visible_case)
    motors: list[Facts]

    def row_options(self) -> Facts:
        """The first row is filled in for the clerk with what the feedback says."""
        first = {"serial_number": self.obj.serial_number, "model": self.obj.model_name}
        return {"initial": [first]}

    def is_complete(self) -> bool:
        self.motors = listed(self.form, self.rows)
        return bool(self.motors)

    def facts(self) -> Facts:
        return {"motors": self.motors}

    def context(self) -> Facts:
        return {"products": product_models()}


def listed(form: ReturnListForm, rows: Any) -> list[dict[str, Any]]:
    """The motors of all three ways in, or an error on the form."""
    typed = [(row.has_changed(), line) for row in rows for line in [row.line()] if line]
    try:
        pasted = uploads.from_text(form.cleaned_data["pasted"])
        upload = form.cleaned_data["upload"]
        pasted += uploads.from_file(upload) if upload else []
    except UnreadableSheet as error:
        form.add_error("upload", str(error))
        return []
    lines = [line for row in pasted if (line := told_of(row))]
    listed = {line["serial_number"] for line in lines if line["serial_number"]}
    # The row that was filled in for the clerk gives way to the same motor in the customer's own list.
    found = [line for changed, line in typed if changed or line["serial_number"] not in listed]
    return without_repeats(form, found + lines)


def told_of(row: dict[str, str]) -> dict[str, Any] | None:
    """A row of the customer's own list as a line of ours."""
    return listed_motor(
        normalised(row.get("serial_number", ""))[:40], row.get("model", "")[:40], row.get("remark", "")
    )


def without_repeats(form: forms.Form, motors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The motors, or an error where a serial number stands twice."""
    twice = sorted(repeated(motor["serial_number"] for motor in motors))
    if twice:
        form.add_error(None, gettext("Listed twice: %(serials)s.") % {"serials": gettext(", ").join(twice)})
        return []
    if not motors:
        form.add_error(None, gettext("Enter at least one motor."))
    if len(motors) > uploads.MOST:
        said = gettext(
            "A return list has at most %(most)d motors, and this one %(n)d. Open a second case for the rest."
        )
        form.add_error(None, said % {"most": uploads.MOST, "n": len(motors)})
        return []
    return motors


def product_models() -> list[str]:
    return list(Product.objects.values_list("model", flat=True)[:200])
