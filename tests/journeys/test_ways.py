"""Ways in and back, in the browser: a mixed parcel, a round, a silent customer, a shipment that came back."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.models import ReturnedMotor
from returns.forms import listed_motor
from tests.actors import after_sales, coordinator, dispatcher, manager, salesperson
from tests.factories import accept_list, appraised, case_at, customer, motor_at, quote, registered
from workflow.actions import perform

pytestmark = pytest.mark.browser


def test_a_mixed_parcel(desk):
    """Motors of two cases, one whose number the list has with a wrong digit, and one that nobody announced."""
    one, other = registered(), registered("260316-0421")
    first = accept_list(case_at("authorised", entry=one), one.serial_number)
    second = case_at("authorised", entry=registered("260316-0555"))
    perform(second, "accept_list", by=coordinator(), motors=[listed_motor("260316-0427", "90SZ03")])
    with desk.of(dispatcher()) as chen:
        chen.follows("Receive a parcel")
        chen.fills_in({"Customer": customer().name, "Carrier": "德邦物流", "Waybill": "DPK3021887"})
        rows = chen.page.locator("fieldset.count-row")
        for place, number in enumerate((one.serial_number, other.serial_number, "990101-0001")):
            rows.get_by_label("Serial number").nth(place).fill(number)
        chen.picture("parcel-counted")
        chen.presses("Counted, sign")
        chen.finds_it("awaiting the second signature")
    with desk.of(after_sales()) as wang:
        wang.takes("Sign counted parcels", "SH-")
        wang.sees("wrong serial number")
        wang.follows("Sign the count")
        wang.presses("Sign the count")
        wang.finds_it("signed by both")
        wang.sees("not registered")
        wang.picture("parcel-signed")
    with desk.of(coordinator()) as wu:
        wu.takes("Find the case of motors without one", "990101-0001")
        wu.follows("Join it to a case")
        wu.fills_in({"Case": first.number})
        wu.presses("Join it to a case")
        wu.sees("joined to a case")
    assert {motor.status for motor in ReturnedMotor.objects.all()} == {"received"}
    assert [motor.serial_number for motor in second.motors.all()] == ["260316-0421"]


def test_a_round(desk):
    """The case is reopened, its motor comes again, and its life shows both."""
    case = case_at("closed")
    number = case.motors.get().serial_number
    with desk.of(manager()) as zheng:
        zheng.follows("Cases")
        zheng.follows(case.number)
        zheng.follows("Reopen")
        zheng.fills_in({"Reason": "修后一个月又坏"})
        zheng.presses("Reopen")
        zheng.finds_it("in process")
    with desk.of(coordinator()) as wu:
        wu.takes("List what comes back after a reopening", case.number)
        wu.fills_rows({"Serial number": number})
        wu.presses("Add to the return list")
        wu.sees("round 1 after the first", under="Motors")
    with desk.of(dispatcher()) as chen:
        chen.takes("Count arriving consignments", case.number)
        chen.fills_in({"Carrier": "德邦物流", "Waybill": "DPK3021888"})
        chen.counts(number, "Received")
        chen.presses("Counted, sign")
    with desk.of(after_sales()) as wang:
        wang.takes("Sign counts", case.number)
        wang.presses("Sign the count")
        wang.finds_it("signed by both")
    assert [motor.status for motor in case.motors.order_by("round")] == ["delivered", "received"]


def test_a_silent_customer(desk):
    """Nobody answers as long as the quotation is valid; the motor goes back as it came."""
    long_ago = timezone.localtime() - dt.timedelta(days=40)
    motor = appraised(motor_at("received", at=long_ago), "repair_charged", at=long_ago)
    quote(motor, at=long_ago)
    with desk.of(manager()) as zheng:
        zheng.takes("Send back motors of silent customers", motor.serial_number)
        zheng.fills_in({"Reason": "三次电话无人接听"})
        zheng.presses("Send back: no answer to the quotation")
        zheng.finds_it("ready to ship")
    with desk.of(dispatcher()) as chen:
        chen.takes("Ship", motor.serial_number)


def test_a_shipment_that_came_back(desk):
    """Nobody took it: it is here again, and is shipped once more."""
    motor = motor_at("shipped")
    with desk.of(dispatcher()) as chen:
        chen.follows("Motors")
        chen.follows(motor.serial_number)
        chen.follows("The shipment came back")
        chen.fills_in({"Reason": "收货人拒收"})
        chen.presses("The shipment came back")
        chen.finds_it("ready to ship")
        chen.follows("Worklist")
        chen.takes("Ship", motor.serial_number)
        chen.fills_in({"Carrier": "顺丰速运", "Waybill": "SF1438820099"})
        chen.presses("Ship")
        chen.finds_it("shipped")
        chen.sees("came back")
    with desk.of(salesperson()) as zhou:
        zhou.takes("Confirm deliveries", motor.serial_number)
        zhou.presses("Confirm the delivery")
        zhou.finds_it("delivered")
