"""Promises kept: against the day first promised and against the extended one, by month and by remedy."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.clock.on_time import Tally, tallies, total
from tests.actors import after_sales, engineer, lead, manager, salesperson
from tests.factories import accept_quote, appraised, fresh, motor_at, pass_inspection, quote, repair, ship
from workflow.actions import perform

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = dt.date(2026, 6, 1)


def on(month, day, year=2026):
    return dt.datetime(year, month, day, 10, tzinfo=SHANGHAI)


def promised(month, day, outcome="repair_free", year=2026):
    """A motor whose cause is found on this day, so that it is due a week later."""
    motor = motor_at("received", at=on(month, day, year) - dt.timedelta(days=1))
    return appraised(motor, outcome, at=on(month, day, year))


def extended(motor, to, at):
    perform(motor, "request_extension", by=after_sales(), at=at, new_due_on=to, reason="转子需外协")
    return perform(fresh(motor), "grant_extension", by=lead(), at=at, new_due_on=to)


def shipped(motor, at):
    repair(fresh(motor), at=at)
    pass_inspection(fresh(motor), at=at)
    return ship(fresh(motor), at=at)


def some():
    """March: one in time, one late, one extended and kept, one extended and late; May: one late and still here."""
    shipped(promised(3, 2), on(3, 9))
    shipped(promised(3, 2), on(3, 10))
    shipped(extended(promised(3, 3), dt.date(2026, 4, 2), on(3, 5)), on(4, 2))
    shipped(extended(promised(3, 3), dt.date(2026, 3, 20), on(3, 5)), on(3, 21))
    promised(5, 4)


def test_the_original_and_the_extended_date_are_counted_apart():
    some()
    march = total(tallies(2026, TODAY), month=3)
    assert march == Tally(promised=4, extended=2, kept=1, kept_extended=2)
    assert (march.rate, march.rate_extended) == (25, 50)


def test_an_extended_motor_stays_in_the_month_in_which_it_was_promised_first():
    some()
    assert total(tallies(2026, TODAY), month=4) == Tally()


def test_a_motor_still_here_is_late_once_its_day_has_passed_and_open_before():
    some()
    assert total(tallies(2026, TODAY), month=5) == Tally(promised=1)
    assert total(tallies(2026, dt.date(2026, 5, 11)), month=5) == Tally(promised=1, open=1, open_extended=1)
    assert total(tallies(2026, dt.date(2026, 5, 11)), month=5).rate is None


def test_an_extension_that_runs_is_late_against_the_original_date_alone():
    extended(promised(5, 20), dt.date(2026, 6, 9), on(5, 25))
    assert total(tallies(2026, TODAY)) == Tally(promised=1, extended=1, open_extended=1)


def test_what_is_promised_for_no_day_is_not_counted():
    quote(promised(3, 2, "repair_charged"), at=on(3, 3))
    promised(3, 2, "return")
    motor_at("received", at=on(3, 2))
    scrapped = promised(3, 2)
    perform(scrapped, "scrap", by=after_sales(), at=on(3, 4), reason="线圈烧毁", consent="传真件")
    assert tallies(2026, TODAY) == {}


def test_each_remedy_is_counted_by_itself():
    shipped(promised(3, 2), on(3, 9))
    charged = promised(3, 2, "repair_charged")
    quote(charged, at=on(3, 3))
    accept_quote(charged, at=on(3, 30))
    ship(promised(3, 2, "send_back"), at=on(3, 12))
    found = tallies(2026, TODAY)
    assert total(found, dispositions=["repair_free"]) == Tally(promised=1, kept=1, kept_extended=1)
    assert total(found, dispositions=["repair_charged"], month=4).promised == 1
    assert total(found, dispositions=["send_back"]) == Tally(promised=1)


def test_each_year_has_its_own_page_and_leads_to_its_neighbours(browse):
    shipped(promised(12, 30, year=2024), on(1, 3, year=2025))
    shipped(promised(3, 2, year=2026), on(3, 10))
    page = browse(manager()).get("/on-time/?year=2025").content.decode()
    assert "2025-01" in page
    assert "100%" in page
    assert "?year=2026" in page
    assert "?year=2024" not in page


@pytest.mark.parametrize(
    "query", ["", "?year=", "?year=0", "?year=99999999999", "?year=二", "?remedy=x", "?remedy=send_back"]
)
def test_whatever_stands_in_the_address_there_is_a_page(browse, query):
    assert browse(lead()).get(f"/on-time/{query}").status_code == 200


@pytest.mark.parametrize("year", ["020260", "02025", "1999", "2099", "２０２５", "-2025", "9" * 5000])
def test_a_year_that_is_none_or_has_nothing_is_the_present_one(browse, year):
    page = browse(lead()).get("/on-time/", {"year": year})
    assert page.context["year"] == timezone.localdate().year


def test_the_page_is_for_managers_and_after_sales(browse):
    assert browse(after_sales()).get("/on-time/").status_code == 200
    assert browse(salesperson()).get("/on-time/").status_code == 403
    assert browse(engineer()).get("/on-time/").status_code == 403


def test_the_figures_take_one_query_of_the_index_for_any_number_of_motors():
    some()
    with CaptureQueriesContext(connection) as captured:
        tallies(2026, TODAY)
    assert len(captured) == 1
    if connection.vendor == "sqlite":  # PostgreSQL rightly reads so few rows as they lie
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {captured[0]['sql']}")
            assert "USING COVERING INDEX motor_promise" in str(cursor.fetchall())
