"""七: what a repair costs the customer, and that nothing leaves before it is paid for or on approved credit."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.models import Quotation, Repair
from cases.repair.fees import charged
from tests.actors import after_sales, dispatcher, finance, inspector, manager, salesperson
from tests.factories import (
    WAYBILL,
    accept_quote,
    another_makers,
    appraised,
    charged_motor_at,
    customer,
    fresh,
    motor_at,
    part,
    pass_inspection,
    pay,
    quote,
    registered,
    repair,
    ship,
)
from tests.work import to_do
from workflow.actions import perform
from workflow.guards import Blocked

BRUSHES, SHAFT = part("碳刷", 2, "15.00"), part("加工轴", 1, "66.50", customer_machined=True)


@pytest.mark.parametrize(
    ("disposition", "charge", "parts", "labour", "material_fee", "labour_fee"),
    [
        # 七.1 the factory's fault: nothing
        ("repair_free", "free", [BRUSHES], "80", "0", "0"),
        ("repair_free", "free", [BRUSHES, SHAFT], "80", "0", "0"),
        # 七.1 but parts that the customer machined are paid for
        ("repair_charged", "free_except_machined_material", [BRUSHES, SHAFT], "80", "66.50", "0"),
        ("repair_charged", "free_except_machined_material", [BRUSHES], "80", "0", "0"),
        # 七.2, 七.3 in warranty by the customer's fault, or out of it: material and labour
        ("repair_charged", "material_and_labour", [BRUSHES], "80", "30.00", "80"),
        ("repair_charged", "material_and_labour", [BRUSHES, SHAFT], "80.50", "96.50", "80.50"),
        ("repair_charged", "material_and_labour", [], "80", "0", "80"),
        # a repair at the factory's expense against the proposal is free all the same
        ("repair_free", "material_and_labour", [BRUSHES], "80", "0", "0"),
    ],
)
def test_the_fees_follow_from_parts_labour_and_charge(
    disposition, charge, parts, labour, material_fee, labour_fee
):
    fees = charged(disposition, charge, parts, Decimal(labour))
    assert fees == (Decimal(material_fee), Decimal(labour_fee))
    assert fees.total == Decimal(material_fee) + Decimal(labour_fee)


def appraised_as(outcome, ticks=None, **facts):
    """Disposition and charge of a motor with this story, once the departments have judged it."""
    motor = appraised(motor_at("received", **facts), outcome, **ticks or {})
    return motor.disposition, motor.charge


@pytest.mark.django_db
def test_the_factorys_fault_in_warranty_is_free():
    assert appraised_as("repair_free") == ("repair_free", "free")


@pytest.mark.django_db
def test_the_customers_fault_in_warranty_is_charged():
    assert appraised_as("repair_charged") == ("repair_charged", "material_and_labour")


@pytest.mark.django_db
def test_out_of_warranty_even_the_factorys_fault_is_charged():
    old = registered(ex_factory_date=timezone.localdate() - dt.timedelta(days=500))
    assert appraised_as("repair_free", entry=old) == ("repair_charged", "material_and_labour")


@pytest.mark.django_db
def test_an_agents_motor_of_the_same_age_is_still_in_warranty():
    agent = customer("济南众联机电", channel="agent")
    young = registered(consignee=agent, ex_factory_date=timezone.localdate() - dt.timedelta(days=450))
    assert appraised_as("repair_free", entry=young) == ("repair_free", "free")


@pytest.mark.django_db
def test_a_part_that_the_customer_machined_is_charged_though_the_repair_is_free():
    charge = appraised_as("repair_free", ticks={"customer_machined": "on"})
    assert charge == ("repair_charged", "free_except_machined_material")


@pytest.mark.django_db
def test_another_makers_motor_is_repaired_at_its_owners_cost():
    assert appraised_as("repair_charged", **another_makers()) == ("repair_charged", "material_and_labour")


@pytest.mark.django_db
def test_a_motor_without_fault_goes_back_as_it_came_and_costs_nothing():
    assert appraised_as("send_back") == ("send_back", "no_repair")


# -- the quotation ------------------------------------------------------------------------------------


@pytest.fixture
def quoted(db):
    """Offered for 120 of material and 80 of labour."""
    return fresh(quote(motor_at("quoted")))


def test_no_reply_before_there_is_an_offer(db):
    motor = motor_at("quoted")
    for verb in ("accept_quote", "refuse_quote"):
        with pytest.raises(Blocked, match="quotation first"):
            perform(motor, verb, by=salesperson(), note="孙志强")


def test_an_accepted_offer_lets_the_repair_begin(quoted):
    accept_quote(quoted)
    assert fresh(quoted).status == "repairing"
    offer = quoted.quotations.get()
    assert (offer.accepted, offer.answered_by, offer.answered_for) == (True, salesperson(), "孙志强")
    assert fresh(quoted).amount_due == Decimal(200)


def test_without_its_parts_it_waits_for_them_first(db):
    motor = appraised(motor_at("received"), "repair_charged", parts_complete="")
    quote(motor)
    accept_quote(motor)
    assert fresh(motor).status == "awaiting_parts"


def test_a_refused_offer_sends_the_motor_back_unrepaired_and_owes_nothing(quoted):
    perform(quoted, "refuse_quote", by=salesperson(), note="孙志强电话拒绝")
    motor = fresh(quoted)
    assert (motor.status, motor.unrepaired, motor.amount_due) == ("ready_to_ship", True, 0)
    ship(motor)


def test_a_new_offer_replaces_the_one_that_was_not_answered(quoted):
    quote(quoted, "90", "80")
    first, second = Quotation.objects.order_by("id")
    assert (first.accepted, second.accepted) == (False, None)
    assert fresh(quoted).quotation.total == Decimal(170)


# -- the repair within the offer ----------------------------------------------------------------------


def test_the_customer_pays_what_it_cost_if_that_is_less_than_the_offer(db):
    motor = charged_motor_at("repairing")
    repair(motor)  # 30 of material and 80 of labour
    motor = fresh(motor)
    assert (motor.repair.charged_material, motor.repair.charged_labour, motor.amount_due) == (30, 80, 110)


def test_exactly_the_offer_is_within_it(db):
    repair(charged_motor_at("repairing"), labour="80", parts=[part("转子", 1, "120.00")])


def test_a_repair_dearer_than_the_accepted_offer_is_not_recorded(db):
    motor = charged_motor_at("repairing")
    with pytest.raises(Blocked, match="more than the accepted quotation"):
        repair(motor, labour="80", parts=[part("转子", 1, "120.01")])
    assert fresh(motor).status == "repairing"
    assert fresh(motor).repair is None
    assert not Repair.objects.exists()


def test_fees_that_do_not_follow_from_the_parts_are_refused(db):
    motor = charged_motor_at("repairing")
    with pytest.raises(Blocked, match="do not follow"):
        perform(
            motor,
            "finish_repair",
            by=after_sales(),
            work_done="更换碳刷",
            labour=Decimal(80),
            parts=[BRUSHES],
            material_fee=Decimal(0),
            labour_fee=Decimal(0),
        )
    assert not Repair.objects.exists()


def test_a_second_pass_through_the_workshop_is_charged_by_what_it_took(db):
    motor = charged_motor_at("repairing")
    repair(motor)
    perform(motor, "fail_inspection", by=inspector(), reason="噪声超标")
    repair(fresh(motor), labour="100")
    assert fresh(motor).amount_due == 130
    assert Repair.objects.filter(motor=motor).count() == 2


# -- paid before it leaves ----------------------------------------------------------------------------


def test_a_charged_motor_does_not_leave_unpaid(db):
    motor = charged_motor_at("ready_to_ship")
    with pytest.raises(Blocked, match="Finance must record the payment"):
        perform(motor, "ship", by=dispatcher(), **WAYBILL)
    assert fresh(motor).status == "ready_to_ship"


def test_it_leaves_once_it_is_paid(db):
    motor = charged_motor_at("ready_to_ship")
    pay(motor)
    assert (fresh(motor).outstanding, motor.events.last().actor) == (0, finance())
    assert ship(fresh(motor)).status == "shipped"


def test_it_leaves_on_credit_that_the_manager_approves(db):
    motor = charged_motor_at("ready_to_ship")
    perform(motor, "approve_credit", by=manager(), reason="老客户，月结")
    assert ship(fresh(motor)).status == "shipped"


def test_it_may_be_paid_before_the_repair_is_done(db):
    motor = charged_motor_at("repairing")
    pay(motor)
    repair(fresh(motor))
    pass_inspection(fresh(motor))
    assert ship(fresh(motor)).status == "shipped"


def test_what_is_paid_is_not_paid_twice_and_needs_no_credit(db):
    motor = charged_motor_at("ready_to_ship")
    pay(motor)
    for who, verb, said in (
        (finance(), "record_payment", {"reference": "0001188", "amount": Decimal(110)}),
        (manager(), "approve_credit", {"reason": "月结"}),
    ):
        with pytest.raises(Blocked, match="has been recorded"):
            perform(motor, verb, by=who, **said)


def test_credit_is_approved_once_and_may_be_paid_later(db):
    motor = charged_motor_at("ready_to_ship")
    perform(motor, "approve_credit", by=manager(), reason="月结")
    with pytest.raises(Blocked, match="Credit has been approved"):
        perform(motor, "approve_credit", by=manager(), reason="月结")
    pay(fresh(motor))


@pytest.mark.parametrize("state", ["repairing", "inspecting", "ready_to_ship"])
def test_nothing_is_paid_for_a_free_repair(state, db):
    motor = motor_at(state)
    with pytest.raises(Blocked, match="Nothing is to be paid"):
        perform(motor, "record_payment", by=finance(), reference="0001187", amount=Decimal(1))


def test_a_free_repair_leaves_without_payment(db):
    assert motor_at("shipped").amount_due == 0


def test_less_than_what_is_due_is_no_payment(browse):
    motor = charged_motor_at("ready_to_ship")
    form = {"version": motor.version, "key": uuid.uuid4(), "reference": "0001187", "amount": "109.99"}
    page = browse(finance()).post(f"/motors/{motor.pk}/record_payment/", form)
    assert page.status_code == 200
    assert "may approve credit" in page.content.decode()
    assert fresh(motor).paid_amount == 0


def test_what_was_paid_under_an_old_appraisal_does_not_pay_for_a_dearer_new_one(db):
    motor = charged_motor_at("ready_to_ship")
    pay(motor)
    perform(motor, "reappraise", by=after_sales(), reason="装箱时发现绕组烧毁")
    motor = appraised(motor, "repair_charged")
    quote(motor, "500", "200")
    accept_quote(motor)
    repair(fresh(motor), labour="200", parts=[part("定子", 1, "500.00")])
    pass_inspection(fresh(motor))
    with pytest.raises(Blocked, match="payment"):
        ship(fresh(motor))


def test_a_case_on_credit_and_a_case_without_are_no_concern_of_each_other(db):
    first, second = charged_motor_at("ready_to_ship"), charged_motor_at("ready_to_ship")
    perform(first, "approve_credit", by=manager(), reason="月结")
    ship(fresh(first))
    with pytest.raises(Blocked):
        ship(second)


@pytest.mark.django_db
def test_a_motor_that_left_on_credit_stays_on_finances_list_until_it_is_paid():
    motor = charged_motor_at("delivered")
    assert to_do(finance(), "payment") == [motor]
    perform(motor, "record_payment", by=finance(), reference="0001189", amount=motor.outstanding)
    assert to_do(finance(), "payment") == []
