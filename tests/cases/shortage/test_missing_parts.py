"""Missing parts by name: on the shortage list, ordered, arrived; the due date stays (四.3)."""

import datetime as dt

import pytest

from cases.models import MissingPart
from cases.shortage.actions import arrive
from cases.shortage.queries import missing, shortages
from catalogue.models import Part
from catalogue.starting import begin
from tests.actors import after_sales, inspector, warehouse
from tests.factories import TICKS, appraised, fresh, motor_at, repair, sheet
from workflow.actions import perform
from workflow.guards import Forbidden

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MARCH = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def starting_catalogue():
    begin()


def part(number="ZC-629"):
    """What is missing of a part."""
    return missing().filter(part__number=number).first()


def short_of(parts, at=None):
    """A motor whose signed appraisal names what is missing."""
    motor = motor_at("received", at=at)
    return appraised(motor, "repair_free", parts_complete="", missing_parts=parts, at=at)


def test_from_the_missing_part_to_the_repaired_motor(browse):
    motor = short_of("ZC-629 2", at=MARCH)
    due_on = motor.due_on
    assert motor.status == "awaiting_parts"
    browser = browse(after_sales())
    page = browser.get("/missing-parts/").content.decode()
    assert all(word in page for word in ("ZC-629", motor.serial_number, "not ordered yet"))
    browser.post(
        f"/missing-parts/{part().pk}/order/", {"ordered_from": "青岛轴承", "expected_on": "2026-03-09"}
    )
    assert all(word in browser.get("/missing-parts/").content.decode() for word in ("青岛轴承", "2026-03-09"))
    page = browser.post(f"/missing-parts/{part().pk}/arrived/", {"pieces": "2"}, follow=True).content.decode()
    assert f"Under repair now: {motor.serial_number}." in page
    assert (fresh(motor).status, fresh(motor).due_on) == ("repairing", due_on)
    assert repair(fresh(motor)).status == "inspecting"
    assert shortages(after_sales()) == []


def test_what_arrives_goes_to_the_earliest_promise_and_never_in_part():
    later, earlier = short_of("ZC-629 1", at=MARCH + DAY), short_of("ZC-629 2", at=MARCH)
    assert arrive(part(), 1, by=after_sales()) == []
    assert arrive(part(), 2, by=after_sales()) == [fresh(earlier)]
    assert fresh(later).status == "awaiting_parts"
    assert arrive(part(), 5, by=after_sales()) == [fresh(later)]


def test_a_motor_goes_on_once_nothing_is_missing_any_more():
    motor = short_of("ZC-629 1; TS-90 4")
    assert arrive(part(), 1, by=after_sales()) == []
    assert arrive(part("TS-90"), 4, by=after_sales()) == [fresh(motor)]


def test_one_part_of_several_motors_is_one_line_in_the_order_of_their_promises():
    later, earlier = short_of("ZC-629 1", at=MARCH + DAY), short_of("ZC-629 2", at=MARCH)
    (line,) = shortages(after_sales())
    assert (line.pieces, [row.motor for row in line.rows]) == (3, [earlier, later])


def test_who_says_by_hand_that_all_is_there_clears_the_list():
    perform(short_of("ZC-629 2"), "parts_arrived", by=after_sales())
    assert not missing().exists()


def test_a_motor_that_is_appraised_anew_waits_for_nothing():
    perform(short_of("ZC-629 2"), "reappraise", by=after_sales(), reason="拆检后发现另有故障")
    assert not missing().exists()
    assert MissingPart.objects.get().dropped_at


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("QQ-1 2", "Not among the parts: QQ-1."),
        ("ZC-629 many", "Write each part as"),
        ("ZC-629 0", "Write each"),
    ],
)
def test_what_cannot_be_read_is_refused(typed, complaint):
    form = sheet(fresh(motor_at("received")), parts_complete="", missing_parts=typed)
    assert complaint in str(form.errors["missing_parts"])


def test_complete_parts_and_missing_ones_contradict_each_other():
    form = sheet(fresh(motor_at("received")), missing_parts="ZC-629 2")
    assert "Either all parts are at hand" in str(form.errors["missing_parts"])


def test_nobody_else_orders_or_receives(browse):
    short_of("ZC-629 2")
    with pytest.raises(Forbidden):
        arrive(part(), 1, by=warehouse())
    assert browse(warehouse()).post(f"/missing-parts/{part().pk}/arrived/", {"pieces": 1}).status_code == 403


def test_parts_are_not_complete_only_where_somebody_names_one():
    motor = fresh(motor_at("received"))
    assert "Name what is missing" in str(
        sheet(motor, parts_complete="", missing_parts="").errors["missing_parts"]
    )
    back = sheet(motor, parts_complete="", missing_parts="", **TICKS["return"])
    assert back.is_valid(), back.errors


def test_a_part_that_the_catalogue_lacks_stands_in_words_until_its_keeper_says_which_it_is(browse):
    motor = short_of("波形弹簧垫 2; zc-629")
    assert [(row.called, row.quantity) for row in missing()] == [
        ("波形弹簧垫", 2),
        (str(row_of("ZC-629")), 1),
    ]
    (row,) = missing().filter(part=None)
    keeper = browse(inspector())
    assert "not in the catalogue" in keeper.get("/missing-parts/").content.decode()
    assert browse(warehouse()).post(f"/missing-parts/{row.pk}/which/", {"number": "TS-90"}).status_code == 403
    keeper.post(f"/missing-parts/{row.pk}/which/", {"number": "TS-90 碳刷"})
    assert {row.part.number for row in missing()} == {"ZC-629", "TS-90"}
    assert fresh(motor).status == "awaiting_parts"


def row_of(number):
    return Part.objects.get(number=number)


def test_a_part_in_words_is_ordered_and_arrives_as_any_other(browse):
    motor = short_of("波形弹簧垫 2")
    browser, key = browse(after_sales()), missing().get().pk
    browser.post(f"/missing-parts/{key}/order/", {"ordered_from": "青岛弹簧", "expected_on": "2026-03-09"})
    browser.post(f"/missing-parts/{key}/arrived/", {"pieces": 2})
    assert (fresh(motor).status, missing().exists()) == ("repairing", False)
