"""A motor's whole life by its serial number."""

import uuid
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests.actors import after_sales, another_salesperson, dispatcher, manager, salesperson
from tests.factories import fresh, motor_at, registered

pytestmark = pytest.mark.django_db


def life(client, serial_number):
    return client.get(f"/serial/{serial_number}/")


def test_a_registered_motor_that_never_came_back_has_its_warranty(browse):
    entry = registered()
    page = life(browse(manager()), entry.serial_number)
    assert page.context["warranty"]["status"] == "in"
    assert page.context["warranty"]["days_left"] > 0
    assert page.context["returns"] == []


def test_every_return_of_a_motor_is_told_to_who_may_see_it(browse):
    motor = motor_at("received")
    assert [row.pk for row in life(browse(after_sales()), motor.serial_number).context["returns"]] == [
        motor.pk
    ]
    assert [row.pk for row in life(browse(salesperson()), motor.serial_number).context["returns"]] == [
        motor.pk
    ]
    assert life(browse(another_salesperson()), motor.serial_number).context["returns"] == []


def test_a_serial_number_that_nobody_knows_is_not_found(browse):
    assert life(browse(manager()), "990101-0001").status_code == 404


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
    assert [row.pk for row in page.context["returns"]] == [motor.pk]


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
