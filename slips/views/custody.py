"""Copies on their way: scanned, acknowledged, or held by somebody who only wants to know whether it is genuine."""

import hmac

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersales.access import SignedInRequest, require
from aftersales.kit.throttle import too_often
from aftersales.models import User
from aftersales.views import forbidden
from slips.actions import acknowledge, acknowledge_several
from slips.kinds import Copy
from slips.models import PrintedCopy, Slip
from slips.models.slip import MARK
from slips.queries import copies_for
from slips.views.slips import visible_slip
from workflow.guards import Blocked, Forbidden

MOST = 200  # copies of one form


@require("slip.acknowledge")
@require_POST
def acknowledge_copy(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The person has this copy."""
    slip = visible_slip(request, pk)
    if not 1 <= number <= len(slip.definition.copies):
        raise Http404
    try:
        acknowledge(slip, number, by=request.user)
    except Forbidden as exception:
        return forbidden(request, exception)
    except Blocked as exception:
        messages.error(request, exception.reason)
    else:
        messages.success(request, _("Acknowledged: you have copy %(n)d.") % {"n": number})
    return redirect(slip)


@require("slip.acknowledge")
@require_http_methods(["GET", "POST"])
def copies(request: SignedInRequest) -> HttpResponse:
    """All copies that are on their way to the person; those ticked are acknowledged."""
    if request.method == "GET":
        rows = copies_for(request.user)[:MOST]
        return render(request, "slips/copies.html", {"rows": with_recipients(list(rows)), "most": MOST})
    return acknowledged(request, keys_of(request.POST.getlist("copy")))


def acknowledged(request: SignedInRequest, keys: list[int]) -> HttpResponse:
    """What came of it: as a second click finds nothing left to do, it says nothing of it."""
    chosen = list(copies_for(request.user).filter(pk__in=keys[:MOST]))
    refused = acknowledge_several(chosen, by=request.user)
    for reason in refused:
        messages.error(request, reason)
    if taken := len(chosen) - len(refused):
        words = ngettext("Acknowledged: %(n)d copy.", "Acknowledged: %(n)d copies.", taken)
        messages.success(request, words % {"n": taken})
    elif not keys:
        messages.info(request, _("Tick the copies that you have."))
    return redirect("slips:copies")


def with_recipients(rows: list[PrintedCopy]) -> list[tuple[PrintedCopy, Copy]]:
    """Each printed copy with what the form says of it: its number and for whom it is."""
    return [(printed, printed.slip.copy(printed.number)) for printed in rows]


def keys_of(values: list[str]) -> list[int]:
    """The keys among what a form says."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 18]


@login_not_required
@never_cache
@require_GET
def check(request: HttpRequest, number: str, mark: str) -> HttpResponse:
    """What a QR code opens: the slip for those allowed; for others, whether it is genuine and in force.

    An unknown number and a wrong mark are answered alike, and nothing of the slip is shown.
    """
    if not request.user.is_authenticated and too_often(request, "check"):
        response = render(request, "slips/check.html", {"answer": "too_often"}, status=429)
    else:
        slip = genuine(number, mark)
        if slip and may_open(request.user, slip):
            return redirect(slip)
        context = {"answer": answer(slip), "number": number.upper(), "factory": settings.FACTORY_NAME}
        response = render(request, "slips/check.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def may_open(user: User | AnonymousUser, slip: Slip) -> bool:
    """Whether this visitor has an account that sees the slip."""
    return user.is_authenticated and Slip.objects.visible_to(user).filter(pk=slip.pk).exists()


def genuine(number: str, mark: str) -> Slip | None:
    """The slip of this number whose snapshot has this mark and is what it was when it was issued."""
    asked = mark.lower().encode()
    found = None
    for slip in Slip.objects.filter(number=number.upper()):
        same = hmac.compare_digest(slip.digest[:MARK].encode(), asked)
        if same and hmac.compare_digest(slip.digest, slip.sealed()):
            found = slip
    return found


def answer(slip: Slip | None) -> str:
    """What somebody without access learns of a slip."""
    if slip is None:
        return "not_genuine"
    if not slip.void:
        return "in_force"
    return "replaced" if Slip.objects.filter(replaces=slip).exists() else "void"
