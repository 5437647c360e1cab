"""Five motors on the list and another five in the box: every one of them is settled in its own way (四.2, 七)."""

import pytest
from playwright.sync_api import expect

from tests.actors import after_sales, coordinator, dispatcher, finance, inspector, salesperson
from tests.factories import product, registered
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
    "Remedy": "原样寄回",
}


def test_a_consignment_is_complete_when_every_one_of_its_motors_is_settled(desk):
    refused, sound, paid, swapped, missing = [registered() for _ in range(5)]
    wrong = registered("260316-0009", product=product("110SZ53"))
    extra = registered("260317-0031")

    case = steps.register(desk, refused, Quantity=5)
    steps.approve(desk, case)
    listed = (refused, sound, paid, swapped, missing)
    steps.enter_list(desk, case, *(motor.serial_number for motor in listed))

    with desk.of(dispatcher()) as chen:
        chen.takes("Count arriving consignments", case)
        chen.fills_in({"Carrier": "德邦物流", "Waybill": "DPK3021887"})
        for motor in (refused, sound, paid):
            chen.counts(motor.serial_number, "Received")
        row = chen.counts(swapped.serial_number, "Wrong model")
        chen.fills_in({"Model found, if wrong": "110SZ53", "Serial number found": wrong.serial_number}, row)
        chen.counts(missing.serial_number, "Missing")
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
        for motor in (refused, paid):
            wang.takes("Send quotations", motor.serial_number)
            wang.fills_in({"Material fee (CNY)": "120", "Labour fee (CNY)": "80"})
            wang.presses("Quote")
            wang.sees("Clock paused")
        wang.takes("Repair", wrong.serial_number)
        wang.fills_in({"Work done": "精车换向器", "Labour fee (CNY)": "60"})
        wang.presses("Repaired, to inspection")
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
        zhou.fills_in({"Who replied for the customer, when and how?": "孙志强来电，嫌贵，要求寄回"})
        zhou.presses("Customer refuses the quotation")
        zhou.takes("Get the customer's reply", paid.serial_number)
        zhou.follows("Customer accepts the quotation")
        zhou.fills_in({"Who replied for the customer, when and how?": "孙志强来电同意"})
        zhou.presses("Customer accepts the quotation")
        zhou.finds_it("under repair")

    with desk.of(after_sales()) as wang:
        wang.takes("Repair", paid.serial_number)
        wang.fills_in({"Work done": "更换电枢与碳刷", "Labour fee (CNY)": "80"})
        wang.fills_rows({"Part": "电枢 90SZ03", "Quantity": 1, "Unit price (CNY)": "120"})
        wang.presses("Work out the fees")
        wang.sees("200.00", under="Fees")
        wang.picture("repair-charged")
        wang.presses("Repaired, to inspection")

    with desk.of(inspector()) as sun:
        for motor in (wrong, paid):
            sun.takes("Inspect repaired motors", motor.serial_number)
            sun.follows("Inspection passed")
            sun.fills_in({"Measured values and findings": "空载电流 0.42 A，合格"})
            sun.presses("Inspection passed")

    with desk.of(dispatcher()) as chen:
        expect(chen.waiting("Ship")).to_have_count(3)
        expect(chen.waiting("Ship").filter(has_text=paid.serial_number)).to_have_count(0)

    with desk.of(finance()) as xu:
        xu.takes("Record payments", paid.serial_number)
        xu.fills_in({"Receipt or transfer number": "收据 0001187"})
        xu.reads("Amount received (CNY)", "200.00")
        xu.picture("payment")
        xu.presses("Record the payment")

    shipped = (refused, sound, paid, wrong)
    with desk.of(dispatcher()) as chen:
        for motor in shipped:
            chen.takes("Ship", motor.serial_number)
            chen.fills_in({"Carrier": "顺丰速运", "Waybill": "SF1438820071"})
            chen.presses("Ship")
            chen.finds_it("shipped")
        chen.follows("Slips")
        chen.follows_in(chen.row(refused.serial_number).get_by_role("link", name="FX-"))
        chen.sees("未修退回", "客户不接受报价")
        chen.picture("repair-slip-unrepaired")

    with desk.of(salesperson()) as zhou:
        for motor in shipped:
            zhou.takes("Confirm deliveries", motor.serial_number)
            zhou.presses("Confirm the delivery")
            zhou.finds_it("delivered")

    with desk.of(after_sales()) as wang:
        expect(wang.waiting("Close completed cases")).to_have_count(0)
        wang.follows("Cases")
        wang.follows(case)
        wang.finds_it("in process")
        wang.sees("1 motor is not settled yet.")
        expect(wang.row(refused.serial_number, under="Motors")).to_contain_text("goes back unrepaired")
        wang.picture("case-of-five")

    with desk.of(coordinator()) as wu:
        wu.takes("Find or write off missing motors", missing.serial_number)
        wu.fills_in({"Reason": "客户查实未寄出，留用"})
        wu.presses("Write off as not received")
        wu.finds_it("not received")
        wu.follows(case)
        wu.finds_it("completed")

    with desk.of(after_sales()) as wang:
        wang.takes("Close completed cases", case)
        wang.fills_in({"The customer's reply": "收到四台", "Is the customer satisfied?": "yes"})
        wang.presses("Close with the customer's reply")
        wang.finds_it("closed")
