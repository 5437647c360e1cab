"""The repair record: work, parts, labour, and what the customer pays."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aftersales.access import SignedInRequest, require
from cases.models import RepairPart, ReturnedMotor
from cases.repair.fees import Fees
from cases.repair.forms import PartFormSet, RepairForm
from cases.views.motor import visible_motor
from workflow.actions import perform
from workflow.views.acting import clear_errors, more_rows, submit

PART_NAMES = 40  # suggested, the most used of
PARTS_LOOKED_AT = 500  # the latest


@require("motor.finish_repair")
@require_http_methods(["GET", "POST"])
def repair(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record the work, the parts and the labour of a repair."""
    motor = visible_motor(request, pk)
    if request.method == "GET" and motor.transition("finish_repair") is None:
        return redirect(motor)
    data = more_rows(request.POST, "parts") if "more" in request.POST else request.POST or None
    form = RepairForm(data, obj=motor, user=request.user)
    machined = motor.charge == "free_except_machined_material"
    parts = PartFormSet(data, prefix="parts", form_kwargs={"ask_machined": machined})

    def again(fees: Fees | None = None) -> HttpResponse:
        return repair_page(request, motor, form, parts, fees)

    if "more" in request.POST:
        clear_errors(form, parts)
        return again()
    if request.method == "GET" or not (form.is_valid() and parts.is_valid()):
        return again()
    used = [part for part in parts.cleaned_data if part.get("name")]
    if "preview" in request.POST:
        return again(form.fees(used))

    def action() -> str:
        facts = form.repair_facts(used)
        version = form.cleaned_data["version"]
        return perform(motor, "finish_repair", by=request.user, version=version, **facts).get_absolute_url()

    return submit(request, motor, form, action, again)


def repair_page(
    request: SignedInRequest, motor: ReturnedMotor, form: RepairForm, parts: Any, fees: Fees | None
) -> HttpResponse:
    """The repair record, with what the customer agreed to and why quality sent the motor back."""
    lately = RepairPart.objects.order_by("-id").values_list("name", flat=True)[:PARTS_LOOKED_AT]
    names = [name for name, _times in Counter(lately).most_common(PART_NAMES)]
    latest = motor.inspections.select_related("inspected_by").first()
    context = {
        "motor": motor,
        "case": motor.case,
        "form": form,
        "parts": parts,
        "part_names": names,
        "quotation": motor.quotations.filter(accepted=True).first(),
        "failed": latest if latest and not latest.passed else None,
        "fees": fees,
    }
    return render(request, "cases/repair.html", context)
