"""Where a motor lies in the house, so that nobody has to look for it."""

import pytest

from tests.actors import after_sales, dispatcher
from tests.factories import fresh, motor_at
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
