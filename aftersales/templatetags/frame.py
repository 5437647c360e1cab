"""The main navigation: drawn at once, as it stands on every page with two dozen ways."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aftersales.navigation import ShownLink
from aftersales.templatetags.icons import icon
from aftersales.templatetags.marks import count, html

register = template.Library()

IN_BAR, ON_PHONE = 6, 4
"""As many ways stand in the bar on top, and in that of a phone; the others are under "More"."""


@register.simple_tag
def ways(nav: Iterable[ShownLink]) -> SafeString:
    """The top bar, and the bottom bar of a phone."""
    entries = list(map(entry, nav))
    if len(entries) == ON_PHONE + 1:  # the fifth takes no more room than "More"
        return SafeString(items(entries))
    bar = items(entries[:ON_PHONE]) + items(entries[ON_PHONE:IN_BAR], "nophone")
    return SafeString(bar + more(entries[ON_PHONE:]) if len(entries) > ON_PHONE else bar)


def more(entries: list[str]) -> str:
    """What the bar has no room for; what it has room for but on a phone is there for the phone alone."""
    beside = IN_BAR - ON_PHONE
    phone = ' class="phone"' if len(entries) <= beside else ""
    listed = items(entries[:beside], "phone") + items(entries[beside:])
    mark = icon("ellipsis", size=18, aria_hidden="true")
    words = _("More")  # makemessages does not look into the brackets of an f-string
    return (
        f'<li{phone}><details class="menu"><summary>{mark}{words}</summary><ul>{listed}</ul></details></li>'
    )


def items(entries: Iterable[str], kind: str = "") -> str:
    start = f'<li class="{kind}">' if kind else "<li>"
    return "".join(f"{start}{one}</li>" for one in entries)


def entry(link: ShownLink) -> str:
    current = ' aria-current="page"' if link.current else ""
    mark = icon(link.icon, size=18, aria_hidden="true") if link.icon else ""
    return f'<a href="{link.url}"{current}>{mark} {html(link.label)} {count(link.count)}</a>'
