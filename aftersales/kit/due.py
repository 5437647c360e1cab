"""How a due date stands on a day: pure, and the same for everything that is promised."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

DUE_SOON_DAYS = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """How a promise stands on a day."""

    state: Literal["on_track", "due_soon", "overdue", "extended"]

    days: int
    """Past the due date if overdue, else left until it."""

    original: date | None = None
    """What was promised first, where an extension has moved it."""


def standing(due_on: date, today: date, original: date | None = None) -> Standing:
    """How a promise due on this day stands today; for a motor already given back, on the day it was.

    ``original`` is the day promised before an extension. Overdue goes before due soon, which begins two days
    before the date, and both before extended.
    """
    left = (due_on - today).days
    if left < 0:
        return Standing("overdue", -left, original)
    if left <= DUE_SOON_DAYS:
        return Standing("due_soon", left, original)
    return Standing("extended" if original else "on_track", left, original)


def day_beside(day: date, beside: date) -> str:
    """A day without its year, where that is the year of the day beside which it is read."""
    return f"{day:%m-%d}" if day.year == beside.year else day.isoformat()
