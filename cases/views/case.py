"""The case: its page and its actions."""

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from aftersales.access import SignedInRequest
from aftersales.models import User
from cases.clock.deadlines import courses
from cases.clock.strip import picture
from cases.intake.forms import PhotosForm
from cases.intake.presentation import number_given, preliminary_verdict
from cases.models import Case, ReturnedMotor
from cases.presentation import facts_of, progress
from cases.queries import ENDED
from slips.items import with_items
from slips.models import Slip
from workflow.models import Facts
from workflow.panels import links_from_above, panels_at
from workflow.timeline import arranged, dossiers_beside, events_of, timeline
from workflow.verbs import reads_of
from workflow.views.acting import act_on, links

CLOCKS = 12  # motors whose clocks the page of a case draws


def visible_case(request: SignedInRequest, pk: int) -> Case:
    """The case if the person may see it, else 404."""
    rows = Case.objects.visible_to(request.user).select_related(
        "customer", "product", "salesperson", "created_by", "authorised_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_GET
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one case, and just the actions that this person may take."""
    case = visible_case(request, pk)
    motors_of = ReturnedMotor.objects.select_related(*reads_of(ReturnedMotor))
    related = motors_of.prefetch_related("appraisal__signatures", "extensions")
    prefetch_related_objects([case], Prefetch("motors", related))
    motors = list(case.motors.all())
    possible = {row.offer.verb: row for row in links(case, request.user)}
    adding = possible.pop("add_photos", None)  # stands with the photos
    context = {
        "case": case,
        "actions": arranged(case, links_from_above(case, request.user) + list(possible.values())),
        "adding": adding,
        "photo_form": PhotosForm(obj=case, user=request.user),
        "motors": [(motor, arranged(motor, links(motor, request.user))) for motor in motors],
        "progress": progress(case),
        "facts": facts_of(case),
        "main_panels": panels_at("case.main", case, request),
        "side_panels": panels_at("case.aside", case, request),
        "slips": with_items(slips_of(case, request.user)),
        "photos": case.photos.all(),
        "timeline": timeline(events_of(case, request.user)),
    }
    if not motors and case.status not in ENDED:
        context |= number_given(case, request.user)
    return render(request, "cases/case.html", context | clocks(motors) | preliminary_verdict(case))


def slips_of(case: Case, user: User) -> QuerySet[Slip]:
    """The slips of the case and of what its page shows beside it, in the order of their issue."""
    own = Case.objects.order_by().filter(pk=case.pk).values("pk")
    rows = Slip.objects.filter(dossier__in=own.union(*dossiers_beside(case), all=True))
    return rows.visible_to(user).select_related("issued_by").order_by("id")


def clocks(motors: list[ReturnedMotor]) -> Facts:
    """The clocks of the motors that have arrived, what is due first before the others."""
    ran = [motor for motor in motors if motor.received_at]
    ran.sort(key=lambda motor: (bool(motor.stopped_on), motor.due_on or motor.today))
    found = courses(ran[:CLOCKS])
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
