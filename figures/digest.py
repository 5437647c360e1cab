"""The week in figures, by mail to those who lead: what their first page says, on Monday morning."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aftersales.models import User
from aftersales.roles import roles_with
from figures.models import Alarm
from figures.months import Month
from figures.overview import Overview, overview_of
from figures.report import Line
from notices.models import Letter, choice_of
from notices.planning import mailable, write_to
from workflow.team import Late

MORNING = 6  # o'clock on Monday, before the daily messages go out


def key_of(now: dt.datetime) -> str:
    """That of the letters of a week."""
    year, week, _day = timezone.localtime(now).isocalendar()
    return f"figures {year}-W{week:02d}"


def begun(now: dt.datetime) -> bool:
    """Whether it is later than Monday morning."""
    here = timezone.localtime(now)
    return here.isoweekday() > 1 or here.hour >= MORNING


def readers(now: dt.datetime) -> list[User]:
    """Those who lead, want mail, and have had none of this week."""
    if not begun(now):
        return []
    had = Letter.objects.filter(key=key_of(now)).values("user")
    people = User.objects.filter(is_active=True, grants__role__in=roles_with("team.view")).exclude(pk__in=had)
    rows = people.distinct().order_by("pk").select_related("notice_choice").prefetch_related("grants")
    return [user for user in rows if mailable(user)]


def write_next(now: dt.datetime) -> int:
    """Write to the next of them; how many."""
    user = next(iter(readers(now)), None)
    if user is None:
        return 0
    with translation.override(choice_of(user).language):
        subject, text = letter_of(overview_of(user), timezone.localdate(now))
    return int(write_to(user, key_of(now), subject, text, now))


def letter_of(found: Overview, today: dt.date) -> tuple[str, str]:
    """Subject and text, in the active language."""
    subject = _("Quality, week of %(day)s") % {"day": today}
    parts = [
        _("%(month)s until today:") % {"month": found.report.month},
        *map(line_of, found.lines),
        *section(_("Warnings:"), [*map(warning, found.warnings), *map(missed, found.missed)]),
        *section(_("Late:"), [late(row, whose) for row, whose in found.late]),
        "",
        settings.SITE_URL.rstrip("/") + reverse("figures:overview"),
    ]
    return subject, "\n".join(parts)


def section(title: str, rows: list[str]) -> list[str]:
    return ["", title, *rows] if rows else []


def line_of(line: Line) -> str:
    words = _("%(figure)s: %(now)s (month before %(before)s, year before %(year)s)")
    said = words % {
        "figure": line.label,
        "now": line.now.text,
        "before": line.before.text,
        "year": line.year_ago.text,
    }
    if not line.target:
        return said
    return _("%(said)s, target %(target)s") % {"said": said, "target": line.target}


def warning(alarm: Alarm) -> str:
    words = _("%(sentence)s (%(owner)s, by %(day)s)")
    return words % {"sentence": alarm.sentence, "owner": alarm.owner, "day": alarm.due_on}


def missed(line: Line) -> str:
    """A target that the month before has missed."""
    words = _("%(figure)s, %(month)s: %(now)s, target %(target)s")
    month = Month.now().plus(-1)
    return words % {"figure": line.label, "month": month, "now": line.now.text, "target": line.target}


def late(row: Late, whose: str) -> str:
    about = " ".join(filter(None, [row.item.title, row.item.customer]))
    words = _("%(day)s %(task)s: %(about)s (%(whose)s)")
    return words % {"day": row.item.due_on, "task": row.task.label, "about": about, "whose": whose}
