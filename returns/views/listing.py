"""The return list: which motors are on their way, typed, pasted or uploaded (四.2)."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aftersales.access import SignedInRequest, require
from aftersales.kit.spreadsheets import UnreadableSheet
from aftersales.kit.text import identifier
from cases.views.case import visible_case
from returns import uploads
from returns.forms import ListFormSet, ReturnListForm, listed_motor
from warranty.models import Product
from workflow.actions import perform
from workflow.views.acting import clear_errors, more_rows, submit


@require("case.accept_list")
@require_http_methods(["GET", "POST"])
def return_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter the motors that are on their way: typed, pasted or uploaded (四.2)."""
    case = visible_case(request, pk)
    if request.method == "GET" and case.transition("accept_list") is None:
        return redirect(case)
    data = more_rows(request.POST, "rows") if "more" in request.POST else request.POST or None
    form = ReturnListForm(data, request.FILES or None, obj=case, user=request.user)
    first = [{"serial_number": case.serial_number, "model": case.model_name}]
    rows = ListFormSet(data, initial=first, prefix="rows")

    def again() -> HttpResponse:
        context = {"case": case, "form": form, "rows": rows, "products": product_models()}
        return render(request, "returns/return_list.html", context)

    if "more" in request.POST:
        clear_errors(form, rows)
        return again()
    if request.method == "GET" or not (form.is_valid() and rows.is_valid()):
        return again()
    motors = listed(form, rows)
    if not motors:
        return again()

    def action() -> str:
        version = form.cleaned_data["version"]
        return perform(
            case, "accept_list", by=request.user, version=version, motors=motors
        ).get_absolute_url()

    return submit(
        request, case, form, action, again, done=_("The return list is entered; the dispatcher is told.")
    )


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
        identifier(row.get("serial_number", ""))[:40], row.get("model", "")[:40], row.get("remark", "")
    )


def without_repeats(form: forms.Form, motors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The motors, or an error where a serial number stands twice."""
    serials = [motor["serial_number"] for motor in motors if motor["serial_number"]]
    twice = sorted({serial for serial in serials if serials.count(serial) > 1})
    if twice:
        form.add_error(None, _("Listed twice: %(serials)s.") % {"serials": _(", ").join(twice)})
        return []
    if not motors:
        form.add_error(None, _("Enter at least one motor."))
    if len(motors) > uploads.MOST:
        said = _(
            "A return list has at most %(most)d motors, and this one %(n)d. Open a second case for the rest."
        )
        form.add_error(None, said % {"most": uploads.MOST, "n": len(motors)})
        return []
    return motors


def product_models() -> list[str]:
    return list(Product.objects.values_list("model", flat=True)[:200])
