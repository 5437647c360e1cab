"""Extensions: their limits, all at once before a holiday; and promises kept by shipping and by delivery (四.3)."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.clock.actions import extend_all
from cases.clock.deadlines import courses
from cases.clock.on_time import tallies, total
from cases.clock.strip import picture
from tests.actors import lead, salesperson
from tests.factories import ask_extension, fresh, motor_at, ship
from workflow.actions import perform
from workflow.guards import Blocked

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


def test_one_act_extends_all_motors_each_with_its_event():
    one, two, waiting = motor_at("repairing"), motor_at("inspecting"), motor_at("repairing")
    ask_extension(waiting)
    assert extend_all(in_days(1), in_days(8), in_days(15), "春节放假", by=lead()) == 2
    for motor in (one, two):
        motor = fresh(motor)
        assert (motor.due_on, motor.original_due_on) == (in_days(15), in_days(7))
        assert motor.events.last().verb == "extend_for_holiday"
        assert motor.events.last().data["reason"] == "春节放假"
    assert fresh(waiting).due_on == in_days(7)


def test_the_page_says_how_many_and_refuses_what_is_due_today(browse):
    motor_at("repairing")
    browser = browse(lead())
    key = browser.get("/motors/holiday/").context["form"]["key"].value()
    sent = {"key": key, "first": in_days(0), "last": in_days(9), "new_due_on": in_days(15), "reason": "春节"}
    assert "first" in browser.post("/motors/holiday/", sent).context["form"].errors
    answer = browser.post("/motors/holiday/", sent | {"first": in_days(1)}, follow=True)
    assert "1 motor is extended." in answer.content.decode()


def test_the_page_shows_which_motors_before_anything_is_done(browse):
    motor, waiting = motor_at("repairing"), motor_at("repairing")
    ask_extension(waiting)
    browser = browse(lead())
    key = browser.get("/motors/holiday/").context["form"]["key"].value()
    sent = {"key": key, "first": in_days(1), "last": in_days(9), "new_due_on": in_days(15), "reason": "春节"}
    page = browser.post("/motors/holiday/", sent | {"preview": "1"})
    assert page.context["motors"] == [motor]
    assert "1 motor gets the new day" in page.content.decode()
    assert fresh(motor).due_on == in_days(7)


def test_an_extension_is_no_longer_than_the_edition_allows():
    with pytest.raises(Blocked, match="at most 30 days"):
        ask_extension(motor_at("repairing"), days=31)


def test_the_day_is_moved_no_more_often_than_the_edition_allows():
    motor = motor_at("repairing")
    motor.extensions.bulk_create(
        type(motor.extensions.model())(
            motor=motor, old_due_on=in_days(n), new_due_on=in_days(n + 1), reason="外协", granted=True,
            requested_by=lead(), decided_by=lead(), decided_at=timezone.now(),
        )
        for n in range(3)
    )  # fmt: skip
    with pytest.raises(Blocked, match="at most 3 times"):
        ask_extension(motor)


def test_a_promise_may_be_kept_by_shipping_and_broken_by_delivery():
    long_ago = timezone.localtime() - dt.timedelta(days=20)
    motor = motor_at("ready_to_ship", at=long_ago)
    ship(motor, at=long_ago + dt.timedelta(days=7))
    said = {"delivered_on": (long_ago + dt.timedelta(days=9)).date(), "note": ""}
    perform(fresh(motor), "confirm_delivery", by=salesperson(), **said)
    year = fresh(motor).original_due_on.year
    kept = [total(tallies(year, timezone.localdate(), by)).kept for by in ("shipped", "delivered")]
    assert kept == [1, 0]


def test_years_are_shown_where_they_differ():
    motor = motor_at("repairing", at=dt.datetime(2025, 12, 29, 3, tzinfo=dt.UTC))
    drawn = picture(courses([motor])[motor.pk], dt.date(2025, 12, 30))
    assert "2026-01-05" in {mark.text for mark in drawn.marks}
    assert any("2026-01-05" in reason.text for reason in drawn.reasons)


def test_the_report_has_both(browse):
    long_ago = timezone.localtime() - dt.timedelta(days=20)
    ship(motor_at("ready_to_ship", at=long_ago), at=long_ago + dt.timedelta(days=7))
    year = (long_ago + dt.timedelta(days=7)).year
    for by, rate in (("shipped", 100), ("delivered", 0)):
        page = browse(lead()).get("/on-time/", {"by": by, "year": year})
        assert (page.context["by"], page.context["sum"].promised, page.context["sum"].rate) == (by, 1, rate)
