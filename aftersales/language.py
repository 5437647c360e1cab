"""The language of a page: what the person has chosen, before that what the browser prefers, else Chinese.

A choice is a cookie of the browser. Who is signed in keeps it: the next sign-in, on whichever computer, brings it back,
and signing out takes it away from a computer that others use too.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.i18n import set_language

from aftersales.models import User


class LanguageMiddleware:
    """Answers in the language chosen here, or in the first of the browser's that we have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = self.get_response(request)
        patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", language)
        return response


def choose(request: HttpRequest) -> HttpResponse:
    """Keep the language that somebody chooses, and show it; of who is signed in for all their browsers."""
    response = set_language(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return response


def remember(response: HttpResponse, person: User) -> None:
    """Let a person who signs in read what they have chosen before, if they have."""
    if person.language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax")


def forget(response: HttpResponse) -> None:
    """Leave the choice to who comes next."""
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
