"""What the customer gets for a motor that was taken back: refund, credit note or replacement order (四.2)."""

from decimal import Decimal

import pytest

from tests.actors import finance, manager
from tests.factories import charged_motor_at, drive, fresh, motor_at, pay
from tests.work import keys
from workflow.actions import perform
from workflow.guards import Blocked

pytestmark = pytest.mark.django_db

SAID = {"settled_with": "credit_note", "amount": Decimal("186.00"), "document": "红字 2026-0031"}


@pytest.mark.parametrize("state", ["return_approved", "transferred", "restocked", "scrapped"])
def test_each_approved_return_waits_for_finance_until_it_is_settled(state):
    motor = motor_at(state)
    assert "settle_return" in keys(finance())
    perform(motor, "settle_return", by=finance(), **SAID)
    assert "settle_return" not in keys(finance())
    entry = fresh(motor).return_entry
    assert (entry.settled.label, entry.settled_amount, entry.settled_by) == ("credit note", 186, finance())
    with pytest.raises(Blocked, match="has been settled"):
        perform(fresh(motor), "settle_return", by=finance(), **SAID)


def test_a_return_that_is_not_approved_is_not_settled():
    motor_at("return_pending")
    assert "settle_return" not in keys(finance())


def test_a_motor_that_the_customer_let_scrap_is_no_return():
    motor = charged_motor_at("repairing")
    motor = perform(motor, "scrap", by=_after_sales(), reason="无修复价值", consent="传真")
    with pytest.raises(Blocked, match="not taken back"):
        perform(motor, "settle_return", by=finance(), **SAID)


def _after_sales():
    from tests.actors import after_sales

    return after_sales()


def test_the_pages_and_the_ledgers(browse):
    motor, browser = motor_at("transferred"), browse(finance())
    url = f"/motors/{motor.pk}/settle_return/"
    form = browser.get(url).context["form"]
    sent = {name: form[name].value() for name in ("version", "key", "amount")}
    assert sent["amount"] == Decimal("186.00")
    assert browser.post(url, sent | {"settled_with": "refund", "document": "转账 1203"}).status_code == 302
    assert "转账 1203" in browser.get("/ledgers/refund/").content.decode()
    assert "转账 1203" in browse(manager()).get(motor.get_absolute_url()).content.decode()
    pay(charged_motor_at("ready_to_ship"))
    assert "收据 0001187" in browser.get("/ledgers/receipt/").content.decode()
    assert drive
