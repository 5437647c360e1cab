"""The frame of every page: what looks the same is drawn once, and the main navigation at once."""

from collections.abc import Hashable, Iterable
from functools import lru_cache
from secrets import token_hex
from typing import NamedTuple

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftersales.models import User
from aftersales.navigation import ShownLink
from aftersales.templatetags.icons import icon
from aftersales.templatetags.marks import count, html

register = template.Library()

IN_BAR, ON_PHONE = 6, 4
"""As many ways stand in the bar on top, and in that of a phone; the others are under "More"."""

MOST_BARS = 512  # kept: one for a person, a page of the navigation and what waits
HERE, TOKEN = token_hex(16), token_hex(16)  # stand for what each request has of its own


@register.simple_tag
def fixed(name: str) -> SafeString:
    """A part of the page that depends on the language alone."""
    return drawn_in(get_language(), name)


@lru_cache(maxsize=64)
def drawn_in(language: str, name: str) -> SafeString:
    return render_to_string(name)


class Bar(NamedTuple):
    """What the bar on top shows to who is signed in."""

    user: User
    nav: Iterable[ShownLink]
    tools: Iterable[ShownLink]
    account: Iterable[ShownLink]
    search_url: str
    version: str
    workshop: str
    demo: bool

    @property
    def look(self) -> tuple[Hashable, ...]:
        """Bars that have this in common are the same, in one language."""
        links = tuple(
            (link.url, link.count, link.current)
            for each in (self.nav, self.tools, self.account)
            for link in each
        )
        return str(self.user), self.user.roles, links, self.workshop, self.demo


BARS: dict[tuple[Hashable, ...], list[str]] = {}
"""By language and look the bar, cut where the address and the token of a request belong."""


@register.simple_tag(takes_context=True)
def topbar(context: Context) -> SafeString:
    """The bar on top for who is signed in, with the address of this request and its token."""
    bar = Bar(*(context[name] for name in Bar._fields))
    look = (get_language(), *bar.look)
    parts = BARS.get(look)
    if parts is None:
        if len(BARS) >= MOST_BARS:
            BARS.clear()
        parts = BARS[look] = parts_of(bar)
    before, between, after = parts
    here = html(context["request"].get_full_path())
    return SafeString(f"{before}{here}{between}{context['csrf_token']}{after}")


def parts_of(bar: Bar) -> list[str]:
    """The bar as it is drawn, in three parts."""
    stands_for = {"request": {"get_full_path": HERE}, "csrf_token": TOKEN}
    text = render_to_string("_topbar.html", bar._asdict() | stands_for)
    before, rest = text.split(HERE)
    return [before, *rest.split(TOKEN)]


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
