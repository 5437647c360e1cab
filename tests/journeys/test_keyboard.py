"""A motor with a factory fault, from the call to the customer's signature, without a mouse (四.1, 四.2, 四.3, 八)."""

import pytest

from tests.actors import after_sales, dispatcher, inspector, manager, salesperson
from tests.factories import registered
from tests.journeys import steps
from tests.keyboard import Keyboard

pytestmark = pytest.mark.browser

PARTS_AT_HAND = "all parts are at hand: due back after the shorter term (四.3)"


def approve(desk, case):
    """The sales manager finds the case by the key /."""
    with desk.of(manager()) as zheng:
        zheng.searches(case)
        zheng.follows("Authorise the return")
        zheng.presses("Authorise the return")
        zheng.finds_it("return approved")


def appraise(desk, serial_number):
    with desk.of(after_sales()) as wang:
        steps.write_appraisal(wang, serial_number, "repair free of charge", **{PARTS_AT_HAND: True})
    steps.sign_appraisals(desk, serial_number)


def repair(desk, serial_number):
    with desk.of(after_sales()) as wang:
        wang.takes("Repair", serial_number)
        wang.fills_in({"Work done": "精车换向器，更换碳刷两只", "Labour fee (CNY)": "80"})
        wang.fills_rows({"Part": "碳刷 D104", "Quantity": 2, "Unit price (CNY)": "15"})
        wang.presses("Repaired, to inspection")
        wang.finds_it("awaiting inspection")
    with desk.of(inspector()) as sun:
        sun.takes("Inspect repaired motors", serial_number)
        sun.follows("Inspection passed")
        sun.fills_in({"Measured values and findings": "空载电流 0.42 A，火花 1¼ 级，合格"})
        sun.presses("Inspection passed")
        sun.finds_it("ready to ship")


def bring_home(desk, serial_number):
    with desk.of(dispatcher()) as chen:
        chen.takes("Ship", serial_number)
        chen.fills_in({"Shipped to": "the customer", "Carrier": "顺丰速运", "Waybill": "SF1438820071"})
        chen.presses("Ship")
        chen.finds_it("shipped")
    with desk.of(salesperson()) as zhou:
        zhou.takes("Confirm deliveries", serial_number)
        zhou.fills_in({"Who received it?": "孙志强签收"})
        zhou.presses("Confirm the delivery")
        zhou.finds_it("delivered")


def test_a_motor_goes_from_the_call_to_the_customer_without_a_mouse(new_desk):
    motor, desk = registered(), new_desk(Keyboard)
    case = steps.register(desk, motor)
    approve(desk, case)
    steps.enter_list(desk, case)
    steps.receive(desk, case, motor)
    appraise(desk, motor.serial_number)
    repair(desk, motor.serial_number)
    bring_home(desk, motor.serial_number)
