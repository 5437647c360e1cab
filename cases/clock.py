"""The promise of 四.3: a motor is given back within 7 days, or 15 where parts are missing.

Calendar days. A day counts if the clock was running when the day began: so the start day does not count, nor
does the day on which a customer accepts a quotation. "Today" is the date in Asia/Shanghai, and an argument.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from warranty.policy import Policy

DUE_SOON_DAYS = 2


@dataclass(frozen=True, slots=True)
class Pause:
    """A quotation waiting for the customer's answer."""

    start: date
    """The quotation was sent."""

    end: date | None = None
    """The customer answered; None while open."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What the due date of one motor follows from (四.3)."""

    started_on: date | None
    """The fourth signature of the appraisal, which finds the cause; None before it."""

    parts_complete: bool
    """Parts were complete when the clock started; parts that arrive later do not restart it."""

    pauses: tuple[Pause, ...] = ()

    extended_to: date | None = None
    """The new date of the last approved extension."""

    stopped_on: date | None = None
    """The motor was shipped."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a promise is due; None while the clock has not started or is paused."""

    original: date | None
    """Without any extension."""

    current: date | None
    """With the extension."""

    paused: bool
    """A quotation is waiting for the customer's answer."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a promise stands on a day."""

    state: Literal["on_track", "due_soon", "overdue", "extended"]

    days: int
    """Past the due date if overdue, else left until it."""


def due_days(parts_complete: bool, policy: Policy) -> int:
    """Calendar days to give the motor back (四.3)."""
    return policy.parts_complete_days if parts_complete else policy.parts_missing_days


def due(promise: Promise, policy: Policy) -> Due:
    """When the promise is due. An extension is kept beside the original date, and never shortens it."""
    if promise.started_on is None:
        return Due(None, None, paused=False)
    original = _with_pauses(promise, promise.started_on + timedelta(due_days(promise.parts_complete, policy)))
    if original is None:
        return Due(None, None, paused=True)
    return Due(original, max(original, promise.extended_to or original), paused=False)


def standing(due_on: date, today: date, extended: bool = False) -> Standing:
    """How a promise due on this day stands today; for a motor already shipped, on the day it shipped.

    Overdue goes before due soon, which begins two days before the date, and both before extended.
    """
    left = (due_on - today).days
    if left < 0:
        return Standing("overdue", -left)
    if left <= DUE_SOON_DAYS:
        return Standing("due_soon", left)
    return Standing("extended" if extended else "on_track", left)


def _with_pauses(promise: Promise, due_on: date) -> date | None:
    """The date moved by every day that a pause covers before it; None if a pause is still open."""
    running_since = promise.started_on or due_on
    for pause in sorted(promise.pauses, key=lambda pause: pause.start):
        start, end = max(pause.start, running_since), pause.end or promise.stopped_on
        if start >= due_on:
            break
        if end is None:
            return None
        if end > start:
            due_on += end - start
            running_since = end
    return due_on
