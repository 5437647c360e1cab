"""The warranty ends on the corresponding day twelve or sixteen months later (八)."""

from datetime import date, timedelta

import pytest

from warranty.rules import expiry

KNOWN = [
    (date(2025, 3, 15), 12, date(2026, 3, 15)),
    (date(2024, 2, 29), 12, date(2025, 2, 28)),
    (date(2023, 2, 28), 12, date(2024, 2, 28)),
    (date(2024, 10, 31), 16, date(2026, 2, 28)),
    (date(2022, 10, 31), 16, date(2024, 2, 29)),
    (date(2025, 1, 31), 16, date(2026, 5, 31)),
    (date(2025, 2, 28), 16, date(2026, 6, 28)),
    (date(2025, 8, 31), 16, date(2026, 12, 31)),
    (date(2025, 9, 1), 16, date(2027, 1, 1)),
]


@pytest.mark.parametrize(("left_factory", "months", "last_day"), KNOWN)
def test_the_last_day_in_warranty(left_factory, months, last_day):
    assert expiry(left_factory, months) == last_day


def corresponding_day(start, months):
    """The rule said otherwise: walk on, first of month by first of month, then to the day or the month's end."""
    first = start.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(31)).replace(day=1)
    day = first
    while day.day < start.day and (day + timedelta(1)).month == first.month:
        day += timedelta(1)
    return day


@pytest.mark.parametrize("months", [12, 16])
@pytest.mark.parametrize("year", [2023, 2024], ids=["a common year", "a leap year"])
def test_every_day_of_a_year_has_its_corresponding_day(year, months):
    day = date(year, 1, 1)
    while day.year == year:
        assert expiry(day, months) == corresponding_day(day, months)
        day += timedelta(1)


def test_a_warranty_beyond_the_calendar_ends_with_it():
    assert expiry(date(9999, 1, 1), 12) == date(9999, 12, 31)
