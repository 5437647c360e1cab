"""What went wrong on the way is put right by a second entry: nothing is a dead end, and nothing is rewritten (四.3)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.clock.deadlines import courses
from cases.clock.strip import picture
from cases.models import Case
from slips.models import Slip
from tests.actors import after_sales, coordinator, dispatcher, finance, inspector, manager, salesperson
from tests.factories import (
    WAYBILL,
    accept_quote,
    appraised,
    approve_return,
    charged_motor_at,
    clear_for_stock,
    confirm_delivery,
    fresh,
    intact_motor,
    motor_at,
    pass_inspection,
    pay,
    quote,
    repair,
    ship,
)
from tests.work import keys
from workflow.actions import perform
from workflow.guards import Blocked

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.localtime() - dt.timedelta(days=days)


def quoted(days, **ticks):
    """A charged repair that was quoted so many days ago."""
    motor = appraised(motor_at("received", at=ago(days)), "repair_charged", at=ago(days), **ticks)
    return fresh(quote(motor, at=ago(days)))


def slips(motor, kind):
    return Slip.objects.filter(kind=kind, motors=motor).order_by("id")


# -- a customer who does not answer ------------------------------------------------------------------------


def test_as_long_as_the_quotation_is_valid_the_motor_waits_for_the_customer():
    motor = quoted(30)
    assert "silent" not in keys(manager())
    with pytest.raises(Blocked, match="until then the customer may answer"):
        perform(motor, "give_up_quote", by=manager(), reason="未答复")


def test_a_motor_of_a_silent_customer_goes_back_unrepaired_and_its_slip_says_why():
    motor = quoted(31)
    assert "silent" in keys(manager())
    perform(motor, "give_up_quote", by=manager(), reason="三次电话无人接听")
    motor = fresh(motor)
    assert (motor.status, motor.unrepaired, motor.outstanding) == ("ready_to_ship", True, 0)
    assert slips(motor, "FX").get().facts["unrepaired"] == "客户在报价有效期内未答复"
    assert motor.quotation.get_lapse_display() == "no answer while it was valid"
    assert "silent" not in keys(manager())
    assert "ship" in keys(dispatcher())


def test_the_days_of_silence_are_given_back_to_the_clock():
    motor = quoted(40)
    perform(motor, "give_up_quote", by=manager(), reason="未答复")
    assert fresh(motor).due_on == timezone.localdate() + dt.timedelta(days=7)


# -- dearer or cheaper -------------------------------------------------------------------------------------


def test_a_dearer_repair_needs_a_new_quotation_and_no_new_appraisal():
    motor = charged_motor_at("repairing")
    signed = motor.appraisal
    with pytest.raises(Blocked, match="Quote again first"):
        repair(motor, labour="300")
    perform(motor, "quote_again", by=after_sales(), material_fee=Decimal(30), labour_fee=Decimal(300))
    assert (fresh(motor).status, fresh(motor).paused) == ("quoted", True)
    accept_quote(fresh(motor))
    repair(fresh(motor), labour="300")
    motor = fresh(motor)
    assert (motor.status, motor.appraisal, motor.amount_due) == ("inspecting", signed, 330)
    assert [quotation.total for quotation in motor.quotations.all()] == [330, 200]


def test_parts_that_have_arrived_are_not_awaited_again_after_a_new_quotation():
    motor = charged_motor_at("awaiting_parts")
    perform(motor, "parts_arrived", by=after_sales())
    perform(fresh(motor), "quote_again", by=after_sales(), material_fee=Decimal(90), labour_fee=Decimal(80))
    assert accept_quote(fresh(motor)).status == "repairing"


# -- a shipment that comes back ----------------------------------------------------------------------------


def test_a_shipment_that_came_back_is_shipped_again_and_both_stay_on_record():
    motor = motor_at("shipped")
    perform(motor, "take_in_again", by=dispatcher(), reason="收货人拒收")
    assert fresh(motor).status == "ready_to_ship"
    assert "ship" in keys(dispatcher())
    perform(fresh(motor), "ship", by=dispatcher(), **WAYBILL | {"waybill": "SF1438820099"})
    motor = fresh(motor)
    assert [(one.waybill, one.end) for one in motor.shipments.all()] == [
        ("SF1438820099", ""),
        ("SF1438820071", "came_back"),
    ]
    assert motor.shipment.waybill == "SF1438820099"


def test_the_clock_runs_on_when_a_shipment_came_back_and_stops_with_the_next():
    motor = motor_at("ready_to_ship", at=ago(9))
    ship(motor, at=ago(5))
    assert fresh(motor).stopped_on == ago(5).date()
    perform(fresh(motor), "take_in_again", by=dispatcher(), at=ago(3), reason="地址有误")
    assert (fresh(motor).stopped_on, fresh(motor).due_on) == (None, ago(2).date())
    ship(fresh(motor))
    motor = fresh(motor)
    assert motor.stopped_on == timezone.localdate()
    said = [reason.text for reason in picture(courses([motor])[motor.pk], motor.today).reasons]
    assert said[-3:] == [
        "Shipped.",
        f"The shipment came back; due on {ago(2):%m-%d} as before.",
        "Shipped 2 days late.",
    ]


def test_a_case_goes_on_when_what_was_said_to_be_delivered_is_here_again():
    motor = motor_at("delivered")
    case = Case.objects.get(pk=motor.case_id)
    perform(case, "close", by=after_sales(), customer_reply="已收到", customer_satisfied=True)
    perform(motor, "take_in_again", by=dispatcher(), reason="送错地址，快递退回")
    case = Case.objects.get(pk=motor.case_id)
    assert (case.status, case.customer_reply) == ("in_process", "已收到")
    confirm_delivery(fresh(ship(fresh(motor))))
    assert Case.objects.get(pk=motor.case_id).status == "completed"


# -- taken back and unfit for the shelf --------------------------------------------------------------------


@pytest.mark.parametrize("before", [lambda motor: motor, clear_for_stock])
def test_an_intact_return_that_is_unfit_goes_to_the_workshop_and_its_slip_is_issued_anew(before):
    motor = fresh(before(approve_return(intact_motor())))
    perform(motor, "find_unfit", by=inspector(), reason="轴伸有压痕")
    motor = fresh(motor)
    old, new = slips(motor, "TH")
    assert (motor.status, motor.cleared, motor.intact) == ("return_approved", False, False)
    assert (old.void, old.void_reason, new.void, new.replaces) == (True, "轴伸有压痕", False, old)
    assert new.facts["disposition"] == "转生产车间处理"
    assert "prepare_transfer" in keys(after_sales())


# -- corrected by a second entry ---------------------------------------------------------------------------


def test_a_wrong_payment_is_put_right_by_a_second_receipt():
    motor = fresh(pay(charged_motor_at("ready_to_ship")))
    assert motor.outstanding == 0
    perform(
        motor,
        "correct_payment",
        by=finance(),
        amount=Decimal(60),
        reference="收据 0001187",
        reason="录错一笔",
    )
    motor = fresh(motor)
    assert [receipt.amount for receipt in motor.receipts.all()] == [60 - motor.amount_due, motor.amount_due]
    assert motor.outstanding == motor.amount_due - 60
    assert "payment" in keys(finance())


def test_what_left_unpaid_after_a_corrected_payment_still_waits_for_its_money():
    motor = charged_motor_at("repairing")
    for step in (repair, pass_inspection, pay, ship):
        step(fresh(motor))
    assert "payment" not in keys(finance())
    perform(
        fresh(motor),
        "correct_payment",
        by=finance(),
        amount=Decimal(0),
        reference="收据 0001187",
        reason="另一台的款",
    )
    assert "payment" in keys(finance())


def test_a_wrong_waybill_is_put_right_and_the_first_entry_stays():
    motor = motor_at("shipped")
    perform(motor, "correct_shipment", by=dispatcher(), waybill="SF1438820017", reason="末两位颠倒")
    motor = fresh(motor)
    right, wrong = motor.shipments.all()
    assert (motor.status, motor.shipment) == ("shipped", right)
    assert (right.waybill, right.carrier, right.shipped_at) == (
        "SF1438820017",
        wrong.carrier,
        wrong.shipped_at,
    )
    assert (wrong.end, wrong.end_note) == ("corrected", "末两位颠倒")


def test_the_clock_goes_by_the_corrected_day_of_delivery():
    motor = motor_at("shipped", at=ago(4))
    perform(motor, "confirm_delivery", by=salesperson(), delivered_on=timezone.localdate(), note="")
    perform(fresh(motor), "correct_delivery", by=coordinator(), delivered_on=ago(2).date(), reason="日期录错")
    motor = fresh(motor)
    assert motor.shipment.delivered_on == ago(2).date()
    delivered = courses([motor])[motor.pk].steps[-1]
    assert (delivered.what, delivered.on) == ("delivered", ago(2).date())


@pytest.mark.parametrize(
    ("make", "who", "verb"),
    [
        (lambda: quoted(31), manager, "give_up_quote"),
        (lambda: charged_motor_at("repairing"), after_sales, "quote_again"),
        (lambda: fresh(pay(charged_motor_at("shipped"))), finance, "correct_payment"),
        (lambda: motor_at("shipped"), dispatcher, "take_in_again"),
        (lambda: motor_at("shipped"), dispatcher, "correct_shipment"),
        (lambda: motor_at("delivered"), coordinator, "correct_delivery"),
        (lambda: fresh(approve_return(intact_motor())), inspector, "find_unfit"),
    ],
)
def test_each_way_has_its_page_and_its_button(make, who, verb, browse):
    motor, browser = make(), browse(who())
    address = f"/motors/{motor.pk}/{verb.replace('quote_again', 'quote')}/"
    assert address in browser.get(motor.get_absolute_url()).content.decode()
    page = browser.get(address)
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    if "reason" in form.fields:
        assert browser.post(address, sent).status_code == 200  # it asks for the reason
        sent["reason"] = "更正"
    sent |= {name: "100" for name in ("material_fee", "labour_fee") if name in form.fields}
    sent |= {"parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0"}
    sent |= {"reference": "收据 0001187"} if "reference" in form.fields else {}
    answer = browser.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert motor.events.last().verb == verb
