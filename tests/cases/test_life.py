"""A motor's whole life by its serial number."""

import pytest

from tests.actors import after_sales, another_salesperson, manager, salesperson
from tests.factories import motor_at, registered

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
