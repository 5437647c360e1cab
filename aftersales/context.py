"""What the frame of every page needs: navigation, counts, search."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftersales import __version__
from aftersales.worklist import count_of

NAV = (
    # URL name, label, icon, permission ("" for everybody)
    ("home", _("Worklist"), "inbox", ""),
    ("cases:list", _("Cases"), "message-square-warning", ""),
    ("cases:motors", _("Motors"), "cog", ""),
    ("returns:slips", _("Slips"), "files", "slip.view"),
    ("ledgers", _("Ledgers"), "notebook-tabs", "slip.view"),
    ("cases:on_time", _("In time"), "timer", "on_time.view"),
    ("satisfaction:campaigns", _("Satisfaction"), "smile", "survey.list"),
    ("warranty:what_if", _("What if"), "scale", ""),
    ("accountability:actions", _("Corrective actions"), "shield-check", "action.view"),
    ("accountability:penalties", _("Penalties"), "gavel", "penalty.view"),
    ("warranty:editions", _("Policy"), "book-open", ""),
)


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo": settings.DEMO}
    return {
        "demo": settings.DEMO,
        "version": __version__,
        "nav": [entry(request, *row[:3]) for row in NAV if not row[3] or user.can(row[3])],
        "search_url": reverse("cases:list"),
        "notices_url": reverse("cases:notices"),
        "unread_count": user.notices.filter(read_at=None)[:100].count(),
    }


def entry(request: HttpRequest, name: str, label: Any, icon: str) -> dict[str, Any]:
    """One link of the navigation; the worklist carries the number of things that wait."""
    match = request.resolver_match
    return {
        "url": reverse(name),
        "label": label,
        "icon": icon,
        "count": count_of(request.user) if name == "home" else 0,  # type: ignore[arg-type]
        "current": match is not None and match.view_name == name,
    }
