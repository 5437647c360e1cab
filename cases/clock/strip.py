"""The clock of a motor as people see it: a strip of days, and under it the reasons in words.

Lengths are units of a drawing 320 wide; the page scales it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftersales.kit.due import day_beside
from cases.clock.rules import Course, Interval, Step, What
from cases.models import Extension

WIDTH, MARGIN = 320, 6
LABEL = 36  # what a date beside the strip takes

COLOURS: dict[What, str] = {
    "received": "grey",
    "judged": "blue",
    "quoted": "violet",
    "asked_again": "violet",
    "answered": "blue",
    "parts_arrived": "grey",
    "asked": "amber",
    "extended": "blue",
    "refused": "red",
    "judged_again": "amber",
    "shipped": "green",
    "delivered": "green",
    "settled": "grey",
    "given_up": "blue",
    "came_back": "amber",
}


@dataclass(frozen=True)
class Bar:
    """Some days of the strip: thick while the clock runs, thin while it is paused."""

    x: str
    width: str
    colour: str
    thin: bool


@dataclass(frozen=True)
class Mark:
    """A day of the strip: its line, and its date above or below."""

    x: str
    text_x: str
    anchor: str
    colour: str
    day: dt.date
    above: bool
    text: str


@dataclass(frozen=True)
class Reason:
    """What moved or stopped the clock, in words."""

    on: dt.date
    colour: str
    clause: str
    text: str
    who: str = ""
    said: str = ""


@dataclass(frozen=True)
class Picture:
    """The drawing of a course on a day; ``bars`` is empty before the motor has arrived."""

    bars: list[Bar]
    marks: list[Mark]
    reasons: list[Reason]


def picture(found: Course, today: dt.date, extensions: Iterable[Extension] = ()) -> Picture:
    """The clock as it stands today. ``extensions``: the requests of the motor, the oldest first."""
    if not found.intervals:
        return Picture([], [], [])
    scale = Scale(found, today)
    return Picture(list(bars(found, scale)), list(marks(found, scale)), list(reasons(found, extensions)))


class Scale:
    """Which day stands where."""

    def __init__(self, found: Course, today: dt.date) -> None:
        self.start = found.intervals[0].start
        last = found.intervals[-1]
        self.now = last.start if last.state == "stopped" else max(today, self.start)
        self.stopped = last.state == "stopped"
        self.end = max(filter(None, (self.now, found.due, self.start + dt.timedelta(days=1))))

    def x(self, day: dt.date) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * ((day - self.start) / (self.end - self.start))


def bars(found: Course, scale: Scale) -> Iterator[Bar]:
    """The days that are past, what is overdue of the present promise in red."""
    for row in found.intervals:
        end = min(row.end or scale.now, scale.now)
        if row.state != "stopped":
            for start, until, colour in parts(row, end, found.due):
                x, width = scale.x(start), scale.x(until) - scale.x(start)
                yield Bar(f"{x:.1f}", f"{width:.1f}", colour, row.state == "paused")


def parts(row: Interval, end: dt.date, due: dt.date | None) -> Iterator[tuple[dt.date, dt.date, str]]:
    """The days of an interval before the due date, and those after it."""
    colour = "violet" if row.state == "paused" else COLOURS[row.cause]
    late = row.state == "running" and row.end is None and due is not None and end > due
    turn = max(due, row.start) if late and due else end
    if row.start < turn:
        yield row.start, turn, colour
    if turn < end:
        yield turn, end, "red"


def marks(found: Course, scale: Scale) -> Iterator[Mark]:
    """Where it began and where it stands below the strip, what was promised above it."""
    yield mark(scale, scale.start, "grey", above=False)
    if scale.x(scale.now) - scale.x(scale.start) > LABEL:
        yield mark(scale, scale.now, "green" if scale.stopped else "grey", above=False)
    if found.original and found.due and found.original != found.due:
        near = scale.x(found.due) - scale.x(found.original) < LABEL
        yield mark(scale, found.original, "grey", above=True, anchor="end" if near else "")
        yield mark(scale, found.due, "blue", above=True, anchor="start" if near else "")
    elif found.due:
        yield mark(scale, found.due, "blue", above=True)


def mark(scale: Scale, day: dt.date, colour: str, *, above: bool, anchor: str = "") -> Mark:
    """A day's mark; a date near an edge stays inside."""
    x = scale.x(day)
    if x > WIDTH - LABEL / 2:
        anchor = "end"
    elif x < LABEL / 2:
        anchor = "start"
    inside = min(max(x, MARGIN), WIDTH - MARGIN)
    return Mark(
        f"{x - 0.75:.1f}",
        f"{inside:.1f}",
        anchor or "middle",
        colour,
        day,
        above,
        day_beside(day, scale.start),
    )


# -- in words -----------------------------------------------------------------------------------------


def reasons(found: Course, extensions: Iterable[Extension]) -> Iterator[Reason]:
    """Every step in its order, the extensions with who asked, who decided and what they said."""
    requests, request = iter(extensions), None
    for step in found.steps:
        text = sentence(step, found)
        if step.what == "asked":
            request = next(requests, None)
        person, said = spoken(step, request)
        colour = "red" if step.on == found.stopped_on and lateness(found) else COLOURS[step.what]
        if text:
            yield Reason(step.on, colour, step.clause, text, person, said)


def spoken(step: Step, request: Extension | None) -> tuple[str, str]:
    """Who asked for or decided an extension, and their words."""
    if request and step.what == "asked":
        return str(request.requested_by), request.reason
    if request and step.what in {"extended", "refused"}:
        return str(request.decided_by or ""), request.decision
    return "", ""


def lateness(found: Course) -> int:
    """Days between the due date and the day the clock stopped; 0 in time."""
    if not (found.stopped_on and found.due):
        return 0
    return max((found.stopped_on - found.due).days, 0)


def sentence(step: Step, found: Course) -> str:
    """What a step meant, or an empty string where it meant nothing."""
    dates = {
        "due": step.due and day_beside(step.due, step.on),
        "to": step.to and day_beside(step.to, step.on),
    }
    words = dates | {"days": step.days}
    if step.what in {"shipped", "delivered"}:
        return settled(step, found)
    if step.what == "judged":
        return cause_found(step) % words
    if step.what == "quoted" and step.due:
        return _("A quotation was sent when the day had come; the clock runs on.")
    if step.what == "answered":
        return answered(step) % words
    return str(PLAIN[step.what]() % words)


PLAIN = {
    "received": lambda: _("Received; the appraisal is due by %(due)s."),
    "quoted": lambda: _("Quotation sent; the clock stands still until the customer has answered."),
    "asked_again": lambda: _("The customer was asked again about the quotation."),
    "parts_arrived": lambda: _("The missing parts have arrived; the date stays."),
    "asked": lambda: _("An extension to %(to)s was asked for."),
    "extended": lambda: _("Extended to %(due)s."),
    "refused": lambda: _("The extension was refused; the date stays."),
    "judged_again": lambda: _("To be appraised again by %(due)s; then there is a new promise."),
    "settled": lambda: _("Scrapped; nothing is due any more."),
    "given_up": lambda: _("No answer to the quotation while it was valid; due on %(due)s."),
    "came_back": lambda: _("The shipment came back; due on %(due)s as before."),
}


def cause_found(step: Step) -> str:
    if not step.due:
        return _("Cause found; the motor is taken back, and no day is promised.")
    if step.parts_complete:
        return ngettext(
            "Cause found, parts complete: %(days)d day, until %(due)s.",
            "Cause found, parts complete: %(days)d days, until %(due)s.",
            step.days,
        )
    return ngettext(
        "Cause found, parts missing: %(days)d day, until %(due)s.",
        "Cause found, parts missing: %(days)d days, until %(due)s.",
        step.days,
    )


def answered(step: Step) -> str:
    if not step.days:
        return _("The customer answered; due on %(due)s.")
    return ngettext(
        "The customer answered after %(days)d day, which is given back: due on %(due)s.",
        "The customer answered after %(days)d days, which are given back: due on %(due)s.",
        step.days,
    )


def settled(step: Step, found: Course) -> str:
    """Shipping or delivery: the one that stops the clock says whether it was in time."""
    last = found.intervals[-1]
    if "came_back" in {later.what for later in found.steps[found.steps.index(step) + 1 :]}:
        return _("Shipped.") if step.what == "shipped" else _("Said to be delivered.")
    if last.state != "stopped" or last.cause != step.what:
        return _("Shipped; the clock runs until the delivery.") if found.stopped_on is None else ""
    late = lateness(found)
    done = _("Shipped") if step.what == "shipped" else _("Delivered")
    if not late:
        return _("%(done)s in time.") % {"done": done}
    return ngettext("%(done)s %(days)d day late.", "%(done)s %(days)d days late.", late) % {
        "done": done,
        "days": late,
    }
