"""A calendar month, in which figures are counted; its days and moments are those of Asia/Shanghai."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

FIRST_YEAR = 2000


@dataclass(frozen=True, order=True)
class Month:
    """One month of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def now(cls) -> "Month":
        """The month that is running."""
        return cls.of(timezone.localdate())

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """The month of a text such as 2026-10; None where it is none, or still to come."""
        year, dash, number = text.partition("-")
        if not (dash and plain(year, 4) and plain(number, 2) and 1 <= int(number) <= 12):
            return None
        month = cls(int(year), int(number))
        return month if int(year) >= FIRST_YEAR and month <= cls.now() else None

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    def plus(self, months: int) -> "Month":
        """So many months later; earlier where they are negative."""
        year, place = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, place + 1)

    def until(self, other: "Month") -> int:
        """How many months later the other is."""
        return (other.year - self.year) * 12 + other.number - self.number

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        return self.plus(1).first - dt.timedelta(days=1)

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """Its first and last day, both included: what ``__range`` takes of a date."""
        return self.first, self.last

    @property
    def end(self) -> dt.datetime:
        """The moment at which the next one begins."""
        return moment(self.plus(1).first)

    @property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """Its first moment and its last one, both included: what ``__range`` takes of a moment."""
        return moment(self.first), self.end - dt.timedelta(microseconds=1)

    @property
    def seen_on(self) -> dt.date:
        """The day on which it is judged what is late: today, in which a closed month is seen, too."""
        return timezone.localdate()


def plain(text: str, digits: int) -> bool:
    return len(text) == digits and text.isascii() and text.isdigit()


def moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def months_until(last: Month, count: int) -> Iterator[Month]:
    """So many months up to this one, the earliest first."""
    return (last.plus(n) for n in range(1 - count, 1))
