"""四.2: repaired, inspected by somebody else, shipped, delivered; or scrapped with the customer's consent."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from cases.models import Inspection, Repair, Shipment
from notices.models import Notice
from tests.actors import (
    after_sales,
    another_salesperson,
    coordinator,
    dispatcher,
    inspector,
    salesperson,
)
from tests.factories import ask_extension, charged_motor_at, fresh, motor_at, part, quote, repair, ship
from workflow.actions import perform
from workflow.guards import Forbidden

pytestmark = pytest.mark.django_db

SCRAP = {"reason": "绕组烧毁，客户另购新机", "consent": "传真件 2026-11-20 孙志强"}


def test_work_parts_and_labour_are_written_down():
    motor = motor_at("repairing")
    repair(motor, labour="80", parts=[part("碳刷", 2, "15.00"), part("轴承", 1, "12.50")])
    record = Repair.objects.get()
    assert (record.work_done, record.labour_fee, record.done_by) == (
        "更换碳刷，精车换向器",
        80,
        after_sales(),
    )
    assert [(p.name, p.quantity, p.amount) for p in record.parts.all()] == [
        ("碳刷", 2, Decimal("30.00")),
        ("轴承", 1, Decimal("12.50")),
    ]
    assert fresh(motor).amount_due == 0  # the factory's fault


def test_a_motor_that_fails_its_inspection_is_repaired_and_inspected_again():
    motor = motor_at("inspecting")
    perform(motor, "fail_inspection", by=inspector(), reason="噪声 62 dB，超标")
    assert fresh(motor).status == "repairing"
    repair(fresh(motor))
    perform(motor, "pass_inspection", by=inspector(), findings="噪声 48 dB，合格")
    assert list(Inspection.objects.order_by("id").values_list("passed", flat=True)) == [False, True]
    assert Repair.objects.count() == 2


def test_parts_that_arrive_let_the_repair_begin():
    motor = perform(motor_at("awaiting_parts"), "parts_arrived", by=after_sales())
    assert motor.status == "repairing"


@pytest.mark.parametrize("state", ["quoted", "awaiting_parts", "repairing"])
def test_a_motor_is_scrapped_with_the_customers_written_consent(state):
    motor = perform(motor_at(state), "scrap", by=after_sales(), **SCRAP)
    assert motor.status == "scrapped"
    assert motor.events.get(verb="scrap").data["consent"] == "传真件 2026-11-20 孙志强"
    assert fresh(motor).case.status == "completed"


def test_the_form_does_not_scrap_a_customers_motor_without_consent(browse):
    motor = motor_at("repairing")
    form = {"version": motor.version, "key": "0f4de90b-6c7e-4d3c-9d31-37a7e8f1d2ab", "reason": "绕组烧毁"}
    assert browse(after_sales()).post(f"/motors/{motor.pk}/scrap/", form).status_code == 200
    assert fresh(motor).status == "repairing"


def test_a_quotation_that_nobody_answered_is_no_longer_open_once_the_motor_is_scrapped():
    motor = motor_at("quoted")
    quote(motor)
    perform(motor, "scrap", by=after_sales(), **SCRAP)
    assert motor.quotations.get().answer == "scrapped"


def test_why_an_offer_is_open_no_more_is_said_in_the_language_of_whoever_reads_it():
    motor = motor_at("quoted")
    quote(motor)
    with translation.override("zh-hans"):  # whoever acts
        perform(motor, "scrap", by=after_sales(), **SCRAP)
    offer = motor.quotations.get()
    assert offer.answer == "scrapped"
    with translation.override("zh-hans"):
        assert offer.answer == "报废"


def test_a_request_for_more_time_ends_with_the_shipment():
    motor = motor_at("ready_to_ship")
    ask_extension(motor)
    ship(fresh(motor))
    assert fresh(motor).open_extension() is None
    request = motor.extensions.get()
    assert (request.granted, request.decision) == (False, "shipped")


def test_carrier_and_waybill_are_kept_and_the_salesperson_hears_of_it():
    coordinator()
    motor_at("shipped")
    parcel = Shipment.objects.get()
    assert (parcel.carrier, parcel.waybill, parcel.shipped_by) == ("顺丰速运", "SF1438820071", dispatcher())
    notified = Notice.objects.filter(event__verb="ship").values_list("user__name", flat=True)
    assert set(notified) == {"周建国", "吴秀英"}


def test_the_salesperson_confirms_the_delivery_of_their_own_motor_only():
    motor = motor_at("shipped")
    with pytest.raises(Forbidden):
        perform(
            motor, "confirm_delivery", by=another_salesperson(), delivered_on=timezone.localdate(), note=""
        )
    perform(motor, "confirm_delivery", by=salesperson(), delivered_on=timezone.localdate(), note="")
    assert Shipment.objects.get().delivered_on == timezone.localdate()


@pytest.mark.parametrize("days", [-1, 1])
def test_nothing_is_delivered_tomorrow_or_before_it_was_shipped(days, browse):
    motor = motor_at("shipped")
    day = timezone.localdate() + dt.timedelta(days=days)
    form = {"version": motor.version, "key": "0f4de90b-6c7e-4d3c-9d31-37a7e8f1d2ab", "delivered_on": day}
    assert browse(salesperson()).post(f"/motors/{motor.pk}/confirm_delivery/", form).status_code == 200
    assert fresh(motor).status == "shipped"


def test_the_repair_page_takes_parts_row_by_row(browse):
    motor = charged_motor_at("repairing")
    form = {
        "version": motor.version, "key": "0f4de90b-6c7e-4d3c-9d31-37a7e8f1d2ab",
        "work_done": "更换碳刷", "labour": "80", "parts-TOTAL_FORMS": "3", "parts-INITIAL_FORMS": "0",
        "parts-0-name": "碳刷", "parts-0-quantity": "2", "parts-0-unit_price": "15",
        "parts-2-name": "轴承", "parts-2-unit_price": "12.5",
    }  # fmt: skip
    assert browse(after_sales()).post(f"/motors/{motor.pk}/repair/", form).status_code == 302
    assert fresh(motor).amount_due == Decimal("122.50")


def test_a_repair_dearer_than_the_offer_is_said_on_the_page(browse):
    motor = charged_motor_at("repairing")
    form = {
        "version": motor.version, "key": "0f4de90b-6c7e-4d3c-9d31-37a7e8f1d2ab",
        "work_done": "更换转子", "labour": "500", "parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0",
    }  # fmt: skip
    page = browse(after_sales()).post(f"/motors/{motor.pk}/repair/", form)
    assert page.status_code == 200
    assert "more than the accepted quotation" in page.content.decode()
    assert fresh(motor).status == "repairing"
