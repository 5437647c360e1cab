"""The returned motor: its page and its actions."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest
from aftersales.kit.pdf import pdf_response
from aftersales.kit.prepared import found_or_404
from aftersales.models import User
from cases.appraisal.presentation import findings, signature_boxes
from cases.bench.queries import days_stood, stays
from cases.clock.deadlines import courses
from cases.clock.strip import picture
from cases.forms import PlaceForm
from cases.freight.queries import freights_on, own_cost
from cases.models import ReturnedMotor
from cases.photos.forms import PhotosForm
from cases.photos.views import PaperVerbPage, PhotographedVerbPage, ScannedVerbPage
from cases.presentation import tag_of
from cases.queries import (
    inspections_of,
    may_have,
    motor_seen,
    photos_of_motor,
    quotations_of,
    read_promises,
    repairs_of,
    shipments_of,
    slips_of_motor,
)
from cases.same_motor import same_motor
from cases.statuses import FINAL_MOTOR
from slips.queries import shift_of_labels
from slips.tags import Tag, labels
from workflow.models import Event
from workflow.panels import Link, panels_at
from workflow.timeline import arranged, events_of, timeline
from workflow.views.acting import act_on, links

# Beside whose form photos are sent.
PHOTOGRAPHED = {"pass_inspection", "fail_inspection", "clear_for_stock"}
ANSWERS = {"accept_quote", "refuse_quote"}


def visible_motor(request: SignedInRequest, pk: int) -> ReturnedMotor:
    """The motor if the person may see its case, else 404."""
    motor = found_or_404(motor_seen(pk, request.user))
    read_promises([motor])
    return motor


@require_GET
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one motor, and its earlier returns."""
    motor = visible_motor(request, pk)
    events = events_of(motor, request.user)
    possible = {row.offer.verb: row for row in links(motor, request.user)}
    adding = possible.pop("add_photos", None)  # stands with the photos
    repairs = list(repairs_of(motor)) if may_have(motor, "repair") else []
    context = {
        "motor": motor,
        "case": motor.case,
        "actions": arranged(motor, list(possible.values())),
        "photos": photos_of_motor(motor) if may_have(motor, "photo") else [],
        "adding": adding,
        "photo_form": PhotosForm(obj=motor, user=request.user),
        "boxes": signature_boxes(motor.appraisal),
        "findings": findings(motor.appraisal),
        "quotations": quotations_of(motor) if may_have(motor, "quotation") else [],
        "repairs": repairs,
        "cost": own_cost(repairs, freights_on(motor)) if request.user.can("cost.view") else None,
        "inspections": inspections_of(motor) if may_have(motor, "inspection") else [],
        "clock": picture(courses([motor], events)[motor.pk], motor.today, motor.extensions.all()),
        "shipments": shipments_of(motor) if may_have(motor, "shipment") else [],
        "main_panels": panels_at("motor.main", motor, request),
        "side_panels": panels_at("motor.aside", motor, request),
        "slips": [(slip, [motor]) for slip in slips_of_motor(motor.pk, request.user)],
        "earlier": earlier_returns(motor, request.user) if may_have(motor, "earlier") else [],
        "own": f"motor {motor.pk}",
        "timeline": timeline(events, motor),
        "stays": stays(own_events(motor, events), timezone.now()) if motor.received_at else [],
        "put": PlaceForm(obj=motor, user=request.user) if may_put(possible) else None,
        "stood": days_stood(motor, events, timezone.now()),
    }
    return render(request, "cases/motor.html", context)


def earlier_returns(motor: ReturnedMotor, user: User) -> QuerySet[ReturnedMotor]:
    """The same motor as it came back before, the latest first."""
    if not motor.serial_number:
        return ReturnedMotor.objects.none()
    same = same_motor(motor.serial_number, motor.registered)
    rows = ReturnedMotor.objects.visible_to(user).filter(same, pk__lt=motor.pk)
    return rows.select_related("case", "appraisal").order_by("-pk")


def may_put(possible: dict[str, Link]) -> bool:
    """Whether the person may say where it lies."""
    return "put" in possible and possible["put"].offer.open


def own_events(motor: ReturnedMotor, events: list[Event]) -> list[Event]:
    """Those of the motor itself, the oldest first."""
    return [event for event in reversed(events) if (event.subject, event.subject_id) == ("motor", motor.pk)]


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a motor that needs no page of its own."""
    motor = visible_motor(request, pk)
    if verb == "sign_on_paper":
        return ScannedVerbPage(request, motor, verb, {}, {}).serve()
    if verb in ANSWERS:
        return PaperVerbPage(request, motor, verb, {}, {}).serve()
    if verb in PHOTOGRAPHED:
        return PhotographedVerbPage(request, motor, verb, {}, {}).serve()
    return act_on(request, motor, verb)


@require_GET
def label(request: SignedInRequest, pk: int) -> HttpResponse:
    """The label of one motor, 60 × 40 mm."""
    return labels_of(request, [tag_of(visible_motor(request, pk))], f"label-{pk}")


@require_GET
def labels_of_case(request: SignedInRequest, pk: int) -> HttpResponse:
    """The labels of all motors of a case that are here or still to come."""
    rows = ReturnedMotor.objects.visible_to(request.user).filter(case=pk).exclude(status__in=FINAL_MOTOR)
    motors = list(rows.select_related("case__customer", "product").order_by("position"))
    if not motors:
        raise Http404
    return labels_of(request, [tag_of(motor) for motor in motors], f"labels-{pk}")


def labels_of(request: SignedInRequest, tags: list[Tag], name: str) -> HttpResponse:
    """A label a page, or with ``?paper=a4`` sheets of them."""
    on_a4 = request.GET.get("paper") == "a4"
    with translation.override("zh-hans"):
        return pdf_response(labels(tags, on_a4=on_a4, shift=shift_of_labels()), name + ".pdf")
