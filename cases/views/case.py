"""The case: its page and its actions."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest
from aftersales.kit.prepared import attach, found_or_404
from aftersales.models import User
from cases.bench.queries import days_stood
from cases.clock.deadlines import courses
from cases.clock.strip import picture
from cases.intake.presentation import number_given, preliminary_verdict
from cases.models import Case, ReturnedMotor
from cases.photos.forms import PhotosForm
from cases.presentation import facts_of, progress
from cases.queries import case_seen, may_have, photos_of, read_motors, slips_of
from cases.same_motor import ENDED
from cases.views.many import together
from slips.items import with_items
from workflow.models import Event, Facts, editions_once
from workflow.panels import Link, links_from_above, panels_at
from workflow.timeline import arranged, events_of, timeline
from workflow.views.acting import act_on, links

CLOCKS = 12  # motors whose clocks the page of a case draws


def visible_case(request: SignedInRequest, pk: int) -> Case:
    """The case if the person may see it, else 404."""
    return found_or_404(case_seen(pk, request.user))


@require_GET
@editions_once()
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one case, and just the actions that this person may take."""
    case = visible_case(request, pk)
    motors = read_motors(case)
    attach([case], "photos", photos_of(case) if may_have(case, "photo") else [])
    events = events_of(case, request.user)
    for motor in motors:
        motor.stood = days_stood(motor, events, timezone.now())
    dossiers = sorted({event.dossier_id for event in events})  # its own, and what is shown beside it
    possible = {row.offer.verb: row for row in links(case, request.user)}
    adding = possible.pop("add_photos", None)  # stands with the photos
    rows = [(motor, next_steps(motor, request.user)) for motor in motors]
    context = {
        "case": case,
        "actions": arranged(case, links_from_above(case, request.user) + list(possible.values())),
        "adding": adding,
        "photo_form": PhotosForm(obj=case, user=request.user),
        "motors": rows,
        "many": together(link.offer for _motor, steps in rows for link in steps if not link.again),
        "progress": progress(case, events),
        "facts": facts_of(case),
        "main_panels": panels_at("case.main", case, request),
        "side_panels": panels_at("case.aside", case, request),
        "slips": with_items(slips_of(dossiers, request.user)),
        "photos": case.photos.all(),
        "timeline": timeline(events, case),
    }
    if not motors and case.status not in ENDED:
        context |= number_given(case, request.user)
    return render(request, "cases/case.html", context | clocks(motors, events) | preliminary_verdict(case))


def next_steps(motor: ReturnedMotor, user: User) -> list[Link]:
    """What this person may do next with a motor of the case; its photos stand on its own page."""
    return arranged(motor, [link for link in links(motor, user) if link.offer.verb != "add_photos"])


def clocks(motors: list[ReturnedMotor], events: list[Event]) -> Facts:
    """The clocks of the motors that have arrived, what is due first before the others."""
    ran = [motor for motor in motors if motor.received_at]
    ran.sort(key=lambda motor: (bool(motor.stopped_on), motor.due_on or motor.today))
    found = courses(ran[:CLOCKS], events)
    shown = [(motor, picture(found[motor.pk], motor.today)) for motor in ran[:CLOCKS]]
    return {"clocks": shown, "more": max(len(ran) - CLOCKS, 0)}


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of a case that needs no page of its own."""
    case = visible_case(request, pk)
    if verb != "authorise_return":
        return act_on(request, case, verb)
    beside = preliminary_verdict(case) | number_given(case, request.user)
    return act_on(request, case, verb, aside="cases/_preliminary_verdict.html", **beside)
