"""Late, extra and returning motors: received at any time, each round of a case beside the others (四.2)."""

import pytest

from cases.models import Case, ReturnedMotor
from returns.forms import listed_motor
from slips.models import Slip
from tests.actors import after_sales, coordinator, dispatcher, manager
from tests.factories import (
    case_at,
    deliver,
    found,
    fresh,
    motor_at,
    receive,
    registered,
    report_missing,
    write_off,
)
from tests.work import keys
from workflow.actions import perform

pytestmark = pytest.mark.django_db


def again(case):
    return Case.objects.get(pk=case.pk)


def reopened():
    return perform(case_at("closed"), "reopen", by=manager(), reason="修后一个月又坏")


def unlisted(serial_number, **facts):
    return {
        "finding": "unlisted",
        "serial_number": serial_number,
        "other_model": "",
        "exterior": "完好",
    } | facts


# -- rounds ------------------------------------------------------------------------------------------------


def test_a_reopened_case_waits_for_its_motors_and_receives_them_anew():
    case = reopened()
    assert {"next_round", "answer_round"} <= {*keys(coordinator()), *keys(after_sales())}
    number = case.motors.get().serial_number
    perform(again(case), "list_more", by=coordinator(), motors=[listed_motor(number, "")])
    assert "count" in keys(dispatcher())
    receive(case)
    first, second = case.motors.order_by("position")
    assert (first.status, first.round, second.status, second.round) == ("delivered", 0, "received", 1)
    assert second.serial_number == first.serial_number
    deliver(second)
    assert again(case).status == "completed"


def test_without_motors_a_reopened_case_is_answered_and_closed_again():
    case = reopened()
    perform(case, "complete", by=after_sales(), answer="电话说明接线方法，客户试机正常")
    assert (again(case).status, again(case).action_taken) == ("completed", "电话说明接线方法，客户试机正常")
    perform(again(case), "close", by=after_sales(), customer_reply="好了", customer_satisfied=True)
    assert "next_round" not in keys(coordinator())


def test_the_whole_life_shows_every_round(browse):
    case = reopened()
    number = case.motors.get().serial_number
    receive(case, unlisted(number))
    page = browse(after_sales()).get(f"/serial/{number}/").content.decode()
    assert page.count(f">{case.number}<") == 2
    assert "round 1 after the first" in page


# -- late and extra ----------------------------------------------------------------------------------------


def test_an_extra_motor_is_received_by_a_case_that_is_closed_already():
    case, extra = case_at("closed"), registered()
    receive(case, unlisted(extra.serial_number))
    assert again(case).status == "in_process"
    assert [motor.listed for motor in case.motors.order_by("position")] == [True, False]
    assert again(case).customer_reply


def test_a_written_off_motor_that_turns_up_is_received():
    motor = motor_at("not_received")
    receive(motor.case, found(motor))
    assert fresh(motor).status == "received"
    assert again(motor.case).status == "in_process"


def test_a_written_off_motor_that_is_typed_as_extra_is_known(browse):
    motor = motor_at("not_received")
    browser = browse(dispatcher())
    url = f"/cases/{motor.case_id}/count/"
    page = browser.get(url)
    sheet = page.context["sheet"]
    assert [row["finding"].value() for row, *_ in sheet.rows] == ["missing"]
    sent = {name: sheet.form[name].value() for name in ("version", "key", "arrived_on")} | {
        "carrier": "德邦物流",
        "motors-TOTAL_FORMS": "1",
        "motors-INITIAL_FORMS": "1",
        "motors-0-motor": motor.pk,
        "motors-0-finding": "missing",
        "unlisted-TOTAL_FORMS": "1",
        "unlisted-INITIAL_FORMS": "0",
        "unlisted-0-serial_number": motor.serial_number.replace("-", ""),
    }
    assert browser.post(url, sent).status_code == 302
    handover = motor.case.handovers.get()
    assert [(line.motor, line.finding) for line in handover.lines.all()] == [(motor, "received")]


# -- what the list said wrongly ----------------------------------------------------------------------------


def test_a_wrong_digit_is_corrected_as_such_and_the_event_keeps_the_old_number():
    case, right = case_at("awaiting_receipt"), registered("260315-0707")
    motor = case.motors.get()
    listed = motor.serial_number
    receive(case, found(motor, "wrong_serial", serial_number=right.serial_number))
    motor = fresh(motor)
    assert (motor.serial_number, motor.listed_serial, motor.registered) == (
        right.serial_number,
        listed,
        right,
    )
    assert motor.events.get(verb="hand_over").data["changed"] == {
        "serial_number": [listed, right.serial_number]
    }


def test_each_kind_of_difference_is_counted_for_itself():
    one, two, three = registered(), registered(), registered()
    case = case_at("authorised")
    numbers = [one.serial_number, two.serial_number, three.serial_number]
    perform(case, "accept_list", by=coordinator(), motors=[listed_motor(number, "") for number in numbers])
    first, second, third = case.motors.order_by("position")
    receive(
        case,
        found(first, damaged=True),
        found(second, "wrong_serial", serial_number="260315-0888"),
        found(third, "missing"),
        unlisted("260315-0999"),
    )
    facts = Slip.objects.get(kind="JJ").facts
    counted = {name: facts[name] for name in ("listed", "received", "missing", "unlisted", "wrong_model")}
    assert counted == {"listed": 3, "received": 3, "missing": 1, "unlisted": 1, "wrong_model": 0}
    assert (facts["wrong_serial"], facts["damaged"]) == (1, 1)
    assert [row["remark"] for row in facts["motors"]] == [
        "运输损坏", f"编号与清单不符（清单 {two.serial_number}）", "清单外",
    ]  # fmt: skip


def test_what_stays_missing_is_said_once():
    case = case_at("awaiting_receipt")
    motor = case.motors.get()
    report_missing(motor)
    write_off(fresh(motor))
    receive(case, unlisted("260315-0555"))
    assert Slip.objects.get(kind="JJ").facts["missing"] == 0
    assert ReturnedMotor.objects.get(pk=motor.pk).status == "not_received"


@pytest.mark.parametrize("listed", ["260315-0001", "260315-0888"])
def test_further_motors_are_listed_on_their_page_but_none_twice(browse, listed):
    case = case_at("awaiting_receipt")
    number = case.motors.get().serial_number
    browser = browse(coordinator())
    form = browser.get(f"/cases/{case.pk}/list-more/").context["form"]
    sent = {name: form[name].value() for name in ("version", "key")} | {
        "rows-TOTAL_FORMS": "1",
        "rows-INITIAL_FORMS": "0",
        "rows-0-serial_number": listed,
    }
    answer = browser.post(f"/cases/{case.pk}/list-more/", sent)
    assert answer.status_code == (200 if listed == number else 302)
    assert case.motors.count() == (1 if listed == number else 2)
