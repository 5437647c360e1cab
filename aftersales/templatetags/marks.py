"""The marks of every list and head: a status, a due date, a number. Functions, as an include takes forty times as long.

They are there in every template, without ``{% load %}``.
"""

import datetime as dt
from functools import cache
from html import escape

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftersales.citations import FACTORY_DEFAULT, WITHIN, anchor
from aftersales.kit.choices import Label
from aftersales.kit.due import Standing, day_beside
from aftersales.templatetags.icons import icon

register = template.Library()

NOTHING = SafeString()
MANY = 99
MINUTE, DAY = "%Y-%m-%d %H:%M", "%Y-%m-%d"
ICONS = {"overdue": "triangle-alert", "due_soon": "clock-alert", "extended": "calendar-plus"}


def html(words: object) -> str:
    """Words as HTML: what people typed is escaped, here and not by Django, which takes three times as long."""
    text = str(words)
    return text if isinstance(text, SafeString) else escape(text)


def id_link(url: str, words: object) -> SafeString:
    """The number or the name of a thing, with the way to its page."""
    return SafeString(f'<a class="id" href="{html(url)}">{html(words)}</a>')


def broken(words: object) -> str:
    """Words as HTML, with the line breaks that they were typed with."""
    return html(normalize_newlines(str(words))).replace("\n", "<br>")


@register.simple_tag
def status(label: Label, colour: str = "") -> SafeString:
    """A status: words, with a colour to help (grey, blue, amber, green, red, violet, teal)."""
    words = str(label)
    return SafeString(f'<span class="tag {colour or "grey"}">{html(words[:1].upper() + words[1:])}</span>')


@register.simple_tag
def history(thing: object) -> SafeString:
    """The way to all that ever happened to a thing, beside its name; nothing where it has no such page."""
    url = getattr(thing, "history_url", "")
    if not url:
        return NOTHING
    words = html(_("History of %(name)s") % {"name": getattr(thing, "serial_number", thing)})
    mark = icon("history", size=15, aria_hidden="true")
    said = f'{mark}<span class="hidden">{words}</span>'
    return SafeString(f'<a class="history" href="{html(url)}" title="{words}">{said}</a>')


@register.simple_tag
def clause(number: str) -> SafeString:
    """A clause of the regulation, or what the factory chose where it is silent: a link to where it is read."""
    words = _("factory default") if number == FACTORY_DEFAULT else number
    place = anchor(number)
    if not place:
        return SafeString(f'<span class="clause">{html(words)}</span>')
    return SafeString(f'<a class="clause" href="{regulation()}#{place}">{html(words)}</a>')


@cache
def regulation() -> str:
    """Where the regulation is read: asked of the URLs once, as a page cites a dozen clauses."""
    return reverse("regulation")


@register.filter
def cited(text: Label) -> SafeString:
    """A sentence of ours in which each clause that it cites leads to where it is read."""
    link = f'<a href="{regulation()}#'
    return SafeString(WITHIN.sub(lambda found: f'{link}{anchor(found[0])}">{found[0]}</a>', html(text)))


@register.filter
def short(text: str, most: int) -> str:
    """The beginning of a text, for a row of a list: at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


@register.filter
def near_day(at: dt.date | dt.datetime) -> str:
    """A day without its year, where that is this year."""
    day = timezone.localdate(at) if isinstance(at, dt.datetime) else at
    return day_beside(day, timezone.localdate())


@register.filter
def near_minute(at: dt.datetime) -> str:
    """A moment without its year, where that is this year."""
    return f"{near_day(at)} {timezone.localtime(at):%H:%M}"


@register.simple_tag
def count(n: int) -> SafeString:
    """A number in a pill; none for zero, and hundreds are shown as 99+."""
    return SafeString(f'<span class="count">{"99+" if n > MANY else n}</span>') if n else NOTHING


@register.simple_tag
def due(
    due_on: dt.date | None, standing: Standing | None, *, paused: bool = False, done: dt.date | None = None
) -> SafeString:
    """How a promise stands; nothing where none was given.

    ``paused``: the clock stands still, which is said instead of a date. ``done``: only the date matters any more.
    """
    if paused:
        pause = icon("circle-pause", size=15, aria_hidden="true")
        words = html(_("Clock paused"))
        return SafeString(f'<span class="due violet">{pause} {words}</span>')
    if not due_on:
        return NOTHING
    if done or standing is None:
        return SafeString(f'<span class="due">{day(due_on)}{first(standing)}</span>')
    symbol = icon(ICONS.get(standing.state, "calendar"), size=15, aria_hidden="true")
    words = f"{symbol} {html(in_words(due_on, standing))}{first(standing)}"
    return SafeString(f'<span class="due {standing.state}" title="{due_on.isoformat()}">{words}</span>')


def day(on: dt.date) -> SafeString:
    """A day, for people and for machines."""
    return SafeString(f'<time datetime="{on.isoformat()}">{on.isoformat()}</time>')


@register.simple_tag
def moment(at: dt.datetime | None) -> SafeString:
    """When something was, to the minute."""
    return timed(at, MINUTE)


@register.simple_tag
def day_of(at: dt.datetime | None) -> SafeString:
    """The day on which something was."""
    return timed(at, DAY)


def timed(at: dt.datetime | None, shown: str) -> SafeString:
    """A moment in Shanghai, in words and for machines: nothing in it could be mistaken for HTML."""
    if at is None:
        return NOTHING
    local = timezone.localtime(at)
    return SafeString(
        f'<time datetime="{local.isoformat(timespec="seconds")}">{local.strftime(shown)}</time>'
    )


@register.simple_tag
def at_step(days: int | None) -> SafeString:
    """How long something is at a step for which no clock runs; nothing on the first day."""
    if not days:
        return NOTHING
    words = ngettext("at this step for %(n)s day", "at this step for %(n)s days", days)
    return SafeString(f'<span class="soft small">{html(words % {"n": days})}</span>')


@register.simple_tag
def since(day: dt.date) -> SafeString:
    """Since when something waits."""
    words = html(_("waits since %(day)s") % {"day": day.isoformat()})
    return SafeString(f'<span class="soft">{words}</span>')


def in_words(due_on: dt.date, standing: Standing) -> str:
    """How far away the day is, or which day it is."""
    n, day = standing.days, day_beside(due_on, timezone.localdate())
    if standing.state == "overdue":
        return ngettext("%(n)s day overdue", "%(n)s days overdue", n) % {"n": n}
    if standing.state == "due_soon":
        soon = {0: _("Due today"), 1: _("Due tomorrow")}
        return soon.get(n) or _("Due in %(n)s days") % {"n": n}
    if standing.state == "extended":
        return _("Extended to %(date)s") % {"date": day}
    return _("Due %(date)s") % {"date": day}


def first(standing: Standing | None) -> SafeString:
    """The day that was promised first, where an extension has moved it."""
    if standing is None or standing.original is None:
        return NOTHING
    day = day_beside(standing.original, timezone.localdate())
    words = _("(was %(date)s)") % {"date": day}
    return SafeString(f" <small>{html(words)}</small>")
