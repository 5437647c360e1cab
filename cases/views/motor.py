"""The returned motor: its page and its actions."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest
from cases.appraisal.presentation import findings, signature_boxes
from cases.clock.deadlines import courses
from cases.clock.strip import picture
from cases.models import ReturnedMotor
from cases.queries import same_motor
from slips.items import with_items
from workflow.panels import panels_at
from workflow.timeline import arranged, events_of, timeline
from workflow.verbs import reads_of
from workflow.views.acting import act_on, links


def visible_motor(request: SignedInRequest, pk: int) -> ReturnedMotor:
    """The motor if the person may see its case, else 404."""
    rows = (
        ReturnedMotor.objects.visible_to(request.user)
        .select_related(*reads_of(ReturnedMotor), "case__salesperson")
        .prefetch_related("appraisal__signatures__user", "extensions")
    )
    return get_object_or_404(rows, pk=pk)


@require_GET
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one motor, and its earlier returns."""
    motor = visible_motor(request, pk)
    same = same_motor(motor.serial_number, motor.registered)
    earlier = ReturnedMotor.objects.visible_to(request.user).filter(same, pk__lt=motor.pk)
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
