"""Early warning: the worked example, and the life of an alarm."""

import uuid

import pytest
from django.utils import timezone

from accountability.models import CorrectiveAction
from demo.benchmarks.warnings import simulated
from figures.actions import open_action, ring_alarms
from figures.models import Alarm
from figures.months import Month
from figures.service import Cells, keep_service, lots, service_differs
from figures.statuses import AlarmStatus
from figures.watching import Rule, cumulative, curve, done, judge, tail
from tests.actors import engineer, inspector
from tests.factories import customer
from tests.figures.factories import BEFORE, an_alarm, came_back, made
from tests.matrix import Machine, holds, read_table, same_vocabulary
from tests.work import keys
from warranty.models import Motor, Product
from workflow.actions import perform

# End of 2026-04: returns by month in service, and the motors exposed; April's claims count half.
JANUARY = {0: (100, 0), 1: (100, 1), 2: (100, 0), 3: (50, 0)}
FEBRUARY = {0: (200, 1), 1: (200, 0), 2: (100, 1)}
MARCH = {0: (100, 2), 1: (50, 5)}
LOTS = [JANUARY, FEBRUARY, MARCH]


def test_the_worked_example_of_the_method():
    rate = curve(LOTS)
    assert rate == pytest.approx({0: 8 / 900, 1: 11 / 850, 2: 6 / 700, 3: 5 / 550})
    assert [round(share * 100, 2) for share in cumulative(LOTS)] == [0.75, 2.46, 2.96, 2.96]
    assert [round(tail(n, 0.7187, 2.9412), 5) for n in range(3, 8)] == [
        0.05315,
        0.01515,
        0.00407,
        0.00105,
        0.00026,
    ]
    alpha = 2 / 100 / 6
    (alone,) = judge(MARCH, [JANUARY, FEBRUARY], rate, Rule(alpha))
    assert (alone.returned, round(alone.expected, 4), alone.limit, alone.rings) == (7, 0.7187, 6, True)
    (together,) = judge(MARCH, [JANUARY, FEBRUARY], rate, Rule(alpha, clump=1.5))
    assert (round(together.expected, 4), together.limit, together.rings) == (0.8042, 8, False)


def test_a_lot_is_watched_until_its_last_warranty_and_six_months_are_over():
    lot, shipped = Cells(), Month(2024, 3)
    lot.expose(shipped, 12, 40, Month(2026, 1), [1.0] * 7)
    assert lot.open(Month(2025, 9))
    assert not lot.open(Month(2025, 10))
    lot.expose(shipped, 16, 10, Month(2026, 1), [1.0] * 7)
    assert lot.open(Month(2026, 1))


def test_claims_that_are_not_confirmed_yet_lower_what_is_expected():
    assert done({0: 6, 1: 3, 7: 1}) == [0.6, 0.9, 0.9, 0.9, 0.9, 0.9, 1.0]
    assert done({}) == [1.0] * 7


@pytest.mark.django_db
def test_a_lot_that_returns_more_than_chance_explains_rings_once_and_again_when_it_grows():
    alarm = an_alarm()
    assert (alarm.seen["returned"], alarm.seen["motors"], alarm.owner) == (4, 40, inspector())
    assert alarm.sentence.startswith(
        f"{alarm}: 4 of 40 motors returned with a fault of the factory within 3 months"
    )
    assert "look_into_alarm" in keys(inspector())
    assert ring_alarms() == 0
    perform(alarm, "close", by=inspector(), reason="chance", note="四台分属四种故障")
    assert "look_into_alarm" not in keys(inspector())
    for entry in made(3, BEFORE):
        came_back(entry)
    assert service_differs()
    keep_service()
    assert not service_differs()
    assert ring_alarms(timezone.now()) == 1
    assert Alarm.objects.get().status == AlarmStatus.OPEN


@pytest.mark.django_db
def test_a_lot_of_few_motors_or_few_returns_never_rings():
    inspector()
    for entry in made(4, BEFORE):
        came_back(entry)
    for entry in made(60, BEFORE + 1)[:2]:
        came_back(entry)
    keep_service()
    assert ring_alarms() == 0


@pytest.mark.django_db
def test_a_real_one_becomes_a_corrective_action(browse):
    alarm = an_alarm()
    page = browse(inspector()).get(f"/alarms/{alarm.pk}/open_action/").context["form"].initial
    words = {"defect": "磁瓦开裂", "defect_group": "M", "department": "machining", "where": ""}
    browse(inspector()).post(f"/alarms/{alarm.pk}/open_action/", page | words | {"key": uuid.uuid4()})
    alarm = Alarm.objects.get()
    assert alarm.status == AlarmStatus.IN_ACTION
    assert alarm.corrective_action == CorrectiveAction.objects.latest("pk")
    assert alarm.corrective_action.problem == alarm.sentence


@pytest.mark.django_db
def test_what_is_still_to_come_is_open_and_who_else_has_such_motors_is_a_list(browse):
    alarm = an_alarm()
    cells = lots(Month.now(), "shipped")[alarm.product_id, Month.of(alarm.made)]
    assert sorted(cells.cells) == [0, 1, 2, 3]
    assert cells.returned == 4
    browser = browse(inspector())
    triangle = browser.get(f"/service/?model={alarm.product.model}").context["rows"]
    row = next(row for row in triangle if row.month == Month.of(alarm.made))
    assert [cell.returned for cell in row.cells][:4] == [0, 0, 0, 4]
    assert {cell.returned for cell in row.cells[4:]} == {None}
    like = browser.get(f"/alike/?model={alarm.product.model}&made={alarm.made:%Y-%m}").context
    assert (like["shipped"], like["returned"]) == (40, 4)
    assert browser.get(f"/alike/excel/?model={alarm.product.model}").status_code == 200


@pytest.mark.django_db
def test_the_triangle_begins_with_the_model_of_which_most_came_back(browse):
    alarm = an_alarm()
    sound = Product.objects.create(model="10SZ01")  # the first by its name
    day = Month.of(alarm.made).first
    Motor.objects.create(
        serial_number="X1", serial_key="X1", product=sound, ex_factory_date=day, consignee=customer()
    )
    keep_service()
    browser = browse(inspector())
    assert browser.get("/service/").context["products"][0] == sound
    assert browser.get("/service/").context["product"] == alarm.product
    assert browser.get("/service/?model=10SZ01").context["product"] == sound


TABLE = """
verb        | from   | to        | who
------------+--------+-----------+----
assign      | open   | =         | quality
close       | open   | closed    | quality
open_action | open   | in_action | quality
ring_again  | closed | open      |
"""
MACHINE = Machine(
    Alarm,
    read_table(TABLE),
    lambda state: alarm_at(state),
    {
        "assign": lambda alarm, by: {"owner": engineer().pk, "due_on": timezone.localdate()},
        "close": lambda alarm, by: {"reason": "chance", "note": "偶然"},
        "ring_again": lambda alarm, by: {"seen": alarm.seen},
    },
    {},
)


def alarm_at(state):
    alarm = an_alarm()
    if state == "closed":
        perform(alarm, "close", by=inspector(), reason="chance", note="偶然")
    elif state == "in_action":
        words = {
            "problem": "火花",
            "defect": "火花",
            "defect_group": "C",
            "department": "machining",
            "model": "90SZ03",
        }
        open_action(alarm, words, by=inspector())
    return Alarm.objects.select_related(*Alarm.reads).get()


@pytest.mark.django_db
@pytest.mark.parametrize("state", AlarmStatus.values)
def test_each_role_may_do_what_the_table_says_and_nothing_else(state):
    engineer()
    holds(MACHINE, state)


def test_the_table_leaves_no_verb_or_state_out():
    same_vocabulary(MACHINE, AlarmStatus.values)


def test_a_simulated_factory_finds_what_is_very_bad_and_the_same_seed_the_same():
    found = simulated("×5", 1, 3)
    assert (len(found.bad), found.years) == (6, 1)
    assert any(months is not None for _motors, months in found.bad)
    assert simulated("×5", 1, 3) == found
    assert not simulated("", 1, 3).bad
