"""What one person says, written down while they talk, and shown once it counts."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftersales.access import SignedInRequest
from aftersales.views import forbidden
from satisfaction.actions import save_draft, submit_response
from satisfaction.forms import AnswersForm
from satisfaction.models import Improvement, Response
from satisfaction.statuses import ResponseStatus
from slips.models import Slip
from workflow.guards import Blocked, Forbidden, Refused
from workflow.once import earlier_answer
from workflow.timeline import arranged, events_of, timeline
from workflow.views.acting import act_on, links, submit
from workflow.views.refusals import refused


def visible_response(request: SignedInRequest, pk: int) -> Response:
    """The answers if the person may see them, else 404."""
    rows = Response.objects.visible_to(request.user).select_related(*Response.reads)
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def response(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft as a form on one screen; anything else to read."""
    response = visible_response(request, pk)
    if answer := earlier_answer(request.POST.get("key", ""), request.user):
        return redirect(answer)
    if response.status == ResponseStatus.DRAFT and request.user.can("response.fill"):
        return entry(request, response)
    if request.method == "POST":
        return redirect(response)
    context = {
        "response": response,
        "actions": arranged(response, links(response, request.user)),
        "slip": Slip.objects.visible_to(request.user).filter(number=response.number).first()
        if response.number
        else None,
        "improvements": Improvement.objects.visible_to(request.user)
        .filter(response=response)
        .select_related("owner"),
        "timeline": timeline(events_of(response, request.user), response),
    }
    return render(request, "satisfaction/response.html", context)


def entry(request: SignedInRequest, response: Response) -> HttpResponse:
    """The form; "finish" counts the answers, anything else keeps the draft."""
    finish = "finish" in request.POST
    form = AnswersForm(request.POST or None, response=response, finish=finish, initial={"key": uuid.uuid4()})

    def again() -> HttpResponse:
        return render(request, "satisfaction/entry.html", {"response": response, "form": form})

    if request.method == "GET" or not form.is_valid():
        return again()
    if not finish:
        return kept(request, response, form, again)

    def act() -> str:
        version = form.cleaned_data["version"]
        return submit_response(
            response, form.facts(), by=request.user, version=version
        ).target.get_absolute_url()

    return submit(request, response, form, act, again, done=_("The answers are counted."))


def kept(
    request: SignedInRequest, response: Response, form: AnswersForm, again: Callable[[], HttpResponse]
) -> HttpResponse:
    """Save the draft and stay with it."""
    try:
        save_draft(response, form.facts(), by=request.user)
    except Blocked as exception:
        form.add_error("respondent", exception.reason)
        return again()
    except Forbidden as exception:
        return forbidden(request, exception)
    except Refused as exception:
        return refused(request, exception, response.get_absolute_url())
    messages.success(request, _("The draft is saved."))
    return redirect(response)


@require_POST
def save(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep the draft as it is being filled in, and say when it was kept; the page stays as it is."""
    response = visible_response(request, pk)
    form = AnswersForm(request.POST, response=response)
    saved, why = None, ""
    if form.is_valid():
        try:
            saved = save_draft(response, form.facts(), by=request.user).saved_at
        except Refused as exception:
            why = exception.reason
    else:
        why = str(next(iter(form.errors.values()))[0])
    return render(request, "satisfaction/_saved.html", {"at": saved, "why": why})


@require_http_methods(["GET", "POST"])
def act(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """Any transition of answers that needs no page of its own."""
    return act_on(request, visible_response(request, pk), verb)
