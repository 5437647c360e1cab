"""Permissions at the door of a view."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch
from django_htmx.middleware import HtmxDetails

from aftersales.models import User

View = Callable[..., HttpResponseBase]

REQUIRED: dict[str, str] = {}
"""The permissions that views ask for, each with the name of one such view."""


class SignedInRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware: it has an address, and its user is ours."""

    user: User
    htmx: HtmxDetails
    resolver_match: ResolverMatch


def require(codename: str) -> Callable[[View], View]:
    """Let only people with the permission into the view; others get 403."""

    def decorate(view: View) -> View:
        REQUIRED[codename] = f"{view.__module__}.{view.__name__}"

        @wraps(view)
        def guarded(request: SignedInRequest, *args: str | int, **kwargs: str | int) -> HttpResponseBase:
            if not request.user.can(codename):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
