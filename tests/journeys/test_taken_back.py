"""An unused motor that fails its contract: taken back, transferred to production, dismantled (四.2, 五.2)."""

import datetime as dt

import pytest
from django.utils import timezone
from pypdf import PdfReader

from tests.actors import (
    after_sales,
    coordinator,
    engineer,
    finance,
    inspector,
    manager,
    production,
    salesperson,
)
from tests.factories import registered
from tests.journeys import steps

pytestmark = pytest.mark.browser

UNUSED = {
    "Has been used": "no, never",
    "Hours run": "",
    "Time in use": "未使用",
    "Connected equipment": "尚未装机",
    "Problem": "装机前检验：额定电压下转速只有 1180 r/min，合同要求 1500 r/min",
    "Damaged parts": "无损坏",
    "The customer's request": "退货",
}
OUT_OF_SPECIFICATION = {
    "A measured parameter or dimension is outside the contract (五.2)": True,
    "Symptom": "额定电压下转速 1180 r/min",
    "Kind of defect": "performance",
    "Defect": "转速低于合同要求",
    "Cause found": "电枢绕组匝数绕错",
    "Liable department": "winding workshop",
    "Remedy": "退货，转生产拆件",
}
RECIPIENTS = ("留底 · 销售内勤", "财务", "成品库", "销售")


def test_an_unused_motor_that_fails_its_contract_is_taken_back_and_dismantled(desk):
    motor = registered(document="XH-2026-0318")
    serial = motor.serial_number

    case = steps.register(desk, motor, **UNUSED)
    steps.approve(desk, case)
    steps.enter_list(desk, case)
    steps.receive(desk, case, motor)
    with desk.of(after_sales()) as wang:
        steps.write_appraisal(wang, serial, "take back", **OUT_OF_SPECIFICATION)
    steps.sign_appraisals(desk, serial)

    with desk.of(coordinator()) as wu:
        wu.takes("Enter returns in the ledger", serial)
        wu.reads("Original delivery note or invoice", "XH-2026-0318")
        wu.fills_in(
            {"Price (CNY)": "186.00", "Reason for the return": "转速 1180 r/min，合同要求 1500 r/min"}
        )
        wu.picture("return-ledger")
        wu.presses("Enter in the return ledger")

    with desk.of(manager()) as zheng:
        zheng.takes("Approve return slips", serial)
        zheng.sees("May be returned", "五.2", under="By the rules")
        zheng.sees("XH-2026-0318", under="Taken back")
        zheng.picture("motor-return-pending")
        zheng.follows("Approve the return slip")
        zheng.presses("Approve the return slip")
        zheng.finds_it("awaiting transfer")

    with desk.of(finance()) as xu:
        xu.follows("Slips")
        xu.follows("TH-")
        number = xu.heading()
        xu.sees("copy 4 of 4", *RECIPIENTS)
        xu.picture("return-slip")
        xu.presses("Print")
        slip = PdfReader(xu.saves("Save as PDF"))
        for page, recipient in zip(slip.pages, RECIPIENTS, strict=True):
            text = page.extract_text()
            assert number in text
            assert recipient in text
            assert "转速 1180 r/min，合同要求 1500 r/min" in text
            assert "五.2" in text
            assert "壹佰捌拾陆元整" in text

    with desk.of(after_sales()) as wang:
        wang.takes("Prepare transfers to production", serial)
        in_a_week = timezone.localdate() + dt.timedelta(days=7)
        wang.fills_in(
            {"Workshop": "装配车间", "What to do": "拆解，壳体与端盖留用", "By when": in_a_week.isoformat()}
        )
        wang.picture("transfer")
        wang.presses("Prepare the transfer")

    with desk.of(production()) as liu:
        liu.takes("Take over transfers", serial)
        liu.sees("拆解，壳体与端盖留用")
        liu.presses("Take over for the workshop")
        liu.finds_it("transferred to the workshop")
        liu.sees("ZY-")
        liu.takes("Record workshop results", serial)
        liu.follows("Dismantled for parts")
        liu.fills_in({"What was done?": "壳体、端盖、轴承留用，电枢报废"})
        liu.presses("Dismantled for parts")
        liu.finds_it("dismantled for parts")
        liu.picture("motor-dismantled")

    with desk.of(after_sales()) as wang:
        wang.takes("Close completed cases", case)
        wang.follows(case)
        wang.finds_it("completed")
        wang.sees("Dismantled for parts")

    with desk.of(finance()) as xu:
        xu.takes("Settle approved returns", motor.serial_number)
        xu.fills_in(
            {"Settled with": "credit note", "Transfer, credit note or order number": "红字 2026-0031"}
        )
        xu.presses("Settle the return")
        xu.sees("红字 2026-0031")
    steps.find_nothing_waiting(salesperson, coordinator, manager, engineer, inspector, production, finance)
