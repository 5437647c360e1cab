"""What the frame of every page needs: navigation, counts, search."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from aftersales import __version__, navigation
from aftersales.models import User

PLACES = {"nav": "main", "tools": "tool", "account": "account"}


def page(request: HttpRequest) -> dict[str, str | bool | SimpleLazyObject]:
    """Context of base.html."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo": settings.DEMO}
    return {
        "demo": settings.DEMO,
        "version": __version__,
        **{name: links(request, user, place) for name, place in PLACES.items()},
        "search_url": navigation.search_url(),
    }


def links(request: HttpRequest, user: User, place: str) -> SimpleLazyObject:
    """The links of a place, found once the frame is drawn: a part of a page has none."""
    return SimpleLazyObject(lambda: list(navigation.shown(request, user, place)))
