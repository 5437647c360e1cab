"""What the workshop has before it: transferred motors with the day asked for, and what became of them (四.2)."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.actors import after_sales, inspector, production, workshop
from tests.factories import fresh, motor_at
from tests.work import keys
from workflow.actions import perform
from workflow.worklist import groups_of

pytestmark = pytest.mark.django_db


def item_of(user, key):
    return next(group.items[0] for group in groups_of(user) if group.task.key == key)


def test_the_workshop_has_its_own_list_with_the_day_asked_for():
    motor = motor_at("transferred", at=timezone.localtime() - dt.timedelta(days=9))
    item = item_of(workshop(), "workshop_result")
    assert item.due_on == motor.transfer_order.due_on
    assert (item.standing.state, item.detail) == ("overdue", "装配车间：更换转子后入库")
    assert item_of(production(), "workshop_result").due_on == item.due_on


@pytest.mark.parametrize(
    ("verb", "said", "state"),
    [
        ("rework", {"result": "更换转子，复检合格"}, "restocked"),
        ("dismantle", {"result": "壳体留用"}, "dismantled"),
        ("scrap", {"reason": "线圈烧毁"}, "scrapped"),
    ],
)
def test_the_workshop_records_what_became_of_a_motor(verb, said, state):
    motor = motor_at("transferred")
    perform(motor, verb, by=workshop(), **said)
    motor = fresh(motor)
    assert motor.status == state
    assert motor.transfer_order.result == next(iter(said.values()))
    assert "workshop_result" not in keys(workshop())


def test_the_repair_list_shows_that_a_motor_did_not_pass_inspection(browse, in_chinese):
    motor = motor_at("inspecting")
    perform(motor, "fail_inspection", by=inspector(), reason="噪声 62 dB，超标")
    page = browse(after_sales())
    assert "不合格: 噪声 62 dB，超标" in page.get("/").content.decode()
    assert "不合格" in page.get(motor.get_absolute_url()).content.decode()
    assert "失败" not in page.get(motor.get_absolute_url()).content.decode()
