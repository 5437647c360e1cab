"""An agent's motor with a factory fault: repaired free of charge and brought home (四.1, 四.2, 七.1, 八)."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.actors import (
    after_sales,
    coordinator,
    dispatcher,
    engineer,
    inspector,
    manager,
    production,
    salesperson,
)
from tests.factories import customer, registered
from tests.journeys import steps
from tests.journeys.nameplate import nameplate

pytestmark = pytest.mark.browser

EVERYBODY = (salesperson, manager, coordinator, dispatcher, after_sales, engineer, inspector, production)
FEEDBACK = {
    "Customer": "济南鲁东",
    "Contact": "刘敏",
    "Phone": "0531-8600 1234",
    "Contract number": "XH-2025-0187",
    "Model": "90SZ03",
    "Quantity": 1,
    "Has been used": "yes",
    "Hours run": 1600,
    "Time in use": "约 10 个月，每天一班",
    "Working environment": "室内，粉尘较大，约 30 ℃",
    "Connected equipment": "DXD-180 立式包装机牵引辊",
    "Operated as required": "yes",
    "Visit on site": "周建国到现场看过",
    "Problem": "启动后换向火花大，运行约半小时后壳体发烫",
    "Damaged parts": "碳刷、换向器",
    "The customer's request": "尽快修复",
    "(a) Is it our product?": "yes",
    "(b) Who caused the problem?": "the factory",
    "(c) Is it in warranty?": "yes",
}
APPRAISAL = {
    "Cause": "the factory",
    "Symptom": "换向火花大，空载电流 0.9 A",
    "Kind of defect": "commutation",
    "Defect": "换向器偏心",
    "Cause found": "换向器精车时跳动超差",
    "Liable department": "machining workshop",
    "Liable person": "马德胜",
    "Remedy": "精车换向器，更换碳刷",
    "all parts are at hand: due back after the shorter term (四.3)": True,
}
HISTORY = [
    "周建国 Feedback registered",
    "周建国 Add photos",
    "周建国 Submit for approval",
    "郑海涛 Authorise the return",
    "吴秀英 Enter the return list",
    "陈大勇 Consignment counted",
    "王立新 Sign the count",
    "王立新 First motors received",
    "王立新 Received",
    "王立新 Write the appraisal",
    "王立新 Sign the appraisal",
    "李明远 Sign the appraisal",
    "孙静 Sign the appraisal",
    "刘福生 Sign the appraisal",
    "刘福生 Appraised",
    "刘福生 Corrective action issued",
    "王立新 Record the repair",
    "孙静 Inspection passed",
    "陈大勇 Ship",
    "周建国 Confirm the delivery",
    "周建国 Complete",
    "王立新 Close with the customer's reply",
]


def months_ago(months: int) -> dt.date:
    """A day of the month that far back, one that every month has."""
    today = timezone.localdate()
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return dt.date(years, month + 1, min(today.day, 28))


def test_an_agents_motor_fourteen_months_old_is_repaired_free_and_brought_home(desk, tmp_path):
    agent = customer("济南鲁东机电经销有限公司", channel="agent", region="山东济南", contact="刘敏")
    motor = registered(
        "250530-0042", consignee=agent, ex_factory_date=months_ago(14), document="XH-2025-0187"
    )

    number = register(desk, motor, tmp_path)
    bring_in(desk, number, motor)
    appraise(desk, number, motor)
    repair(desk, motor)
    bring_home(desk, number, motor)
    read_it_all(desk, number)
    steps.find_nothing_waiting(*EVERYBODY)


def register(desk, motor, tmp_path):
    """The number of the case that the salesperson registers at the customer's (四.1)."""
    with desk.of(salesperson()) as zhou:
        zhou.picture("worklist-empty")
        zhou.follows("New feedback")
        zhou.fills_in(
            FEEDBACK | {"Serial number": motor.serial_number, "Ex-factory date": motor.ex_factory_date}
        )
        zhou.sees(
            "In warranty", "Repaired free of charge", "Borne by the factory", under="Preliminary verdict"
        )
        zhou.picture("intake-judged")
        zhou.fills_in({"Photos": nameplate(tmp_path, "90SZ03", motor.serial_number)})
        zhou.presses("Save and submit")
        zhou.finds_it("awaiting approval")
        return zhou.heading()


def bring_in(desk, number, motor):
    """The return is approved, listed and counted (四.2)."""
    with desk.of(manager()) as zheng:
        zheng.takes("Approve or reject returns", number)
        zheng.sees("换向火花大", "In warranty")
        zheng.sees_photos(1)
        zheng.picture("case-awaiting-approval")
        zheng.follows("Authorise the return")
        zheng.fills_in({"Note": "请客户随机附上碳刷"})
        zheng.presses("Authorise the return")
        zheng.finds_it("return approved")

    with desk.of(coordinator()) as wu:
        wu.takes("Enter return lists", number)
        wu.fills_rows({"Serial number": motor.serial_number, "Model": "90SZ03", "Remark": "附碳刷一副"})
        wu.picture("return-list")
        wu.presses("Enter the list")
        wu.finds_it("awaiting receipt")

    with desk.of(dispatcher()) as chen:
        chen.takes("Count arriving consignments", number)
        chen.fills_in({"Carrier": "德邦物流", "Waybill": "DPK3021887"})
        row = chen.counts(motor.serial_number, "Received")
        chen.unfolds("Exterior, accessories, remark", within=row)
        chen.fills_in({"Exterior and packing": "木箱完好"}, within=row)
        chen.picture("count")
        chen.presses("Counted, sign")
        chen.finds_it("awaiting the second signature")


def appraise(desk, number, motor):
    """The count is countersigned, and four departments sign what is wrong (四.2)."""
    with desk.of(after_sales()) as wang:
        wang.takes("Sign counts", number)
        wang.sees("Everything on the list has arrived, and nothing else.", "木箱完好")
        wang.picture("handover")
        wang.presses("Sign the count")
        wang.finds_it("signed by both")

        wang.takes("Write appraisals", motor.serial_number)
        wang.fills_in(APPRAISAL)
        wang.fills_rows({"Item": "换向器跳动", "Standard": "≤ 0.01 mm", "Measured": "0.03 mm"})
        wang.sees("repair free of charge", under="By the rules")
        wang.picture("appraisal-proposal")
        wang.presses("Save the appraisal")
        wang.presses("Sign version 1")

    for department in (engineer, inspector, production):
        with desk.of(department()) as colleague:
            colleague.takes("Sign appraisals", motor.serial_number)
            colleague.reads("Cause found", "换向器精车时跳动超差")
            colleague.reads("Hours run", "1600")
            if department is production:
                colleague.picture("appraisal-fourth-signature")
            colleague.presses("Sign version 1")
            if department is production:
                colleague.finds_it("under repair")
                colleague.picture("motor-under-repair")


def repair(desk, motor):
    """Repaired free of charge, and inspected."""
    with desk.of(after_sales()) as wang:
        wang.picture("worklist-after-sales")
        wang.takes("Repair", motor.serial_number)
        wang.sees("Nothing: it is repaired free of charge.")
        wang.fills_in({"Work done": "精车换向器，更换碳刷两只，跑合 1 小时", "Labour fee (CNY)": "80"})
        wang.fills_rows({"Part": "碳刷 D104", "Quantity": 2, "Unit price (CNY)": "15"})
        wang.picture("repair")
        wang.presses("Repaired, to inspection")
        wang.finds_it("awaiting inspection")

    with desk.of(inspector()) as sun:
        sun.takes("Inspect repaired motors", motor.serial_number)
        sun.follows("Inspection passed")
        sun.fills_in({"Measured values and findings": "空载电流 0.42 A，火花 1¼ 级，合格"})
        sun.picture("inspection")
        sun.presses("Inspection passed")
        sun.finds_it("ready to ship")


def bring_home(desk, number, motor):
    """Shipped, delivered, and the case closed with the customer's reply."""
    with desk.of(dispatcher()) as chen:
        chen.takes("Ship", motor.serial_number)
        chen.fills_in({"Shipped to": "the customer", "Carrier": "顺丰速运", "Waybill": "SF1438820071"})
        chen.picture("ship")
        chen.presses("Ship")
        chen.finds_it("shipped")

    with desk.of(salesperson()) as zhou:
        zhou.takes("Confirm deliveries", motor.serial_number)
        zhou.fills_in({"Who received it?": "刘敏签收"})
        zhou.presses("Confirm the delivery")
        zhou.finds_it("delivered")

    with desk.of(after_sales()) as wang:
        wang.takes("Close completed cases", number)
        wang.fills_in(
            {
                "The customer's reply": "已装机运行，火花正常，感谢",
                "Is the customer satisfied?": "yes",
            }
        )
        wang.presses("Close with the customer's reply")
        wang.finds_it("closed")


def read_it_all(desk, number):
    """The slip in three copies, and everything that happened."""
    with desk.of(coordinator()) as wu:
        wu.follows("Slips")
        wu.follows("FX-")
        wu.sees("copy 1 of 3", "留底 · 售后服务部", "发运员", "销售内勤")
        wu.picture("repair-slip")
        wu.follows(number)
        assert wu.history() == HISTORY
        wu.sees("已装机运行，火花正常，感谢", under="What happened")
        wu.picture("case-closed")
