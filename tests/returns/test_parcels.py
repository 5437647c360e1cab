"""A parcel that nobody announced: every motor in the house has a record from the first minute (四.2)."""

import uuid

import pytest

from cases.models import Case, Photo, ReturnedMotor
from cases.photos.actions import add_photos
from cases.photos.uploads import path_of, write
from returns.forms import listed_motor
from returns.models import Arrival, Parcel
from slips.models import Slip
from tests.actors import after_sales, coordinator, dispatcher, salesperson
from tests.factories import (
    accept_list,
    arrived,
    case_at,
    fresh,
    motor_at,
    parcel,
    parcel_received,
    registered,
    scan_by,
    waiting_arrival,
)
from tests.work import keys
from workflow.actions import perform
from workflow.guards import Blocked

pytestmark = pytest.mark.django_db


def again(case):
    return Case.objects.get(pk=case.pk)


def slip():
    return Slip.objects.filter(kind="JJ").latest("id")


def mixed():
    """Motors of two cases, one that nobody announced, and one whose number the list has with a wrong digit."""
    one, other = registered(), registered("260316-0421")
    first = accept_list(case_at("authorised", entry=one), one.serial_number)
    second = case_at("authorised", entry=registered("260316-0555"))
    perform(second, "accept_list", by=coordinator(), motors=[listed_motor("260316-0427", "90SZ03")])
    unknown = arrived("990101-0001", product_id=None, other_model="Z2-11")
    return first, second, [arrived(one.serial_number), arrived(other.serial_number, damaged=True), unknown]


def test_a_mixed_parcel_brings_each_motor_to_its_case_and_leaves_none_without_a_record():
    first, second, lines = mixed()
    found = parcel(*lines)
    assert "sign_parcel" in keys(after_sales())
    perform(found, "sign", by=after_sales())
    assert [arrival.status for arrival in found.arrivals.all()] == ["joined", "joined", "waiting"]
    assert [again(case).status for case in (first, second)] == ["in_process", "in_process"]
    assert first.motors.get().status == "received"
    corrected = second.motors.get()
    assert (corrected.serial_number, corrected.listed_serial) == ("260316-0421", "260316-0427")
    assert "place_arrival" in keys(coordinator())


def test_one_slip_has_the_case_in_each_row_and_counts_each_difference():
    first, second, lines = mixed()
    parcel_received(*lines)
    facts = slip().facts
    assert [row["case"] for row in facts["motors"]] == [first.number, second.number, "未登记"]
    assert facts["motors"][1]["remark"] == "编号与清单不符（清单 260316-0427）；运输损坏"
    names = ("listed", "received", "wrong_serial", "damaged", "unregistered")
    assert [facts[name] for name in names] == [2, 3, 1, 1, 1]
    assert Slip.objects.filter(kind="JJ").count() == 1


@pytest.mark.parametrize("state", ["missing", "not_received"])
def test_a_missing_or_written_off_motor_that_turns_up_in_a_parcel_is_received(state):
    motor = motor_at(state)
    parcel_received(arrived(motor.serial_number))
    assert fresh(motor).status == "received"
    assert again(motor.case).status == "in_process"


def test_a_motor_of_an_approved_case_without_a_list_joins_it():
    case = case_at("authorised")
    parcel_received(arrived(case.serial_number))
    motor = case.motors.get()
    assert (again(case).status, motor.status, motor.listed) == ("in_process", "received", False)
    assert motor.product


def test_a_number_of_the_register_is_never_taken_for_another_ones_wrong_digit():
    listed, near = registered("260315-0421"), registered("260315-0427")
    case = accept_list(case_at("authorised", entry=listed), listed.serial_number)
    parcel_received(arrived(near.serial_number))
    rows = case.motors.order_by("position")
    assert [(motor.status, motor.listed) for motor in rows] == [("expected", True), ("received", False)]


def test_the_coordinator_joins_what_has_no_case():
    arrival, case = waiting_arrival(), case_at("in_process")
    perform(arrival, "assign", by=coordinator(), case_id=case.pk)
    motor = case.motors.last()
    assert (motor.serial_number, motor.other_model, motor.status) == (
        arrival.serial_number,
        "Z2-11",
        "received",
    )
    assert "place_arrival" not in keys(coordinator())


def test_a_motor_is_not_joined_to_a_case_that_has_it():
    case = case_at("in_process")
    number = case.motors.get().serial_number
    arrival = parcel_received(arrived(number)).arrivals.get()
    assert arrival.status == "waiting"
    with pytest.raises(Blocked, match="already"):
        perform(arrival, "assign", by=coordinator(), case_id=case.pk)
    assert ReturnedMotor.objects.count() == 1


def test_sales_registers_what_came_without_a_word_and_it_is_joined_once_approved():
    arrival = waiting_arrival("250606-0001")
    perform(arrival, "ask_sales", by=coordinator(), salesperson_id=salesperson().pk)
    assert {"register_arrival"} <= set(keys(salesperson()))
    assert "place_arrival" in keys(coordinator())
    case = case_at("authorised", entry=registered("250606-0001"))
    perform(Arrival.objects.get(pk=arrival.pk), "assign", by=coordinator(), case_id=case.pk)
    assert "register_arrival" not in keys(salesperson())
    assert again(case).status == "in_process"


def test_a_wrong_count_is_corrected_until_both_have_signed(browse):
    found = parcel(arrived("250101-0001"))
    browser = browse(dispatcher())
    page = browser.get(f"/parcels/{found.pk}/recount/")
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {
        "motors-TOTAL_FORMS": "1",
        "motors-INITIAL_FORMS": "0",
        "motors-0-serial_number": "250101-0007",
    }
    assert browser.post(f"/parcels/{found.pk}/recount/", sent).status_code == 302
    assert [arrival.serial_number for arrival in found.arrivals.all()] == ["250101-0007"]


def test_the_pages_of_a_parcel(browse):
    first, _second, lines = mixed()
    browser = browse(dispatcher())
    sent = {
        "version": "0",
        "key": str(uuid.uuid4()),
        "customer_name": first.customer.name,
        "carrier": "德邦物流",
        "waybill": "DPK1",
        "arrived_on": browser.get("/parcels/new/").context["form"]["arrived_on"].value(),
        "motors-TOTAL_FORMS": "6",
        "motors-INITIAL_FORMS": "0",
    }
    assert browser.post("/parcels/new/", sent).status_code == 200  # an empty parcel is none
    for place, line in enumerate(lines):
        sent[f"motors-{place}-serial_number"] = line["serial_number"]
    answer = browser.post("/parcels/new/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    found = Parcel.objects.get()
    perform(found, "sign", by=after_sales())
    page = browse(coordinator()).get(found.get_absolute_url()).content.decode()
    assert "not registered" in page
    assert first.number in page
    arrival = found.arrivals.get(status="waiting")
    assert f"/arrivals/{arrival.pk}/assign/" in page
    form = browse(coordinator()).get(f"/arrivals/{arrival.pk}/assign/").context["form"]
    hidden = {name: form[name].value() for name in ("version", "key")}
    url = f"/arrivals/{arrival.pk}/assign/"
    assert browse(coordinator()).post(url, hidden | {"case_number": "FK-1999-0001"}).status_code == 200
    assert browse(coordinator()).post(url, hidden | {"case_number": first.number}).status_code == 302
    assert found.number in browse(after_sales()).get(first.get_absolute_url()).content.decode()
    assert found.number in browse(after_sales()).get("/parcels/").content.decode()


# -- photos, and a signature on paper -----------------------------------------------------------------


def test_a_parcel_has_photos_of_its_own_before_any_case_is_known(browse):
    found, browser = parcel(arrived("990101-0001")), browse(dispatcher())
    photo, theirs = scan_by(dispatcher()), scan_by(after_sales())
    sent = {"key": uuid.uuid4(), "photo": [photo.pk, theirs.pk]}
    browser.post(f"/parcels/{found.pk}/photos/", sent)
    assert [row.pk for row in Photo.objects.filter(dossier=found.pk)] == [photo.pk]
    assert found.events.last().data["photos"] == 1
    assert f"/photos/{photo.pk}/" in browse(after_sales()).get(found.get_absolute_url()).content.decode()
    assert Photo.objects.unsent().get() == theirs
    assert browse(salesperson()).post(f"/parcels/{found.pk}/photos/", sent).status_code == 404


def test_nobody_sees_the_photo_of_a_parcel_who_may_not_see_the_parcel(browse):
    found, photo = parcel(arrived("990101-0001")), scan_by(dispatcher())
    write(path_of(photo), b"a picture")
    add_photos(found, [photo], by=dispatcher())
    seen = {who: browse(who()).get(f"/photos/{photo.pk}/").status_code for who in (after_sales, salesperson)}
    assert seen == {after_sales: 200, salesperson: 404}


def test_who_of_the_other_department_signed_the_count_of_a_parcel_on_paper_is_entered_with_a_scan():
    found, scan = parcel(arrived("990101-0001")), scan_by(dispatcher())
    said = {"scan_id": scan.pk, "signer_id": dispatcher().pk}
    with pytest.raises(Blocked):  # of their own department
        perform(found, "sign_on_paper", by=dispatcher(), **said)
    signed = perform(found, "sign_on_paper", by=dispatcher(), **said | {"signer_id": after_sales().pk})
    assert (signed.status, signed.signed_by, signed.entered_by) == ("signed", after_sales(), dispatcher())
    assert list(Photo.objects.filter(dossier=found.pk)) == [scan]
    assert [box["name"] for box in slip().facts["signatures"]] == ["陈大勇", "王立新（纸质签字）"]
