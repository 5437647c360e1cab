"""How many promises were kept (四.3): against the day first promised, and against the extended one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from django.db.models import Count, F, Q

from cases.models import ReturnedMotor

Key = tuple[int, str]  # month, disposition


@dataclass(frozen=True)
class Tally:
    """Promises that fell due in some time, counted by what became of them."""

    promised: int = 0
    extended: int = 0
    kept: int = 0  # given back by the day first promised
    kept_extended: int = 0  # given back by the extended day, or by the first where nobody extended it
    open: int = 0  # still in the house, and the day first promised has not passed
    open_extended: int = 0  # still in the house, and the extended day has not passed

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def rate(self) -> int | None:
        """Per cent kept of those that can be judged against the day first promised."""
        return per_cent(self.kept, self.promised - self.open)

    @property
    def rate_extended(self) -> int | None:
        """Per cent kept of those that can be judged against the extended day."""
        return per_cent(self.kept_extended, self.promised - self.open_extended)


def per_cent(part: int, whole: int) -> int | None:
    """Whole per cent, rounded down so that 100 means all; None of nothing."""
    return part * 100 // whole if whole else None


STOPS = {"shipped": "stopped_on", "delivered": "shipment__delivered_on"}
"""Where a motor says when it was given back: as its clock stopped, usually by shipping, or to the customer (四.3)."""


def tallies(year: int, today: dt.date, by: str = "shipped") -> dict[Key, Tally]:
    """The promises of a year by the month of the day first promised, and by disposition.

    Counted in the database by day, from the index alone. What is paused, scrapped or waits for its appraisal
    is promised for no day and does not count.
    """
    of_the_year = ReturnedMotor.objects.filter(original_due_on__year=year).exclude(disposition="")
    stop = STOPS[by]
    here = Q(**{stop: None})
    counted = (
        of_the_year.order_by()
        .values_list("original_due_on", "disposition")
        .annotate(
            promised=Count("pk"),
            extended=Count("pk", filter=Q(due_on__gt=F("original_due_on"))),
            kept=Count("pk", filter=Q(**{f"{stop}__lte": F("original_due_on")})),
            kept_extended=Count("pk", filter=Q(**{f"{stop}__lte": F("due_on")})),
            open=Count("pk", filter=here & Q(original_due_on__gte=today)),
            open_extended=Count("pk", filter=here & Q(due_on__gte=today)),
        )
    )
    found: defaultdict[Key, Tally] = defaultdict(Tally)
    for day, disposition, *counts in counted:
        found[day.month, disposition] += Tally(*counts)
    return dict(found)


def total(found: dict[Key, Tally], *, month: int = 0, dispositions: Iterable[str] = ()) -> Tally:
    """The sum of a month or of all, of some dispositions or of all."""
    wanted = set(dispositions)
    chosen = (
        tally
        for (its_month, disposition), tally in found.items()
        if month in (0, its_month) and (not wanted or disposition in wanted)
    )
    return sum(chosen, Tally())


def first_year() -> int | None:
    """The year of the earliest promise."""
    earliest = ReturnedMotor.objects.filter(original_due_on__isnull=False).order_by("original_due_on")
    day = earliest.values_list("original_due_on", flat=True).first()
    return day.year if day else None
