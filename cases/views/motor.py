"""The returned motor: its page, its actions, the repair record."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest, require
from cases.clock.deadlines import courses
from cases.clock.strip import picture
from cases.fees import Fees
from cases.forms import PartFormSet, RepairForm
from cases.models import RepairPart, ReturnedMotor
from cases.presentation import findings, signature_boxes
from slips.items import with_items
from workflow.actions import perform
from workflow.panels import panels_at
from workflow.timeline import arranged, events_of, timeline
from workflow.views.acting import act_on, clear_errors, links, more_rows, submit

PART_NAMES = 40  # suggested, the most used of
PARTS_LOOKED_AT = 500  # the latest


def visible_motor(request: SignedInRequest, pk: int) -> ReturnedMotor:
    """The motor if the person may see its case, else 404."""
    rows = (
        ReturnedMotor.objects.visible_to(request.user)
        .select_related(
            "case__customer", "case__salesperson", "product", "appraisal", "registered__consignee"
        )
        .prefetch_related("appraisal__signatures__user", "extensions")
    )
    return get_object_or_404(rows, pk=pk)


@require_GET
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one motor, and its earlier returns."""
    motor = visible_motor(request, pk)
    earlier = ReturnedMotor.objects.visible_to(request.user).filter(
        serial_number=motor.serial_number, pk__lt=motor.pk
    )
    extensions = motor.extensions.select_related("requested_by", "decided_by").order_by("id")
    context = {
        "motor": motor,
        "case": motor.case,
        "actions": arranged(motor, links(motor, request.user)),
        "boxes": signature_boxes(motor.appraisal),
        "findings": findings(motor.appraisal),
        "quotations": motor.quotations.select_related("quoted_by", "answered_by"),
        "repairs": motor.repairs.select_related("done_by").prefetch_related("parts"),
        "inspections": motor.inspections.select_related("inspected_by"),
        "clock": picture(courses([motor])[motor.pk], motor.today, extensions),
        "shipment": getattr(motor, "shipment", None),
        "main_panels": panels_at("motor.main", motor, request),
        "side_panels": panels_at("motor.aside", motor, request),
        "slips": with_items(motor.slips.visible_to(request.user).select_related("issued_by").order_by("id")),
        "earlier": earlier.select_related("case", "appraisal").order_by("-pk") if motor.serial_number else [],
        "own": f"motor {motor.pk}",
        "timeline": timeline(events_of(motor, request.user)),
    }
    return render(request, "cases/motor.html", context)


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a motor that needs no page of its own."""
    return act_on(request, visible_motor(request, pk), verb)


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
