"""Thirty motors in one parcel that nobody announced: all alike but one that is missing, one extra, one wrong digit."""

import pytest
from django.utils import timezone

from tests.actors import (
    after_sales,
    coordinator,
    dispatcher,
    engineer,
    inspector,
    production,
)
from tests.browser import AtTheDoor
from tests.cases.test_many_at_once import course
from tests.factories import (
    accept_list,
    arrived,
    case_at,
    drafted,
    fresh,
    parcel_received,
    pass_inspection,
    registered,
    repair,
    report_missing,
    ship,
    signed,
    write_off,
)
from tests.journeys import steps
from workflow.actions import perform

pytestmark = pytest.mark.browser

MOST_LOADS, MOST_INTERACTIONS = 60, 150


class Counted(AtTheDoor):
    """A desk that counts the pages that are loaded, and every click and field, those of signing in too."""

    loads = interactions = 0

    def __init__(self, *args):
        super().__init__(*args)
        self.page.on("load", lambda page: self.count("loads"))

    def count(self, what):
        setattr(self, what, getattr(self, what) + 1)

    def follows_in(self, link):
        self.count("interactions")
        super().follows_in(link)

    def presses(self, button):
        self.count("interactions")
        super().presses(button)

    def answers(self, place, label, answer):
        self.count("interactions")
        super().answers(place, label, answer)

    def unfolds(self, summary, within=None):
        self.count("interactions")
        super().unfolds(summary, within)

    def goes_on(self, task):
        """All that waits of a task, from the worklist."""
        self.follows("Several at once", within=self.section(task))


@pytest.mark.parametrize(
    ("alike", "scripts"),
    [
        (3, True),
        pytest.param(3, False, marks=pytest.mark.long),
        pytest.param(27, True, marks=pytest.mark.long),
    ],
)
def test_a_parcel_of_motors_goes_from_the_gate_to_the_customer_with_one_form_a_step(
    new_desk, alike, scripts, capsys
):
    case, came, missing = announced(alike, "260316-0928", "260316-0923")
    desk = new_desk(kind=Counted, java_script_enabled=scripts)

    with desk.of(dispatcher()) as chen:
        chen.follows("Receive a parcel")
        chen.fills_in({"Customer": case.customer.name, "Carrier": "德邦物流", "Waybill": "DPK3021887"})
        chen.fills_in({"Serial numbers, one a line": "\n".join(came)})
        chen.presses("Counted, sign")
    with desk.of(after_sales()) as wang:
        wang.takes("Sign counted parcels", case.customer.name)
        wang.follows("Sign the count")
        wang.presses("Sign the count")
        wang.follows("Worklist")
        wang.goes_on("Write appraisals")
        wang.picture("many-appraise")
        wang.fills_in(steps.FINDINGS)
        wang.presses("Write the appraisal")
        wang.sees("Done")
        wang.follows("Worklist")
        sign_all(wang)
    for person in (engineer, inspector, production):
        with desk.of(person()) as signer:
            sign_all(signer)
    with desk.of(after_sales()) as wang:
        wang.goes_on("Repair")
        wang.fills_in({"Work done": "精车换向器，更换碳刷", "Labour fee (CNY)": "80"})
        wang.presses("Record the repair")
    with desk.of(inspector()) as sun:
        sun.goes_on("Inspect repaired motors")
        sun.fills_in({"Measured values and findings": "空载电流 0.42 A，合格"})
        sun.presses("Inspection passed")
    with desk.of(dispatcher()) as chen:
        chen.goes_on("Ship")
        chen.fills_in({"Carrier": "顺丰速运", "Waybill": "SF1438820071"})
        chen.presses("Ship")
        chen.picture("many-done")
        chen.follows(case.number)
        chen.follows(missing)
        chen.follows("Report missing")
        chen.presses("Report missing")
    with desk.of(coordinator()) as wu:
        wu.goes_on("Confirm deliveries")
        wu.presses("Confirm the delivery")
        wu.follows("Worklist")
        wu.takes("Find or write off missing motors", missing)
        wu.fills_in({"Reason": "客户查实未寄出，留用"})
        wu.presses("Write off as not received")

    states = [motor.status for motor in case.motors.all()]
    assert sorted(states) == ["delivered"] * (alike + 2) + ["not_received"]
    assert type(case).objects.get(pk=case.pk).status == "completed"
    assert courses(case) == courses(one_by_one(alike))
    with capsys.disabled():
        print(f"\n{alike + 3} motors: {desk.loads} page loads, {desk.interactions} interactions")
    assert desk.loads <= MOST_LOADS
    assert desk.interactions <= MOST_INTERACTIONS


def sign_all(desk):
    """Read every sheet in full, and sign all of them."""
    desk.goes_on("Sign appraisals")
    desk.sees("换向器精车时跳动超差")
    desk.picture("many-sign")
    desk.presses("Sign the appraisal")
    desk.sees("Done")


def announced(alike, right, wrong):
    """A case with its list, on which a number is wrong; what came with one extra, and what did not come."""
    listed, extra = [registered() for _ in range(alike + 1)], registered()
    case = case_at("authorised", entry=listed[0], quantity=alike + 2)
    numbers = [entry.serial_number for entry in listed]
    accept_list(case, *numbers, wrong)
    return case, [*numbers[:-1], registered(right).serial_number, extra.serial_number], numbers[-1]


def one_by_one(alike):
    """The same of another case by single acts; the case."""
    case, came, missing = announced(alike, "260317-0928", "260317-0923")
    parcel_received(*map(arrived, came), customer=case.customer)
    here = list(case.motors.filter(status="received").order_by("position"))
    for motor in here:
        signed(drafted(motor))
    for step in (repair, pass_inspection, ship):
        for motor in here:
            step(fresh(motor))
    report_missing(case.motors.get(serial_number=missing))
    for motor in here:
        perform(
            fresh(motor), "confirm_delivery", by=coordinator(), delivered_on=timezone.localdate(), note=""
        )
    write_off(case.motors.get(serial_number=missing))
    return case


def courses(case):
    """What became of the case and of each of its motors: states, dates, amounts, and who did what."""
    motors = case.motors.order_by("position")
    whole = list(case.events.filter(subject="case").order_by("id").values_list("verb", "actor_name"))
    return whole, [course(fresh(motor)) for motor in motors]
