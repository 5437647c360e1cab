"""Checks passwords, few at a time: a try is counted before its password is looked at.

django-axes locks a name after too many failures, but it counts a failure once the password was checked: thirty
guesses at the same moment all pass its door. Here each of them takes a number first.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from aftersales.throttle import too_often


class CountedBackend(ModelBackend):
    """Django's own backend for as many tries of a name from an address as axes allows, a minute."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        if request is not None and too_often(request, f"sign-in {username}", settings.AXES_FAILURE_LIMIT):
            request.axes_locked_out = True  # type: ignore[attr-defined]  # for its middleware
            raise PermissionDenied
        return super().authenticate(request, username=username, password=password, **kwargs)
