"""The promise of 四.3: seven days, or fifteen where parts are missing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clock import Due, Pause, Promise, Standing, due, due_days, standing
from warranty.policy import DEFAULT

FOUND = date(2026, 3, 2)


def day(month_and_day):
    month, number = map(int, month_and_day.split("-"))
    return date(2026, month, number)


def due_after(*pauses, parts_complete=True, **others):
    """The promise on a cause found on 2 March 2026, with quotations pending from one day to another."""
    waited = tuple(Pause(day(start), end and day(end)) for start, end in pauses)
    return due(Promise(FOUND, parts_complete, waited, **others), DEFAULT)


@pytest.mark.parametrize(
    ("cause_found", "parts_complete", "due_on"),
    [
        (date(2026, 2, 24), True, date(2026, 3, 3)),
        (date(2026, 2, 24), False, date(2026, 3, 11)),
        (date(2024, 2, 24), True, date(2024, 3, 2)),
        (date(2025, 12, 28), False, date(2026, 1, 12)),
    ],
)
def test_the_start_day_does_not_count(cause_found, parts_complete, due_on):
    assert due(Promise(cause_found, parts_complete), DEFAULT) == Due(due_on, due_on, paused=False)


def test_the_days_are_those_of_the_policy():
    assert (due_days(True, DEFAULT), due_days(False, DEFAULT)) == (7, 15)
    slower = replace(DEFAULT, parts_complete_days=10, parts_missing_days=20)
    assert (due_days(True, slower), due_days(False, slower)) == (10, 20)


def test_before_the_fourth_signature_nothing_is_due():
    assert due(Promise(None, parts_complete=True), DEFAULT) == Due(None, None, paused=False)


PAUSES = {
    "no quotation": ([], "3-9"),
    "a quotation from the start starts the clock when it is accepted": ([("3-2", "3-12")], "3-19"),
    "a quotation sent before the start counts from the start": ([("2-20", "3-12")], "3-19"),
    "a quotation in between gives back the days it took": ([("3-5", "3-8")], "3-12"),
    "a quotation answered on the same day takes none": ([("3-5", "3-5")], "3-9"),
    "two quotations give back the days of both": ([("3-5", "3-8"), ("3-10", "3-11")], "3-13"),
    "the order in which they are kept does not matter": ([("3-10", "3-11"), ("3-5", "3-8")], "3-13"),
    "days that two quotations share are given back once": ([("3-4", "3-8"), ("3-6", "3-10")], "3-15"),
    "a quotation inside another gives back nothing more": ([("3-4", "3-10"), ("3-5", "3-6")], "3-15"),
    "a quotation sent on the last day comes too late": ([("3-9", "3-20")], "3-9"),
    "a quotation sent when it is overdue comes too late": ([("3-15", "3-20")], "3-9"),
    "an unanswered quotation that comes too late pauses nothing": ([("3-9", None)], "3-9"),
}


@pytest.mark.parametrize(("pauses", "due_on"), PAUSES.values(), ids=PAUSES)
def test_an_unanswered_quotation_pauses_the_clock(pauses, due_on):
    assert due_after(*pauses) == Due(day(due_on), day(due_on), paused=False)


def test_while_a_quotation_is_unanswered_nothing_is_due():
    assert due_after(("3-2", None)) == Due(None, None, paused=True)
    assert due_after(("3-3", "3-4"), ("3-8", None)) == Due(None, None, paused=True)


def test_an_extension_keeps_the_original_date():
    assert due_after(extended_to=day("3-20")) == Due(day("3-9"), day("3-20"), paused=False)


def test_a_quotation_outlasting_the_extension_moves_both():
    late = due_after(("3-5", "3-29"), extended_to=day("3-20"))
    assert late == Due(day("4-2"), day("4-2"), paused=False)


def test_shipping_ends_the_pause():
    assert due_after(("3-4", None), stopped_on=day("3-6")) == Due(day("3-11"), day("3-11"), paused=False)


STANDINGS = {
    "3-1": ("on_track", 8),
    "3-6": ("on_track", 3),
    "3-7": ("due_soon", 2),
    "3-9": ("due_soon", 0),
    "3-10": ("overdue", 1),
    "3-19": ("overdue", 10),
}


@pytest.mark.parametrize(("today", "wanted"), STANDINGS.items(), ids=STANDINGS)
def test_a_promise_turns_yellow_two_days_before_and_red_the_day_after(today, wanted):
    assert standing(day("3-9"), day(today)) == Standing(*wanted)


def test_an_extended_promise_is_blue_until_it_is_due_soon():
    assert standing(day("3-20"), day("3-17"), extended=True) == Standing("extended", 3)
    assert standing(day("3-20"), day("3-18"), extended=True) == Standing("due_soon", 2)
    assert standing(day("3-20"), day("3-21"), extended=True) == Standing("overdue", 1)


days_of_spring = st.dates(FOUND - timedelta(10), FOUND + timedelta(40))
closed_pauses = st.tuples(days_of_spring, days_of_spring).map(lambda ends: Pause(min(ends), max(ends)))


@given(st.lists(closed_pauses, max_size=4), st.booleans())
def test_the_promise_is_due_on_the_last_of_the_days_that_count(pauses, parts_complete):
    """A day counts if no quotation was waiting when it began."""
    today, counted = FOUND, 0
    while counted < due_days(parts_complete, DEFAULT):
        today += timedelta(1)
        counted += not any(pause.start < today <= pause.end for pause in pauses)
    assert due(Promise(FOUND, parts_complete, tuple(pauses)), DEFAULT).original == today
