"""Freight in and out: how much, who bears it by which clause, and that it is settled (四.1)."""

from decimal import Decimal

import pytest

from cases.freight.queries import freights_on, own_cost
from cases.freight.rules import shares
from cases.models import Freight
from cases.repair.ledgers import cost, costs
from tests.actors import after_sales, coordinator, dispatcher, finance, manager, salesperson
from tests.everything import LEFT_OPEN
from tests.factories import (
    WAYBILL,
    accept_list,
    appraised,
    arrived,
    case_at,
    charged_motor_at,
    count,
    found,
    freight_of,
    fresh,
    motor_at,
    parcel_received,
    registered,
)
from tests.work import keys, to_do
from workflow.actions import perform
from workflow.guards import Blocked
from workflow.worklist import groups_of

pytestmark = pytest.mark.django_db


def of(motor, way="in"):
    return Freight.objects.filter(motor=motor, way=way).exclude(status="corrected").get()


def borne(freight):
    return freight.payer, freight.clauses, freight.status


@pytest.mark.parametrize(
    ("amount", "motors", "each"),
    [("90", 3, "30.00 30.00 30.00"), ("100", 3, "33.34 33.33 33.33"), ("0.02", 3, "0.01 0.01 0.00")],
)
def test_each_motor_of_a_parcel_has_its_share_and_no_cent_is_lost(amount, motors, each):
    assert shares(Decimal(amount), motors) == [Decimal(part) for part in each.split()]


def test_the_freight_of_a_consignment_is_shared_by_what_arrived_and_waits_for_the_appraisal():
    case = case_at("authorised")
    motors = [registered(), registered(), registered()]
    accept_list(case, *(motor.serial_number for motor in motors))
    one, two, three = case.motors.all()
    lines = [found(one), found(two, "missing"), found(three)]
    counted = count(case, *lines, freight=Decimal("51"), freight_paid_by="factory")
    perform(counted, "sign", by=after_sales())
    assert [row.amount for row in Freight.objects.order_by("id")] == [Decimal("25.50")] * 2
    assert borne(of(one)) == ("", "", "open")
    assert not Freight.objects.filter(motor=two).exists()


@pytest.mark.parametrize(
    ("outcome", "ticks", "paid_by", "becomes"),
    [
        ("repair_free", {}, "factory", ("factory", "", "paid")),
        ("repair_free", {}, "customer", ("factory", "", "due")),
        ("repair_charged", {}, "factory", ("customer", "", "due")),
        ("repair_charged", {}, "customer", ("customer", "", "paid")),
        ("repair_charged", {"wrongly_returned": "on"}, "factory", ("salesperson", "四.1", "due")),
    ],
)
def test_the_appraisal_says_who_bears_what_came_in(outcome, ticks, paid_by, becomes):
    motor = motor_at("received")
    freight_of(motor, paid_by=paid_by)
    motor = appraised(motor, outcome, **ticks)
    assert borne(of(motor)) == becomes
    assert ("freight" in keys(finance())) == (becomes[2] == "due")


def test_the_salesperson_bears_the_way_in_alone():
    motor = appraised(motor_at("received"), "send_back", wrongly_returned="on")
    perform(motor, "ship", by=dispatcher(), **WAYBILL, freight=Decimal(22), freight_paid_by="factory")
    freight_of(fresh(motor))
    share, back = of(motor), of(motor, "out")
    assert (share.payer, share.salesperson) == ("salesperson", salesperson())
    assert borne(back) == ("customer", "", "due")
    assert back.shipment == fresh(motor).shipment


def test_who_decides_the_freight_reads_which_motor_whose_case_and_what_the_appraisal_came_to():
    freight = freight_of(appraised(motor_at("received"), "repair_free", **LEFT_OPEN))
    motor = fresh(freight.motor)
    [group] = [group for group in groups_of(manager()) if group.task.key == "decide_freight"]
    [item] = [item for item in group.items if item.key == freight.pk]
    assert motor.serial_number in item.title
    for said in (motor.case.number, motor.case.salesperson.name, motor.get_disposition_display()):
        assert str(said) in item.detail


def test_where_the_cause_stays_open_another_person_decides_who_bears_it():
    freight = freight_of(appraised(motor_at("received"), "repair_free", **LEFT_OPEN))
    assert to_do(manager(), "decide_freight") == [freight]
    perform(freight, "decide", by=manager(), payer="salesperson", reason="客户现场可解决")
    assert borne(of(freight.motor)) == ("salesperson", "", "due")
    assert "decide_freight" not in keys(manager())


def test_finance_settles_it_and_the_manager_may_waive_a_share():
    charged = freight_of(charged_motor_at("repairing"))
    perform(charged, "settle", by=finance(), settled_as="charged", document="对账单 2026-11")
    motor = appraised(motor_at("received"), "repair_charged", wrongly_returned="on")
    share = freight_of(motor)
    perform(share, "waive", by=manager(), reason="客户坚持寄回")
    assert [of(charged.motor).status, borne(of(motor))] == ["charged", ("factory", "四.1", "waived")]
    assert "freight" not in keys(finance())


def test_what_the_customer_paid_is_still_to_be_paid_back_when_it_is_waived():
    motor = appraised(motor_at("received"), "repair_charged", wrongly_returned="on")
    share = freight_of(motor, paid_by="customer")
    perform(share, "waive", by=manager(), reason="客户坚持寄回")
    assert borne(of(motor)) == ("factory", "四.1", "due")


def test_a_wrong_freight_is_corrected_by_a_second_entry_and_none_at_all_by_nought():
    first = freight_of(charged_motor_at("repairing"), "63")
    perform(first, "correct", by=finance(), amount=Decimal(36), paid_by="factory", reason="数字颠倒")
    second = of(first.motor)
    assert (second.amount, borne(second)) == (Decimal(36), ("customer", "", "due"))
    perform(second, "correct", by=finance(), amount=Decimal(0), paid_by="factory", reason="客户自提")
    assert [row.status for row in first.motor.freights.all()] == ["corrected", "corrected"]


def test_a_freight_is_recorded_once_a_way_and_shipment():
    motor = motor_at("shipped")
    freight_of(motor)
    freight_of(fresh(motor), way="out")
    for way in ("in", "out"):
        with pytest.raises(Blocked, match="recorded"):
            freight_of(fresh(motor), way=way)
    perform(fresh(motor), "take_in_again", by=dispatcher(), reason="收货人拒收")
    perform(fresh(motor), "ship", by=dispatcher(), **WAYBILL, freight=Decimal(22), freight_paid_by="factory")
    assert motor.freights.filter(way="out").count() == 2


def test_another_appraisal_opens_what_was_settled_otherwise():
    freight = freight_of(charged_motor_at("repairing"))
    perform(freight, "settle", by=finance(), settled_as="charged", document="对账单 2026-11")
    perform(fresh(freight.motor), "reappraise", by=after_sales(), reason="另有原因")
    motor = appraised(fresh(freight.motor), "repair_free")
    assert borne(of(motor)) == ("factory", "", "paid")


def test_a_motor_without_a_case_takes_its_share_along_when_it_is_joined():
    parcel = parcel_received(
        arrived("250101-0001", product_id=None, other_model="Z2-11"),
        arrived("250101-0002", product_id=None, other_model="Z2-11"),
        freight=Decimal("33.33"),
        freight_paid_by="customer",
    )
    case = case_at("authorised")
    perform(parcel.arrivals.last(), "assign", by=coordinator(), case_id=case.pk)
    assert [(row.amount, row.paid_by) for row in Freight.objects.all()] == [(Decimal("16.66"), "customer")]


def test_the_dispatcher_records_it_with_the_shipment_and_sees_who_bears_it(browse):
    motor = appraised(motor_at("received"), "send_back")
    browser, url = browse(dispatcher()), f"/motors/{motor.pk}/ship/"
    page = browser.get(url)
    assert "Borne by the customer." in page.content.decode()
    browser.post(
        url, WAYBILL | {"freight": "18.50", "freight_paid_by": "factory"} | page.context["form"].initial
    )
    assert of(motor, "out").amount == Decimal("18.50")
    assert "18.50" not in browser.get(f"/motors/{motor.pk}/").content.decode()
    assert "18.50" in browse(finance()).get(f"/motors/{motor.pk}/").content.decode()


def test_what_goes_on_one_waybill_shares_its_freight(browse):
    motors = [appraised(motor_at("received"), "send_back") for _ in range(3)]
    browser, url = (
        browse(dispatcher()),
        f"/motors/many/ship/?motor={'&motor='.join(str(m.pk) for m in motors)}",
    )
    page = browser.get(url)
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | WAYBILL | {"freight": "50"}
    ticked = {f"{motor.pk}-version": fresh(motor).version for motor in motors}
    browser.post(url, sent | ticked | {"motor": [motor.pk for motor in motors]})
    assert sorted(of(motor, "out").amount for motor in motors) == [
        Decimal(part) for part in ("16.66", "16.67", "16.67")
    ]


def test_the_ledger_sums_each_salespersons_share_by_month(browse):
    for number in range(2):
        freight_of(appraised(motor_at("received"), "repair_charged", wrongly_returned="on"), f"{number + 1}0")
    freight_of(motor_at("repairing"), "5")
    page = browse(finance()).get("/ledgers/freight/totals/?payer=salesperson").content.decode()
    assert "周建国" in page
    assert "30.00" in page
    assert "5.00" not in page


def test_the_freight_that_the_factory_bears_is_a_cost_of_the_motor_whoever_pays_the_repair(browse):
    ours, theirs = motor_at("ready_to_ship"), charged_motor_at("ready_to_ship")
    for motor in (ours, theirs):
        freight_of(motor, amount="42.50")
    motor = fresh(ours)
    assert own_cost(motor.repairs.all(), freights_on(motor)).freight == Decimal("42.50")
    perform(of(ours), "correct", by=finance(), amount=Decimal("40"), paid_by="factory", reason="看错")
    rows = {row.pk: row for row in costs(finance())}
    assert {key: cost("freight")(row) for key, row in rows.items()} == {ours.pk: 40, theirs.pk: 0}
    assert cost("total")(rows[ours.pk]) == fresh(ours).repair.cost.total + 40
    assert "40.00" in browse(finance()).get("/ledgers/cost/").content.decode()
