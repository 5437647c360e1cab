"""The register finds a motor however its number is written; where else the motor is, is said everywhere."""

import uuid

import pytest
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from cases.models import Case, ReturnedMotor
from cases.same_motor import elsewhere, note_on
from tests.actors import after_sales, another_salesperson, coordinator, dispatcher, manager, salesperson
from tests.factories import (
    accept_list,
    case_at,
    customer,
    deliver,
    drive,
    motor_at,
    product,
    receive,
    registered,
)  # fmt: skip
from tests.test_serials import SAME, spelt
from warranty.models import Motor
from warranty.queries import registered_motor, registered_motors, suggestions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", [*SAME, "2609040001"])
def test_the_register_knows_every_spelling(text):
    entry = registered("260904-0001")
    assert registered_motor(text) == entry


class AnySpelling(TestCase):
    @settings(max_examples=60)
    @given(spelt())
    def test_a_motor_is_found_in_any_spelling(self, pair):
        number, text = pair
        entry = registered(number)
        assert registered_motor(text) == entry


def test_where_two_motors_have_one_key_the_exact_number_wins_and_no_other_is_guessed():
    first, second = registered("260904-0001"), registered("2609040-001")
    assert registered_motor("260904-0001") == first
    assert registered_motor("２６０９０４０-００１") == second
    assert registered_motor("2609040001") is None
    assert suggestions(["2609040001"])["2609040001"] == [first, second]


def test_a_number_that_is_nearly_known_is_suggested_first_of_the_same_customer():
    other = customer("成都川泵机电有限公司")
    registered("260904-0012", consignee=other)
    mine = registered("260904-0011")
    assert suggestions(["260904-0013"], mine.consignee)["260904-0013"][0] == mine
    assert suggestions(["999999-9999"]) == {}


def test_a_thousand_numbers_are_looked_up_in_a_few_queries(django_assert_max_num_queries):
    entries = [registered() for _ in range(5)]
    numbers = [entry.serial_number for entry in entries] + [f"250101-{n:04d}" for n in range(995)]
    with django_assert_max_num_queries(2):
        assert len(registered_motors(numbers)) == 5


# -- at intake ----------------------------------------------------------------------------------------


def judged(browse, **facts):
    form = {
        "key": uuid.uuid4(), "preview": "1", "kind": "quality_problem", "claim_date": "2026-11-20", "used": "True",
        "customer_name": customer().name, "own_product": "yes", "cause": "factory", "problem": "噪声大",
    }  # fmt: skip
    return browse(salesperson()).post("/cases/new/", form | facts)


def test_a_full_width_number_is_that_of_the_motor_in_warranty(browse):
    registered("260904-0001")
    page = judged(browse, serial_number="２６０９０４－０００１")
    assert page.context["verdict"]["warranty"]["status"] == "in"


def test_a_number_that_is_nearly_known_is_said_at_once(browse):
    registered("260904-0001")
    page = judged(browse, serial_number="260904-0010").content.decode()
    assert "260904-0010 is not in the register." in page
    assert "Did you mean" in page
    assert "/serial/260904-0001/" in page


def test_not_ours_for_a_number_in_the_register_warns(browse):
    entry = registered("260904-0001")
    page = judged(browse, serial_number="2609040001", own_product="no").content.decode()
    assert f"{entry.serial_number}, a {entry.product}, is in our register." in page
    assert "is in our register" not in judged(browse, serial_number="2609040001").content.decode()


def test_a_feedback_keeps_the_number_in_its_usual_spelling(browse):
    registered("260904-0001")
    form = {
        "key": uuid.uuid4(), "save": "1", "kind": "quality_problem", "claim_date": "2026-11-20", "used": "True",
        "customer_name": customer().name, "serial_number": "No.２６０９０４–0001", "quantity": "1",
    }  # fmt: skip
    browse(salesperson()).post("/cases/new/", form)
    assert Case.objects.get().serial_number == "260904-0001"


@pytest.mark.parametrize("text", ["２６０９０４－０００１", "2609040001", "260904–0001", "编号：260904-0001"])
def test_cases_and_motors_are_searched_in_any_spelling(text, browse):
    motor = motor_at("received", entry=registered("260904-0001"))
    browser = browse(after_sales())
    assert [str(row.thing) for row in browser.get("/cases/", {"q": text}).context["rows"]] == [
        motor.case.number
    ]
    assert [row.pk for row in browser.get("/motors/", {"q": text}).context["page"].rows] == [motor.pk]
    assert Case.objects.search(text).exists()


def test_a_whole_number_finds_its_motor_and_a_part_of_it_every_number_that_has_it(browse):
    short, long = (
        motor_at("received", entry=registered(number)).case for number in ("260904-0001", "260904-00012")
    )
    browser = browse(after_sales())
    whole = browser.get("/cases/", {"q": "260904-0001"}).context["rows"]
    part = browser.get("/cases/", {"q": "0904-0001"}).context["rows"]
    assert [str(row.thing) for row in whole] == [short.number]
    assert [str(row.thing) for row in part] == [long.number, short.number]


def test_the_life_of_a_motor_has_every_spelling_of_its_number(browse):
    entry = registered("260904-0001")
    motor = motor_at("received", entry=entry)
    for text in ("２６０９０４－０００１", "2609040001", "260904–0001", "260904-0001\u200b"):
        page = browse(after_sales()).get(f"/serial/{text}/")
        assert page.context["entry"] == entry
        assert [row.motor for row in page.context["rounds"]] == [motor]


def test_the_page_of_an_unknown_number_asks_what_was_meant(browse):
    registered("260904-0001")
    page = browse(after_sales()).get("/serial/260904-0010/")
    assert page.status_code == 404
    assert "260904-0001" in page.content.decode()


# -- open elsewhere, or back again --------------------------------------------------------------------


def texts(serial, user, but=None):
    return [str(told) for told in elsewhere([serial], user, but).get(serial, [])]


def test_an_open_case_of_the_same_motor_is_said_with_its_number_to_who_may_see_it():
    entry = registered("260904-0001")
    case = motor_at("received", entry=entry).case
    [told] = elsewhere(["2609040001"], after_sales())["2609040001"]
    assert told.open
    assert told.case == case.number
    assert told.url == case.motors.get().get_absolute_url()


def test_who_may_not_see_the_case_is_told_that_there_is_one_and_nothing_else():
    entry = registered("260904-0001")
    case = motor_at("received", entry=entry).case
    [told] = elsewhere(["260904-0001"], another_salesperson())["260904-0001"]
    assert (told.open, told.case, told.url) == (True, "", "")
    assert case.number not in str(told)
    assert case.customer.name not in str(told)


def test_drafts_of_others_and_what_was_rejected_are_not_said():
    entry = registered("260904-0001")
    case_at("draft", entry=entry)
    case_at("rejected", entry=entry)
    assert texts("260904-0001", another_salesperson()) == []
    assert texts("260904-0001", manager()) == []
    assert len(texts("260904-0001", salesperson())) == 1  # one's own draft


def test_a_motor_that_was_delivered_came_back_before():
    entry = registered("260904-0001")
    motor = deliver(motor_at("received", entry=entry))
    [told] = elsewhere(["260904-0001"], manager())["260904-0001"]
    assert not told.open
    assert motor.case.number in str(told)


def test_the_case_in_hand_is_not_elsewhere():
    case = case_at("submitted", entry=registered("260904-0001"))
    assert note_on("260904-0001", manager(), case) is None


def test_motors_that_differ_only_in_their_dashes_are_two_where_the_register_has_both():
    motor_at("received", entry=registered("260904-0001"))
    registered("2609040-001")
    assert texts("2609040-001", manager()) == []
    assert len(texts("260904-0001", manager())) == 1


def told_at(browse, user, address):
    return browse(user).get(address).content.decode()


def test_it_is_said_at_intake_approval_counting_and_appraisal(browse):
    entry = registered("260904-0001")
    first = motor_at("received", entry=entry)
    said = f"The same motor is open in {first.case.number}"
    assert said in judged(browse, serial_number="260904-0001").content.decode()
    second = case_at("submitted", entry=entry)
    assert said in told_at(browse, manager(), f"/cases/{second.pk}/")
    assert said in told_at(browse, manager(), f"/cases/{second.pk}/authorise_return/")
    third = accept_list(case_at("authorised", entry=entry))
    assert said in told_at(browse, dispatcher(), f"/cases/{third.pk}/count/")
    handover = receive(third)
    assert said in told_at(browse, dispatcher(), handover.get_absolute_url())
    assert said in told_at(browse, after_sales(), f"/motors/{third.motors.get().pk}/appraise/")


def test_earlier_returns_of_another_spelling_stand_on_the_page_of_the_motor(browse):
    entry = registered("260904-0001")
    first = deliver(
        drive(accept_list(case_at("authorised", entry=entry), "2609040001").motors.get(), "received")
    )
    again = accept_list(case_at("authorised", entry=entry), "２６０９０４-0001").motors.get()
    page = browse(after_sales()).get(again.get_absolute_url())
    assert [row.pk for row in page.context["earlier"]] == [first.pk]


# -- in lists -----------------------------------------------------------------------------------------


def test_a_number_listed_in_two_spellings_is_listed_twice(browse):
    registered("260904-0001")
    case = case_at("authorised", entry=registered("260904-0002"))
    form = {
        "version": case.version, "key": uuid.uuid4(), "pasted": "260904-0001\n2609040001", "rows-TOTAL_FORMS": "0",
        "rows-INITIAL_FORMS": "0",
    }  # fmt: skip
    page = browse(coordinator()).post(f"/cases/{case.pk}/return-list/", form, follow=True)
    assert "is listed twice" in page.content.decode()
    assert not ReturnedMotor.objects.exists()


def test_whatever_is_saved_has_its_key():
    motor = Motor(serial_number="x-1", product=product(), consignee=customer(), ex_factory_date="2026-01-05")
    Motor.objects.bulk_create([motor])
    assert Motor.objects.get().serial_key == "X1"
