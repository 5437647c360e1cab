"""Who is signed in: everybody's own sessions, and for the administrator everybody's."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aftersales.access import SignedInRequest, require
from aftersales.quick_change import name_computer
from people.actions import end_sessions
from people.conditions import ADMINISTERS
from people.sessions import mark_of, signed_in


def administers(request: SignedInRequest) -> bool:
    return ADMINISTERS(request.user, request.user)


@require_GET
def show(request: SignedInRequest) -> HttpResponse:
    """Where somebody is signed in, since when, and a way to end it."""
    everybody = administers(request)
    context = {
        "sessions": signed_in(None if everybody else request.user),
        "here": mark_of(request.session.session_key or ""),
        "everybody": everybody,
        "quick_change": settings.QUICK_CHANGE,
    }
    return render(request, "people/sessions.html", context)


@require_POST
def end(request: SignedInRequest, mark: str) -> HttpResponse:
    """Whoever has this session is signed out."""
    rows = signed_in(None if administers(request) else request.user)
    found = [row for row in rows if row.mark == mark]
    if not found:
        raise Http404
    end_sessions(found, by=request.user)
    messages.success(request, _("Signed out there."))
    return redirect("people:sessions")


@require("person.edit")
@require_POST
def workshop_computer(request: SignedInRequest) -> HttpResponse:
    """This computer becomes one of the workshop, at which people change by badge or PIN, or is one no more."""
    if not settings.QUICK_CHANGE:
        raise Http404
    response = redirect("people:sessions")
    name_computer(request, response)
    return response
