"""The ex-factory date as people write it, and the days on which no motor left the factory (八)."""

import datetime as dt
import re
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from warranty.policy import WarrantyPolicy
from workflow.models import policy_on

WRITTEN = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月?)|(\d{4})(\d{2})(\d{2})?"
)


class When(NamedTuple):
    """The day on which facts are looked at, and the first one on which a motor can have left the factory (八)."""

    today: dt.date
    first: dt.date


def now() -> When:
    """By the edition of the policy that is in force; looked up once for a whole table."""
    today = timezone.localdate()
    return When(today, dt.date(policy_on(WarrantyPolicy, today).earliest_year, 1, 1))


class FactoryDay(NamedTuple):
    """A day, or the first of a month of which no day is known."""

    date: dt.date
    month_only: bool

    def __str__(self) -> str:
        return self.date.isoformat()[:7] if self.month_only else self.date.isoformat()


def read_factory_day(text: str) -> FactoryDay:
    """2025-03-15, 2025/3/15, 20250315, 2025年3月15日, or without the day. Raises ValueError."""
    match = WRITTEN.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
    return FactoryDay(dt.date(int(year), int(month), int(day or 1)), not day)


def impossible(day: dt.date, produced_on: dt.date | None = None) -> str:
    """Why no motor left the factory on this day, or an empty string."""
    if sentence := out_of_time(day, now()):
        return sentence
    if produced_on and day < produced_on:
        return _("The motor was made later, on %(day)s.") % {"day": produced_on.isoformat()}
    return ""


def out_of_time(day: dt.date, when: When) -> str:
    """Why nothing of a motor can have happened on this day, or an empty string."""
    if day > when.today:
        return _("This day has not come yet.")
    if day < when.first:
        return _("No motor left the factory before %(year)d.") % {"year": when.first.year}
    return ""
