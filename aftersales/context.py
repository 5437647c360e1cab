"""What the frame of every page needs: navigation, counts, search."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from aftersales import __version__, navigation
from aftersales.explaining import explanation_of
from aftersales.models import User

PLACES = {"nav": "main", "tools": "tool", "account": "account"}


def page(request: HttpRequest) -> dict[str, str | bool | SimpleLazyObject]:
    """Context of base.html."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo": settings.DEMO, "workshop": workshop(request)}
    return {
        "demo": settings.DEMO,
        "workshop": workshop(request),
        "version": __version__,
        **frame(request, user),
        "explanation": explanation_of(request),
        "search_url": reverse("search"),
    }


def workshop(request: HttpRequest) -> str:
    """Where people change at this computer; empty elsewhere. None of it is loaded where it is off."""
    if not settings.QUICK_CHANGE:
        return ""
    from aftersales.quick_change import is_workshop

    return reverse("change_person") if is_workshop(request) else ""


def frame(request: HttpRequest, user: User) -> dict[str, SimpleLazyObject]:
    """The links of each place, found once the frame is drawn: a part of a page has none."""
    counts = cache(lambda: navigation.counts_of(request, user))

    def links(place: str) -> SimpleLazyObject:
        return SimpleLazyObject(lambda: list(navigation.shown(request, user, place, counts)))

    return {name: links(place) for name, place in PLACES.items()}
