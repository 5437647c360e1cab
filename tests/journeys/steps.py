"""What every journey has in common, from the customer's call to the fourth signature, each step by its person."""

from collections.abc import Callable
from typing import Any

from aftersales.models import User
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
from tests.browser import Desk
from warranty.models import Motor
from workflow.worklist import groups_of

Person = Callable[[], User]

# What the salesperson asks on the telephone (四.1).
COMPLAINT: dict[str, Any] = {
    "Contact": "孙志强",
    "Phone": "0532-8765 4321",
    "Quantity": 1,
    "Has been used": "yes",
    "Hours run": 900,
    "Time in use": "约 5 个月，每天两班",
    "Working environment": "室内，粉尘较大",
    "Connected equipment": "DXD-180 立式包装机牵引辊",
    "Operated as required": "yes",
    "Problem": "启动后换向火花大，运行约半小时后壳体发烫",
    "Damaged parts": "碳刷、换向器",
    "The customer's request": "尽快修复",
    "(a) Is it our product?": "yes",
    "(b) Who caused the problem?": "the factory",
    "(c) Is it in warranty?": "yes",
}

# What the four departments find when they look at the motor together (四.2).
FINDINGS: dict[str, Any] = {
    "Cause": "the factory",
    "Symptom": "换向火花大",
    "Kind of defect": "commutation",
    "Defect": "换向器偏心",
    "Cause found": "换向器精车时跳动超差",
    "Liable department": "machining workshop",
    "Remedy": "精车换向器，更换碳刷",
}


def register(desk: Desk, motor: Motor, **answers: Any) -> str:
    """The salesperson writes down the complaint and submits it; gives the number of the case."""
    with desk.of(salesperson()) as zhou:
        zhou.follows("New feedback")
        zhou.fills_in(about(motor) | COMPLAINT | answers)
        zhou.presses("Save and submit")
        zhou.finds_it("awaiting approval")
        return zhou.heading()


def about(motor: Motor) -> dict[str, Any]:
    """Whose motor it is, and what its nameplate says."""
    return {
        "Customer": motor.consignee.name,
        "Model": motor.product.model,
        "Serial number": motor.serial_number,
        "Ex-factory date": motor.ex_factory_date,
    }


def approve(desk: Desk, case: str) -> None:
    """The sales manager lets the motors come."""
    with desk.of(manager()) as zheng:
        zheng.takes("Approve or reject returns", case)
        zheng.follows("Authorise the return")
        zheng.presses("Authorise the return")
        zheng.finds_it("return approved")


def enter_list(desk: Desk, case: str, *message: str) -> None:
    """The coordinator enters the motor of the case, or pastes the list from the customer's message."""
    with desk.of(coordinator()) as wu:
        wu.takes("Enter return lists", case)
        if message:
            wu.fills_in({"Paste from a spreadsheet or a message": "\n".join(message)})
        wu.presses("Enter the list")
        if message:
            wu.presses("Take them over")
            wu.follows(case)
        wu.finds_it("awaiting receipt")


def receive(desk: Desk, case: str, motor: Motor) -> None:
    """The dispatcher counts the only motor, and after-sales signs the count."""
    with desk.of(dispatcher()) as chen:
        chen.takes("Count arriving consignments", case)
        chen.fills_in({"Carrier": "德邦物流", "Waybill": "DPK3021887"})
        chen.counts(motor.serial_number, "Received")
        chen.presses("Counted, sign")
    with desk.of(after_sales()) as wang:
        wang.takes("Sign counts", case)
        wang.presses("Sign the count")
        wang.finds_it("signed by both")


def write_appraisal(wang: Desk, serial_number: str, proposal: str, **findings: Any) -> None:
    """After-sales writes down what was found, sees the proposal of the rules, and signs first."""
    wang.takes("Write appraisals", serial_number)
    wang.fills_in(FINDINGS | findings)
    wang.sees(proposal, under="By the rules")
    wang.presses("Save the appraisal")
    wang.presses("Sign version 1")


def sign_appraisals(desk: Desk, *serial_numbers: str) -> None:
    """The three other departments sign (四.2); with the fourth signature the appraisal counts."""
    for department in (engineer, inspector, production):
        with desk.of(department()) as colleague:
            for serial_number in serial_numbers:
                colleague.takes("Sign appraisals", serial_number)
                colleague.presses("Sign version 1")


def find_nothing_waiting(*people: Person) -> None:
    """Nothing of the case waits for anybody any more but to print its paper and to cure the cause of the fault."""
    waiting = {group.task.key for person in people for group in groups_of(person())}
    assert waiting <= {"print_slips", "plan_action", "draft_penalty"}
