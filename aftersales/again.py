"""The password once more before what decides money, penalties, the policy, people or a void slip.

A screen left open is not enough.

Signing in counts as having said it. For how many minutes it is enough says ``PASSWORD_AGAIN``; 0 asks nobody but
who came with a badge or a PIN.
"""

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from aftersales.access import SignedInRequest, View
from aftersales.roles import ASKS_AGAIN
from aftersales.unsent import keep

GIVEN = "password given"  # key of a session: the moment
QUICK = "quick change"  # key of a session that began with a badge or a PIN, see quick_change.py
AFTER_QUICK = 10  # minutes


def password_given(request: HttpRequest) -> None:
    """The person of this session has just said their password."""
    request.session[GIVEN] = time.time()


def is_due(request: HttpRequest, codename: str) -> bool:
    """Whether the password has to be said before this is done in this session."""
    minutes = settings.PASSWORD_AGAIN or (AFTER_QUICK if QUICK in request.session else 0)
    if codename not in ASKS_AGAIN or not minutes:
        return False
    given: float = request.session.get(GIVEN, 0)
    return time.time() - given > minutes * 60


def ask(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks for it, and from there back; what was sent is kept meanwhile."""
    back = request.get_full_path()
    if request.method == "POST" and keep(request):
        back = reverse("send_again")
    return redirect(f"{reverse('password_again')}?{urlencode({'next': back})}")


def password_first(codename: str, to_look: bool = False) -> Callable[[View], View]:
    """Let nobody with this permission write on the page, or with ``to_look`` open it, before the password is said."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: SignedInRequest, *args: str | int, **kwargs: str | int) -> HttpResponseBase:
            acts = to_look or request.method == "POST"
            if acts and is_due(request, codename) and request.user.can(codename):
                return ask(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
