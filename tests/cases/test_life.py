"""A motor's whole life by its serial number."""

import datetime as dt
import re
import uuid
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from tests.actors import after_sales, another_salesperson, dispatcher, manager, person, salesperson
from tests.factories import appraised, case_at, fresh, motor_at, registered

pytestmark = pytest.mark.django_db


def life(client, serial_number):
    return client.get(f"/serial/{serial_number}/")


def test_a_registered_motor_that_never_came_back_has_its_warranty(browse):
    entry = registered()
    page = life(browse(manager()), entry.serial_number)
    assert page.context["warranty"]["status"] == "in"
    assert page.context["warranty"]["days_left"] > 0
    assert page.context["rounds"] == []


def test_every_return_of_a_motor_is_told_to_who_may_see_it(browse):
    motor = motor_at("received")
    for reader in (after_sales(), salesperson()):
        assert [row.motor for row in life(browse(reader), motor.serial_number).context["rounds"]] == [motor]
    stranger = life(browse(another_salesperson()), motor.serial_number)
    assert stranger.context["rounds"] == []
    assert str(motor.case) not in stranger.content.decode()
    assert "open in another case" in stranger.content.decode()


def test_a_serial_number_that_nobody_knows_is_not_found(browse):
    assert life(browse(manager()), "990101-0001").status_code == 404


def repaired_and_back(entry, *, weeks=8, days=35):
    """A motor that was repaired and delivered, and of which the customer complains again so many days later."""
    then = timezone.now() - dt.timedelta(weeks=weeks)
    first = motor_at("delivered", entry=entry, at=then)
    again = timezone.localdate(then) + dt.timedelta(days=days)
    at = timezone.now() - dt.timedelta(weeks=weeks) + dt.timedelta(days=days)
    return first, case_at("submitted", entry=entry, at=at, claim_date=again)


def test_a_motor_that_comes_again_after_a_repair_of_ours_is_a_repeat_repair(browse):
    """Even before its return list is there: the feedback is a round, too."""
    first, case = repaired_and_back(registered())
    page = life(browse(manager()), first.serial_number)
    latest, earlier = page.context["rounds"]
    assert (latest.case, latest.motor, earlier.motor) == (case, None, first)
    assert (latest.days, latest.repaired_before, earlier.days) == (35, True, None)
    assert "Repeat repair" in page.content.decode()
    assert "35 days after it was given back" in page.content.decode()


def test_a_motor_that_was_here_once_is_no_repeat_repair(browse):
    motor = motor_at("delivered")
    page = life(browse(manager()), motor.serial_number)
    assert (page.context["repeat"], len(page.context["rounds"])) == (None, 1)


def test_a_salesperson_is_warned_of_a_repair_that_was_a_colleagues_but_not_told_whose(browse):
    first, case = repaired_and_back(registered(), days=40)
    type(case).objects.filter(pk=case.pk).update(
        salesperson=another_salesperson(), created_by=another_salesperson()
    )
    case.dossier.__class__.objects.filter(pk=case.pk).update(
        owner=another_salesperson(), author=another_salesperson()
    )
    page = life(browse(another_salesperson()), first.serial_number)
    assert [row.case for row in page.context["rounds"]] == [case]
    assert "came back before, on" in page.content.decode()
    assert str(first.case) not in page.content.decode()


@pytest.mark.parametrize(("years", "words"), [(0.5, "days of warranty left"), (5, "Warranty ended")])
def test_the_warranty_counts_down_to_its_end_and_says_since_when_it_is_over(years, words, browse):
    left = timezone.localdate() - dt.timedelta(days=int(365 * years))
    page = life(browse(manager()), registered(ex_factory_date=left).serial_number)
    assert words in page.content.decode()


def test_who_may_not_look_at_the_register_sees_nothing_of_a_motor_that_never_came_back(browse):
    assert life(browse(person("nobody", "无名氏")), registered().serial_number).status_code == 404


def test_the_passport_is_linked_wherever_the_number_stands(browse):
    motor = appraised(motor_at("received"), "repair_free")
    entry, slip = motor.registered, motor.slips.get(kind="JD")
    pages = [
        motor.get_absolute_url(),
        motor.case.get_absolute_url(),
        motor.case.handovers.get().get_absolute_url(),
        entry.get_absolute_url(),
        slip.get_absolute_url(),
        "/motors/",
        "/slips/",
        f"/search/?q={motor.serial_number[:8]}",
    ]
    browser, link = browse(after_sales()), f'href="{motor.history_url}"'
    assert [page for page in pages if link not in browser.get(page, follow=True).content.decode()] == []


def test_the_passport_asks_as_often_for_many_rounds_as_for_few(browse):
    entry, browser = registered(), browse(manager())
    repaired_and_back(entry)
    life(browser, entry.serial_number)
    with CaptureQueriesContext(connection) as few:
        life(browser, entry.serial_number)
    repaired_and_back(entry, weeks=20)
    with CaptureQueriesContext(connection) as many:
        assert len(life(browser, entry.serial_number).context["rounds"]) == 4
    assert len(many) == len(few)


def test_from_home_the_history_of_a_motor_is_one_search_away(browse):
    """Interactions: the number, and Enter."""
    motor, browser = motor_at("received"), browse(after_sales())
    home = browser.get("/").content.decode()
    assert 'action="/search/"' in home
    page = browser.get("/search/", {"q": motor.serial_number}, follow=True)
    assert [row.motor for row in page.context["rounds"]] == [motor]


def test_an_approval_is_given_from_the_worklist_in_three_steps(browse):
    """Interactions: the item of the worklist, the button of its page, and the form that it opens."""
    case, browser = case_at("submitted"), browse(manager())
    (work,) = [group for group in browser.get("/").context["groups"] if group.task.key == "authorise"]
    page = browser.get(work.items[0].url).content.decode()
    (button,) = set(re.findall(r'href="(/cases/\d+/authorise_return/)"', page))
    form = browser.get(button).context["form"]
    ticked = {
        name: "on" for name, field in form.fields.items() if field.required and name not in form.initial
    }
    browser.post(button, form.initial | ticked)
    assert fresh_case(case).status == "authorised"


def fresh_case(case):
    return type(case).objects.get(pk=case.pk)


ODD = [
    "26/0904", "/", "//", "a/../b", ".", "..", "...", "50%", "%2F", "%00", "a?b", "a#b", "a\\b", "a b", "'\"<>&",
    "编号１", "👍", "+", "~", ";=,", "a:b@c", "x" * 40,
]  # fmt: skip


@pytest.mark.parametrize("serial", ODD)
def test_a_motor_of_any_serial_number_has_its_page_and_its_life(serial, browse):
    motor = motor_at("expected")
    motor.serial_number = serial
    motor.save()
    browser = browse(after_sales())
    url = reverse("cases:life", args=[serial])
    assert f'href="{escape(url)}"' in browser.get(motor.get_absolute_url()).content.decode()
    assert urlsplit(urljoin("http://factory/motors/1/", url)).path == url  # no browser makes another of it
    page = browser.get(url)
    assert page.status_code == 200
    assert [row.motor for row in page.context["rounds"]] == [motor]


@pytest.mark.parametrize("serial", ["26/0904", "..", "50%"])
def test_what_is_done_to_a_motor_of_any_serial_number_is_done_and_shown(serial, browse):
    motor = motor_at("expected")
    motor.serial_number = serial
    motor.save()
    sent = {"version": motor.version, "key": uuid.uuid4()}
    answer = browse(dispatcher()).post(f"/motors/{motor.pk}/report_missing/", sent, follow=True)
    assert (answer.status_code, fresh(motor).status) == (200, "missing")


@pytest.mark.parametrize("text", ["%00", "26%00", "%2500", "%ED%A0%80", "%252F%2500", "%0A", "x" * 3000])
def test_a_serial_number_that_cannot_be_has_no_page(text, browse):
    assert life(browse(manager()), text).status_code == 404
