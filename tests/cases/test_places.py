"""Where a motor lies in the house, so that nobody has to look for it."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from returns.models import Arrival
from tests.actors import after_sales, coordinator, dispatcher, engineer
from tests.factories import case_at, fresh, motor_at, motors_at, waiting_arrival
from workflow.actions import perform

pytestmark = pytest.mark.django_db


def test_whoever_has_a_motor_in_the_hand_says_where_it_lies(browse):
    motor, browser = motor_at("received"), browse(dispatcher())
    url = f"/motors/{motor.pk}/put/"
    form = browser.get(url).context["form"]
    sent = {name: form[name].value() for name in ("version", "key")}
    answer = browser.post(url, sent | {"place": "bench", "place_note": "3 号工位"})
    assert answer.status_code == 302
    assert fresh(motor).lies == "bench · 3 号工位"
    for page in (motor.get_absolute_url(), motor.case.get_absolute_url()):
        assert "3 号工位" in browse(after_sales()).get(page).content.decode()
    assert fresh(motor).events.last().data["place"] == "bench"


def test_a_motor_that_has_left_lies_nowhere(browse):
    motor = motor_at("ready_to_ship")
    perform(motor, "put", by=dispatcher(), place="dispatch", place_note="门口货架")
    assert (
        "门口货架"
        in browse(dispatcher()).get(motor.get_absolute_url()).content.decode().split("What happened")[0]
    )
    left = motor_at("shipped")
    assert fresh(left).lies == ""


def clicked(browser, page, place):
    """A click on a place on this page; what the browser then shows."""
    text = browser.get(page).content.decode()
    form = re.search(r'<form method="post" action="([^"]*/put/)".*?</form>', text, re.DOTALL)
    said = dict(re.findall(r'name="(version|key)" value="([^"]*)"', form.group()))
    assert f'name="place" value="{place}"' in form.group()
    return browser.post(form.group(1), said | {"place": place}, follow=True)


def test_one_click_on_its_page_to_which_the_label_leads_says_where_a_motor_lies(browse):
    motor = motor_at("received")
    answer = clicked(browse(dispatcher()), motor.get_absolute_url(), "bench")
    assert (answer.status_code, fresh(motor).lies) == (200, "bench")
    clicked(browse(dispatcher()), motor.get_absolute_url(), "store")
    assert fresh(motor).lies == "store"
    assert 'name="place"' not in browse(engineer()).get(motor.get_absolute_url()).content.decode()


def test_motors_are_put_away_by_scanning_their_labels(browse):
    motors, browser = motors_at("received", 2), browse(dispatcher())
    labels = "\n".join(f"https://factory.example{motor.get_absolute_url()}" for motor in motors)
    page = browser.get("/motors/many/", {"scan": labels})
    assert [motor.pk for motor in page.context["motors"]] == [motor.pk for motor in motors]
    assert "put" in [one.verb for one in page.context["actions"]]


def test_a_motor_without_a_case_lies_somewhere_too_and_takes_its_place_into_the_case(browse):
    arrival = waiting_arrival()
    clicked(browse(dispatcher()), arrival.parcel.get_absolute_url(), "receipt")
    arrival = Arrival.objects.get()
    assert arrival.lies == "receipt"
    case = case_at("authorised")
    joined = perform(arrival, "assign", by=coordinator(), case_id=case.pk)
    assert joined.motor.lies == "receipt"


def test_where_no_clock_runs_the_pages_say_for_how_long_a_motor_is_at_its_step(browse):
    motor = motor_at("shipped", at=timezone.now() - dt.timedelta(days=9, hours=1))
    for page in (motor.get_absolute_url(), motor.case.get_absolute_url()):
        assert "at this step for 9 days" in browse(after_sales()).get(page).content.decode()
    timed = motor_at("repairing", at=timezone.now() - dt.timedelta(days=2))
    assert "at this step" not in browse(after_sales()).get(timed.get_absolute_url()).content.decode()
