"""What was paid too much goes back, and what is open on credit is listed."""

from decimal import Decimal

import pytest

from cases.models import Receipt
from tests.actors import after_sales, finance
from tests.factories import (
    accept_quote,
    appraised,
    charged_motor_at,
    fresh,
    give_credit,
    motor_at,
    pass_inspection,
    pay,
    quote,
    repair,
    repair_free,
    ship,
)
from tests.work import keys, to_do
from workflow.actions import perform

pytestmark = pytest.mark.django_db


def refund(motor):
    paid_back = motor.overpaid
    return perform(motor, "refund_payment", by=finance(), amount=paid_back, reference="转账 2026-1187")


def test_a_repair_that_cost_less_than_was_paid_is_refunded_and_both_entries_stay():
    motor = quote(appraised(motor_at("received"), "repair_charged"))
    accept_quote(motor)
    pay(fresh(motor))
    repair(fresh(motor), parts=[])
    assert "refund" not in keys(finance())
    motor = pass_inspection(fresh(motor))
    assert to_do(finance(), "refund") == [motor]
    refund(fresh(motor))
    assert [(row.kind, row.amount) for row in Receipt.objects.order_by("id")] == [
        ("payment", Decimal(200)),
        ("refund", Decimal(-120)),
    ]
    assert "refund" not in keys(finance())
    assert fresh(motor).paid_amount == fresh(motor).amount_due == Decimal(80)


def test_what_was_paid_for_a_repair_that_turns_out_free_is_refunded_when_it_is_certain():
    motor = fresh(pay(charged_motor_at("repairing")))
    perform(motor, "reappraise", by=after_sales(), reason="另有原因")
    for step in (repair_free, repair, pass_inspection):
        assert "refund" not in keys(finance())
        step(fresh(motor))
    assert fresh(motor).overpaid == Decimal(200)


def test_a_scrapped_motor_owes_nothing_and_what_was_paid_goes_back():
    motor = fresh(pay(charged_motor_at("repairing")))
    perform(motor, "scrap", by=after_sales(), reason="线圈烧毁", consent="传真件")
    assert to_do(finance(), "refund") == [motor]
    refund(fresh(motor))
    assert "refund" not in keys(finance())


def test_no_more_is_paid_back_than_was_paid_too_much(browse):
    motor = fresh(pay(charged_motor_at("repairing")))
    perform(motor, "scrap", by=after_sales(), reason="线圈烧毁", consent="传真件")
    browser, url = browse(finance()), f"/motors/{motor.pk}/refund_payment/"
    hidden = browser.get(url).context["form"].initial
    answer = browser.post(url, {"reference": "1187", "amount": "201"} | hidden)
    assert "200.00" in answer.context["form"].errors["amount"][0]


def test_the_ledger_of_open_credit_has_what_left_unpaid_until_it_is_paid(browse):
    motor = charged_motor_at("ready_to_ship")
    give_credit(motor)
    ship(fresh(motor))
    browser = browse(finance())
    assert [row.pk for row in browser.get("/ledgers/credit/").context["page"].rows] == [motor.pk]
    assert "110.00" in browser.get("/ledgers/credit/totals/").content.decode()
    pay(fresh(motor))
    assert browser.get("/ledgers/credit/").context["page"].rows == []
