"""Motors on the list and others in the box: each of a consignment is settled in its own way (四.2, 七)."""

import pytest
from playwright.sync_api import expect

from cases.models import ReturnedMotor
from tests.actors import after_sales, coordinator, dispatcher, finance, inspector, salesperson
from tests.factories import appraised, product, registered
from tests.journeys import steps

pytestmark = pytest.mark.browser

WORN_OUT = {
    "Cause": "the customer",
    "Defect": "换向器烧蚀",
    "Cause found": "长期过载运行",
    "Liable department": "the customer",
    "Remedy": "更换电枢与碳刷，收费",
}
SOUND = {
    "Cause": "no fault found",
    "Symptom": "未见异常",
    "Kind of defect": "no fault",
    "Defect": "未见异常",
    "Cause found": "通电运行两小时，各项合格",
    "Liable department": "nobody",
    "Why no fault, where values are lacking": "客户急用，只做空载和绝缘",
    "Remedy": "原样寄回",
}


def announced(desk, *motors):
    """A case that is approved, with these motors on the list."""
    case = steps.register(desk, motors[0], Quantity=len(motors))
    steps.approve(desk, case)
    steps.enter_list(desk, case, *(motor.serial_number for motor in motors))
    return case


def count(chen, case, received, swapped, wrong, missing):
    """The dispatcher's count, up to the signature: another motor came in the place of the swapped one."""
    chen.takes("Count arriving consignments", case)
    chen.fills_in({"Carrier": "德邦物流", "Waybill": "DPK3021887"})
    for motor in received:
        chen.counts(motor.serial_number, "Received")
    row = chen.counts(swapped.serial_number, "Wrong model")
    chen.fills_in({"Model found, if wrong": "110SZ53", "Serial number found": wrong.serial_number}, row)
    chen.counts(missing.serial_number, "Missing")


def quote(wang, *motors):
    for motor in motors:
        wang.takes("Send quotations", motor.serial_number)
        wang.fills_in({"Material fee (CNY)": "120", "Labour fee (CNY)": "80"})
        wang.presses("Quote")
        wang.sees("Clock paused")


def accept(zhou, motor):
    zhou.takes("Get the customer's reply", motor.serial_number)
    zhou.follows("Customer accepts the quotation")
    zhou.fills_in({"Who replied for the customer?": "孙志强", "How?": "by telephone"})
    zhou.presses("Customer accepts the quotation")
    zhou.finds_it("under repair")


def repair(wang, motor):
    wang.takes("Repair", motor.serial_number)
    wang.fills_in({"Work done": "精车换向器", "Labour fee (CNY)": "60"})
    wang.presses("Repaired, to inspection")


def repair_as_quoted(wang, motor):
    wang.takes("Repair", motor.serial_number)
    wang.fills_in({"Work done": "更换电枢与碳刷", "Labour fee (CNY)": "80"})
    wang.fills_rows({"Part": "电枢 90SZ03", "Quantity": 1, "Unit price (CNY)": "120"})
    wang.presses("Work out the fees")
    wang.sees("200.00", under="Fees")
    wang.picture("repair-charged")
    wang.presses("Repaired, to inspection")


def inspect(sun, *motors):
    for motor in motors:
        sun.takes("Inspect repaired motors", motor.serial_number)
        sun.follows("Inspection passed")
        sun.fills_in({"Measured values and findings": "空载电流 0.42 A，合格"})
        sun.presses("Inspection passed")


def pay(xu, motor):
    xu.takes("Record payments", motor.serial_number)
    xu.fills_in({"Receipt or transfer number": "收据 0001187"})
    xu.reads("Amount received (CNY)", "200.00")
    xu.picture("payment")
    xu.presses("Record the payment")


def ship(chen, *motors):
    for motor in motors:
        chen.takes("Ship", motor.serial_number)
        chen.fills_in({"Carrier": "顺丰速运", "Waybill": "SF1438820071"})
        chen.presses("Ship")
        chen.finds_it("shipped")


def deliver(zhou, *motors):
    for motor in motors:
        zhou.takes("Confirm deliveries", motor.serial_number)
        zhou.presses("Confirm the delivery")
        zhou.finds_it("delivered")


def find_the_case_open(wang, case):
    """All has arrived but the missing motor."""
    expect(wang.waiting("Close completed cases")).to_have_count(0)
    wang.follows("Cases")
    wang.follows(case)
    wang.finds_it("in process")
    wang.sees("1 motor is not settled yet.")


def write_off_and_close(desk, case, missing):
    """With its last motor the case is complete."""
    with desk.of(coordinator()) as wu:
        wu.takes("Find or write off missing motors", missing.serial_number)
        wu.fills_in({"Reason": "客户查实未寄出，留用"})
        wu.presses("Write off as not received")
        wu.finds_it("not received")
        wu.follows(case)
        wu.finds_it("completed")
    with desk.of(after_sales()) as wang:
        wang.takes("Close completed cases", case)
        wang.fills_in({"The customer's reply": "其余收到", "Is the customer satisfied?": "yes"})
        wang.presses("Close with the customer's reply")
        wang.finds_it("closed")


def test_a_consignment_is_complete_with_its_last_motor(desk):
    """One is paid for, another came in the place of the second, the third never came."""
    paid, swapped, missing = [registered() for _ in range(3)]
    wrong = registered("260316-0009", product=product("110SZ53"))
    case = announced(desk, paid, swapped, missing)

    with desk.of(dispatcher()) as chen:
        count(chen, case, [paid], swapped, wrong, missing)
        chen.presses("Counted, sign")
        chen.sees("Differences from the list")
    with desk.of(after_sales()) as wang:
        wang.takes("Sign counts", case)
        wang.presses("Sign the count")
        # The other journeys walk through an appraisal.
        for motor, outcome in ((paid, "repair_charged"), (wrong, "repair_free")):
            appraised(ReturnedMotor.objects.get(serial_number=motor.serial_number), outcome)
        quote(wang, paid)
        repair(wang, wrong)
    with desk.of(salesperson()) as zhou:
        accept(zhou, paid)
    with desk.of(after_sales()) as wang:
        repair_as_quoted(wang, paid)
    with desk.of(inspector()) as sun:
        inspect(sun, wrong, paid)
    with desk.of(dispatcher()) as chen:
        expect(chen.waiting("Ship")).to_have_count(1)
    with desk.of(finance()) as xu:
        pay(xu, paid)
    with desk.of(dispatcher()) as chen:
        ship(chen, paid, wrong)
    with desk.of(salesperson()) as zhou:
        deliver(zhou, paid, wrong)
    with desk.of(after_sales()) as wang:
        find_the_case_open(wang, case)
    write_off_and_close(desk, case, missing)


@pytest.mark.long
def test_five_motors_of_a_consignment_are_settled_in_five_ways_and_so_is_the_one_that_nobody_listed(desk):
    refused, sound, paid, swapped, missing = [registered() for _ in range(5)]
    wrong = registered("260316-0009", product=product("110SZ53"))
    extra = registered("260317-0031")
    case = announced(desk, refused, sound, paid, swapped, missing)

    with desk.of(dispatcher()) as chen:
        count(chen, case, [refused, sound, paid], swapped, wrong, missing)
        chen.adds_unlisted({"Serial number": extra.serial_number, "Model": "90SZ03"})
        chen.picture("count-of-five")
        chen.presses("Counted, sign")
        chen.sees("Differences from the list")

    with desk.of(after_sales()) as wang:
        wang.takes("Sign counts", case)
        wang.sees("wrong model", "instead of 90SZ03", "missing", "not on the list")
        wang.picture("handover-with-differences")
        wang.presses("Sign the count")
        for motor in (refused, paid):
            steps.write_appraisal(wang, motor.serial_number, "repair at the customer's cost", **WORN_OUT)
        steps.write_appraisal(wang, sound.serial_number, "send back unrepaired", **SOUND)
        for motor in (wrong, extra):
            steps.write_appraisal(wang, motor.serial_number, "repair free of charge")
    arrived = (refused, sound, paid, wrong, extra)
    steps.sign_appraisals(desk, *(motor.serial_number for motor in arrived))

    with desk.of(after_sales()) as wang:
        wang.picture("worklist-of-five")
        quote(wang, refused, paid)
        repair(wang, wrong)
        wang.takes("Repair", extra.serial_number)
        wang.follows(extra.serial_number)
        wang.follows("Scrap with the customer's consent")
        wang.fills_in({"Reason": "壳体开裂，无法修复", "The customer's written consent": "孙志强微信确认"})
        wang.presses("Scrap with the customer's consent")
        wang.finds_it("scrapped")

    with desk.of(salesperson()) as zhou:
        zhou.takes("Get the customer's reply", refused.serial_number)
        zhou.sees("200.00", under="Quotation")
        zhou.picture("motor-quoted")
        zhou.follows("Customer refuses the quotation")
        zhou.fills_in(
            {
                "Who replied for the customer?": "孙志强",
                "How?": "by telephone",
                "What was said": "嫌贵，要求寄回",
            }
        )
        zhou.presses("Customer refuses the quotation")
        accept(zhou, paid)

    with desk.of(after_sales()) as wang:
        repair_as_quoted(wang, paid)
    with desk.of(inspector()) as sun:
        inspect(sun, wrong, paid)

    with desk.of(dispatcher()) as chen:
        expect(chen.waiting("Ship")).to_have_count(3)
        expect(chen.waiting("Ship").filter(has_text=paid.serial_number)).to_have_count(0)
    with desk.of(finance()) as xu:
        pay(xu, paid)

    shipped = (refused, sound, paid, wrong)
    with desk.of(dispatcher()) as chen:
        ship(chen, *shipped)
        chen.follows("Slips")
        chen.follows_in(chen.row(refused.serial_number).get_by_role("link", name="FX-"))
        chen.sees("未修退回", "客户不接受报价")
        chen.picture("repair-slip-unrepaired")
    with desk.of(salesperson()) as zhou:
        deliver(zhou, *shipped)

    with desk.of(after_sales()) as wang:
        find_the_case_open(wang, case)
        expect(wang.row(refused.serial_number, under="Motors")).to_contain_text("goes back unrepaired")
        wang.picture("case-of-five")
    write_off_and_close(desk, case, missing)
