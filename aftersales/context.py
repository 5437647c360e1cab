"""What the frame of every page needs: navigation, counts, search."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from aftersales import __version__, navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo": settings.DEMO}
    return {
        "demo": settings.DEMO,
        "version": __version__,
        "nav": list(navigation.shown(request, user, "main")),
        "tools": list(navigation.shown(request, user, "tool")),
        "account": list(navigation.shown(request, user, "account")),
        "search_url": navigation.search_url(),
    }
