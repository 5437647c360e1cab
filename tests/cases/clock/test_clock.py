"""The clock of one motor, replayed from what happened: when it is due, what paused it, what moved the date."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aftersales.kit.due import Standing, standing
from cases.clock.rules import Fact, course, due_days
from cases.policy import CasePolicy

DEFAULT = CasePolicy()
ROOT = Path(__file__).resolve().parent.parent.parent.parent


def day(text):
    """A day as tests write it: of 2026, unless a year stands before it."""
    numbers = [int(number) for number in text.split("-")]
    return date(*numbers) if len(numbers) == 3 else date(2026, *numbers)


def fact(text):
    """A line of a story: ``3-2 judged``, ``3-2 judged short`` (parts missing), ``3-5 extended 3-20``."""
    on, what, *rest = text.split()
    new = [day(word) for word in rest if word[0].isdigit()]
    return Fact(
        day(on),
        what,
        parts_complete="short" not in rest,
        promised="taken_back" not in rest,
        new_due_on=new[0] if new else None,
    )


def story(*lines, policy=DEFAULT):
    return course([fact(line) for line in lines], policy)


def due(*lines, policy=DEFAULT):
    """The due date after these lines, and the one without extensions."""
    found = story(*lines, policy=policy)
    return found.due, found.original


def dates(*texts):
    return tuple(text and day(text) for text in texts)


# -- the limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cause_found", "due_on"),
    [
        ("2026-2-24 judged", "2026-3-3"),
        ("2026-2-24 judged short", "2026-3-11"),
        ("2024-2-24 judged", "2024-3-2"),  # a leap day is a day
        ("2024-2-29 judged", "2024-3-7"),
        ("2025-2-24 judged", "2025-3-3"),
        ("2025-12-28 judged short", "2026-1-12"),
        ("2025-12-31 judged", "2026-1-7"),
    ],
)
def test_seven_days_or_fifteen_and_the_start_day_does_not_count(cause_found, due_on):
    assert due(cause_found) == dates(due_on, due_on)


def test_the_appraisal_is_due_three_days_after_the_handover():
    assert due("2-27 received") == dates("3-2", "3-2")


def test_the_days_are_those_of_the_policy():
    slower = replace(DEFAULT, parts_complete_days=10, parts_missing_days=20, appraisal_days=5)
    assert (due_days(True, slower), due_days(False, slower)) == (10, 20)
    assert due("3-2 received", policy=slower) == dates("3-7", "3-7")
    assert due("3-2 received", "3-4 judged short", policy=slower) == dates("3-24", "3-24")


def test_the_clock_may_start_with_the_handover():
    by_handover = replace(DEFAULT, clock_start="handover")
    assert due("3-1 received", "3-4 judged", policy=by_handover) == dates("3-8", "3-8")


def test_a_motor_that_is_taken_back_is_promised_to_nobody():
    assert due("3-1 received", "3-4 judged taken_back") == (None, None)


def test_a_scrapped_motor_is_promised_to_nobody_any_more():
    assert due("3-1 received", "3-4 judged", "3-6 settled") == (None, None)


# -- late parts, quotations ---------------------------------------------------------------------------


def test_parts_that_arrive_late_change_nothing():
    assert due("2-24 judged short", "3-9 parts_arrived") == dates("3-11", "3-11")


QUOTATIONS = {
    "none": ([], "3-9"),
    "from the start: the clock starts when it is answered": (["3-2 quoted", "3-12 answered"], "3-19"),
    "in between: the days it took are given back": (["3-5 quoted", "3-8 answered"], "3-12"),
    "answered on the same day: none": (["3-5 quoted", "3-5 answered"], "3-9"),
    "two: the days of both": (["3-5 quoted", "3-8 answered", "3-10 quoted", "3-11 answered"], "3-13"),
    "replaced by another: the customer thinks on": (["3-5 quoted", "3-7 quoted", "3-10 answered"], "3-14"),
    "the customer asked again: thinks on": (["3-5 quoted", "3-12 asked_again", "3-14 answered"], "3-18"),
    "over the end of February": (["3-4 quoted", "3-30 answered"], "4-4"),
    "sent on the last day: too late": (["3-9 quoted", "3-20 answered"], "3-9"),
    "sent when it is overdue: too late": (["3-15 quoted", "3-20 answered"], "3-9"),
}


@pytest.mark.parametrize(("lines", "due_on"), QUOTATIONS.values(), ids=QUOTATIONS)
def test_an_unanswered_quotation_pauses_the_clock(lines, due_on):
    assert due("3-2 judged", *lines) == dates(due_on, due_on)


def test_a_pause_over_new_year_gives_back_its_days():
    assert due("2025-12-27 judged", "2025-12-29 quoted", "2026-1-4 answered") == dates("1-9", "1-9")


def test_while_a_quotation_is_unanswered_nothing_is_due():
    assert due("3-2 judged", "3-3 quoted") == (None, None)
    assert due("3-2 judged", "3-3 quoted", "3-4 answered", "3-8 quoted") == (None, None)


def test_a_quotation_that_comes_too_late_leaves_the_motor_overdue():
    assert due("3-2 judged", "3-9 quoted") == dates("3-9", "3-9")


def test_the_customer_is_asked_again_after_a_week_and_again_a_week_later():
    assert story("3-2 judged", "3-3 quoted").reply_due == day("3-10")
    assert story("3-2 judged", "3-3 quoted", "3-11 asked_again").reply_due == day("3-18")
    assert story("3-2 judged", "3-3 quoted", "3-12 answered").reply_due is None
    sooner = replace(DEFAULT, quotation_days=3)
    assert story("3-2 judged", "3-3 quoted", policy=sooner).reply_due == day("3-6")


# -- extensions ---------------------------------------------------------------------------------------

EXTENSIONS = {
    "asked for: nothing yet": (["3-4 asked 3-14"], "3-9", None),
    "refused": (["3-4 asked 3-14", "3-5 refused"], "3-9", None),
    "granted": (["3-4 asked 3-14", "3-5 extended 3-14"], "3-14", "3-14"),
    "granted twice": (
        ["3-4 asked 3-14", "3-5 extended 3-14", "3-12 asked 3-20", "3-13 extended 3-20"],
        "3-20",
        "3-20",
    ),
    "granted, then refused": (
        ["3-4 asked 3-14", "3-5 extended 3-14", "3-12 asked 3-20", "3-13 refused"],
        "3-14",
        "3-14",
    ),
}


@pytest.mark.parametrize(("lines", "due_on", "extended_to"), EXTENSIONS.values(), ids=EXTENSIONS)
def test_an_extension_moves_the_date_once_granted_and_keeps_the_original(lines, due_on, extended_to):
    found = story("3-2 judged", *lines)
    assert (found.due, found.original, found.extended_to) == dates(due_on, "3-9", extended_to)


def test_a_pause_after_an_extension_moves_both_dates():
    """The days until the customer answers are nobody's, whichever date they are counted to."""
    assert due("3-2 judged", "3-4 extended 3-14", "3-6 quoted", "3-10 answered") == dates("3-18", "3-13")


def test_a_pause_after_the_original_date_moves_the_extended_one_alone():
    assert due("3-2 judged", "3-4 extended 3-20", "3-12 quoted", "3-15 answered") == dates("3-23", "3-9")


def test_an_extension_granted_during_a_pause_gets_back_only_the_days_after_it():
    lines = ("3-2 judged", "3-4 quoted", "3-6 extended 3-14", "3-9 answered")
    assert due(*lines) == dates("3-17", "3-14")


def test_a_pause_that_has_led_past_the_extension_is_not_taken_back():
    assert due("3-2 judged", "3-3 quoted", "3-12 answered", "3-13 extended 3-14") == dates("3-18", "3-18")


# -- appraised again, given back ----------------------------------------------------------------------


def test_a_new_appraisal_makes_a_new_promise():
    again = ("3-2 received", "3-3 judged", "3-4 extended 3-20", "3-6 judged_again")
    assert due(*again) == dates("3-9", "3-9")
    assert story(*again).extended_to is None
    assert due(*again, "3-8 judged short") == dates("3-23", "3-23")


def test_a_quotation_under_the_old_appraisal_pauses_nothing_under_the_new_one():
    assert due("3-2 judged", "3-4 quoted", "3-7 judged_again", "3-8 judged") == dates("3-15", "3-15")


def test_the_clock_stops_on_shipping_and_keeps_the_date():
    found = story("3-2 judged", "3-11 shipped", "3-14 delivered")
    assert (found.due, found.stopped_on) == dates("3-9", "3-11")


def test_the_clock_may_stop_on_delivery():
    delivered = replace(DEFAULT, clock_stop="delivered")
    assert story("3-2 judged", "3-8 shipped", policy=delivered).stopped_on is None
    found = story("3-2 judged", "3-8 shipped", "3-14 delivered", policy=delivered)
    assert (found.due, found.stopped_on) == dates("3-9", "3-14")


def test_shipping_ends_a_pause():
    assert due("3-2 judged", "3-4 quoted", "3-6 shipped") == dates("3-11", "3-11")


# -- the intervals and the reasons --------------------------------------------------------------------


def strips(found):
    return [(row.start, row.end, row.state, row.cause) for row in found.intervals]


def test_the_intervals_tell_what_the_clock_did_and_why():
    lines = ("3-1 received", "3-2 judged", "3-4 quoted", "3-8 answered", "3-10 quoted", "3-11 answered")
    found = story(*lines, "3-12 shipped")
    assert strips(found) == [
        (*dates("3-1", "3-2"), "running", "received"),
        (*dates("3-2", "3-4"), "running", "judged"),
        (*dates("3-4", "3-8"), "paused", "quoted"),
        (*dates("3-8", "3-10"), "running", "answered"),
        (*dates("3-10", "3-11"), "paused", "quoted"),
        (*dates("3-11", "3-12"), "running", "answered"),
        (*dates("3-12", None), "stopped", "shipped"),
    ]
    assert {row.clause for row in found.intervals} == {"四.2", "四.3"}


def test_every_fact_is_a_step_with_the_date_it_led_to():
    found = story("3-1 received", "3-2 judged short", "3-4 quoted", "3-8 answered", "3-9 extended 3-30")
    steps = [(step.what, step.due, step.days, step.clause) for step in found.steps]
    assert steps == [
        ("received", day("3-4"), 3, "四.2"),
        ("judged", day("3-17"), 15, "四.3"),
        ("quoted", None, 0, "四.3"),
        ("answered", day("3-21"), 4, "四.3"),
        ("extended", day("3-30"), 0, "四.3"),
    ]


# -- how a promise stands -----------------------------------------------------------------------------

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


def test_an_extended_promise_is_blue_until_it_is_due_soon_and_names_the_first_date():
    first = day("3-9")
    assert standing(day("3-20"), day("3-17"), first) == Standing("extended", 3, first)
    assert standing(day("3-20"), day("3-18"), first) == Standing("due_soon", 2, first)
    assert standing(day("3-20"), day("3-21"), first) == Standing("overdue", 1, first)


# -- whatever happens ---------------------------------------------------------------------------------

START = date(2023, 12, 20)
HAPPENINGS = [
    "received", "judged", "quoted", "asked_again", "answered", "parts_arrived", "asked", "extended", "refused",
    "judged_again", "shipped", "delivered", "settled",
]  # fmt: skip


@st.composite
def stories(draw):
    """A motor that is received, and then anything in any order, over a turn of the year and a leap day."""
    on, facts = START, [Fact(START, "received")]
    for what in draw(st.lists(st.sampled_from(HAPPENINGS), max_size=14)):
        on += timedelta(draw(st.integers(0, 12)))
        new = on + timedelta(draw(st.integers(-5, 40))) if what in {"asked", "extended"} else None
        facts.append(Fact(on, what, draw(st.booleans()), draw(st.integers(0, 9)) > 0, new))
    return facts


policies = st.builds(
    lambda start, stop: replace(DEFAULT, clock_start=start, clock_stop=stop),
    st.sampled_from(["cause_found", "handover"]),
    st.sampled_from(["shipped", "delivered"]),
)
NEW_PROMISE = {"received", "judged", "judged_again", "settled"}


@given(stories(), policies)
@example([fact("3-2 judged"), fact("3-3 extended 3-20"), fact("3-4 extended 3-14")], DEFAULT)
def test_nothing_but_a_new_appraisal_moves_a_date_earlier(facts, policy):
    latest = {}
    for length in range(1, len(facts) + 1):
        found = course(facts[:length], policy)
        if facts[length - 1].what in NEW_PROMISE:
            latest = {}
        for name in ("due", "original"):
            value = getattr(found, name)
            if value is not None:
                assert value >= latest.get(name, value), facts[:length]
                latest[name] = value


@given(stories(), policies)
def test_intervals_follow_one_another_so_that_pauses_never_overlap(facts, policy):
    rows = course(facts, policy).intervals
    assert all(row.end is not None and row.start < row.end for row in rows[:-1])
    assert rows[-1].end is None
    assert [row.end for row in rows[:-1]] == [row.start for row in rows[1:]]
    pauses = [row for row in rows if row.state == "paused"]
    assert all(earlier.end <= later.start for earlier, later in pairwise(pauses))


@given(stories(), policies)
def test_an_extended_date_is_never_before_the_original(facts, policy):
    found = course(facts, policy)
    assert (found.due is None) == (found.original is None)
    assert found.due is None or found.due >= found.original


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=4), st.booleans())
def test_the_promise_is_due_on_the_last_of_the_days_that_count(waits, parts_complete):
    """A day counts if no quotation was waiting when it began."""
    on, facts, pauses = START, [Fact(START, "judged", parts_complete)], []
    for wait, took in waits:
        sent = on + timedelta(wait)
        on = sent + timedelta(took)
        facts += [Fact(sent, "quoted"), Fact(on, "answered")]
        pauses.append((sent, on))
    today, counted = START, 0
    while counted < due_days(parts_complete, DEFAULT):
        today += timedelta(1)
        counted += not any(sent < today <= answered for sent, answered in pauses)
    assert course(facts, DEFAULT).original == today


# -- the machine's own clock --------------------------------------------------------------------------

IN_ANY_ZONE = """
import datetime as dt, os, time
import django
zone = os.environ["TZ"]
django.setup()  # sets TZ to the time zone of its settings; whoever forgets to ask Django still gets the machine's
os.environ["TZ"] = zone
time.tzset()
from django.utils import timezone
from cases.clock.deadlines import course, facts
from cases.policy import CasePolicy
def utc(*moment): return dt.datetime(*moment, tzinfo=dt.UTC)
rows = [
    ("hand_over", utc(2026, 2, 22, 17), "received", {}),
    ("draft_appraisal", utc(2026, 2, 23, 1), "received", {"appraisal": {"parts_complete": True}}),
    ("appraise", utc(2026, 2, 23, 16, 30), "quoted", {}),
    ("quote", utc(2026, 2, 24, 15, 59), "quoted", {}),
    ("accept_quote", utc(2026, 2, 24, 16, 0), "repairing", {}),
    ("grant_extension", utc(2026, 2, 26, 4), "repairing", {"new_due_on": "2026-03-10"}),
    ("ship", utc(2026, 3, 10, 15, 59, 59), "shipped", {}),
]
found = course(facts(rows), CasePolicy())
print(time.tzname[0], found.original, found.due, found.stopped_on, timezone.localdate(utc(2026, 12, 31, 16)))
"""


@pytest.mark.parametrize(
    ("zone", "name"),
    [("UTC", "UTC"), ("America/New_York", "EST"), ("Pacific/Kiritimati", "+14"), ("Asia/Shanghai", "CST")],
)
def test_a_server_anywhere_counts_the_days_of_shanghai(zone, name):
    settings = {"TZ": zone, "DEMO": "1", "DJANGO_SETTINGS_MODULE": "aftersales.settings"}
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", IN_ANY_ZONE],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == [name, "2026-03-04", "2026-03-10", "2026-03-10", "2027-01-01"]
