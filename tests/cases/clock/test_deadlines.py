"""四.3: seven days where the parts are complete, fifteen where not, and extensions; every day is one in Shanghai."""

import datetime as dt
import time
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from cases.actions import revise_case
from cases.models import Case, ReturnedMotor
from tests.actors import (
    after_sales,
    another_salesperson,
    coordinator,
    director,
    inspector,
    lead,
    manager,
    salesperson,
    who_also_is,
)
from tests.factories import (
    accept_quote,
    appraised,
    ask_extension,
    case_at,
    draft_return,
    drafted,
    fresh,
    motor_at,
    pass_inspection,
    quote,
    repair,
    ship,
    sign,
)
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden
from workflow.models import PolicyEdition

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")


def on(month, day, hour=10, minute=0, *, year=2026):
    """A moment by the clock on the factory's wall."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def date(month, day, year=2026):
    return dt.date(year, month, day)


THE_24TH = on(2, 24)


def found(outcome="repair_free", at=THE_24TH, **ticks):
    """A motor received the day before, whose cause is found at this moment."""
    motor = motor_at("received", at=at - dt.timedelta(days=1))
    return appraised(motor, outcome, at=at, **ticks)


# -- the promise --------------------------------------------------------------------------------------


def test_complete_parts_make_it_seven_days_and_the_start_day_does_not_count():
    assert found().due_on == date(3, 3)


def test_missing_parts_make_it_fifteen():
    assert found(parts_complete="").due_on == date(3, 11)


def test_the_seven_days_cross_the_end_of_a_leap_february():
    assert found(at=on(2, 24, year=2024)).due_on == date(3, 2, year=2024)


def test_parts_that_arrive_late_do_not_restart_the_clock():
    motor = found(parts_complete="")
    perform(motor, "parts_arrived", by=after_sales(), at=on(3, 9))
    assert fresh(motor).status == "repairing"
    assert fresh(motor).due_on == fresh(motor).original_due_on == date(3, 11)


def test_a_motor_that_goes_back_unrepaired_is_promised_too():
    assert found("send_back").due_on == date(3, 3)


def test_a_motor_that_is_taken_back_is_promised_to_nobody():
    motor = found("return")
    assert (motor.due_on, motor.original_due_on) == (None, None)


def test_what_was_promised_stays_readable_after_the_motor_has_left():
    motor = found()
    repair(motor, on(2, 26))
    pass_inspection(fresh(motor), on(2, 27))
    ship(fresh(motor), on(3, 5))
    motor = fresh(motor)
    assert motor.due_on == date(3, 3)
    assert (motor.standing.state, motor.standing.days) == ("overdue", 2)


def test_a_motor_that_left_in_time_stays_in_time_for_ever():
    motor = found()
    repair(motor, on(2, 26))
    pass_inspection(fresh(motor), on(2, 27))
    ship(fresh(motor), on(2, 27))
    assert fresh(motor).standing.state == "on_track"


def test_a_failed_inspection_gives_no_new_time():
    motor = found()
    repair(motor, on(2, 26))
    perform(motor, "fail_inspection", by=inspector(), at=on(2, 28), reason="噪声超标")
    assert fresh(motor).due_on == date(3, 3)


# -- before it: the appraisal, and the answer to the customer -----------------------------------------


def test_the_appraisal_is_due_three_days_after_the_handover():
    assert motor_at("received", at=on(2, 24)).due_on == date(2, 27)


def test_three_signatures_leave_the_appraisal_due():
    motor = drafted(motor_at("received", at=on(2, 24)), at=on(2, 25))
    for department in ("after_sales", "engineering", "quality"):
        sign(motor, department, at=on(2, 26))
    assert fresh(motor).due_on == date(2, 27)


def test_a_refused_return_wants_a_new_appraisal_within_three_days():
    motor = draft_return(motor_at("return_pending", at=on(2, 24)), on(2, 24))
    perform(motor, "refuse_return", by=manager(), at=on(3, 2), reason="不符合第五条")
    assert fresh(motor).due_on == date(3, 5)


def test_the_customer_hears_first_within_a_day():
    case = case_at("submitted", at=on(2, 24))
    assert case.due_on == date(2, 25)
    perform(case, "authorise_return", by=manager(), at=on(2, 25))
    assert Case.objects.get().due_on is None


# -- the quotation pauses -----------------------------------------------------------------------------


def test_the_clock_runs_until_the_quotation_is_sent():
    assert found("repair_charged").due_on == date(3, 3)


def test_a_quotation_stops_the_clock_until_the_customer_has_replied():
    motor = found("repair_charged")
    quote(motor, at=on(2, 25))
    waiting = fresh(motor)
    assert (waiting.due_on, waiting.paused) == (None, True)
    accept_quote(waiting, at=on(3, 7))
    assert fresh(motor).due_on == date(3, 13)  # ten days later than 3 March
    assert not fresh(motor).paused


def test_a_customer_who_replies_the_same_day_moves_nothing():
    motor = found("repair_charged")
    quote(motor, at=on(2, 25, 9))
    accept_quote(motor, at=on(2, 25, 17))
    assert fresh(motor).due_on == date(3, 3)


def test_a_second_offer_lets_the_customer_think_on():
    motor = found("repair_charged")
    quote(motor, at=on(2, 25))
    quote(fresh(motor), "90", "80", at=on(2, 27))
    assert fresh(motor).due_on is None
    accept_quote(motor, at=on(3, 1))
    assert fresh(motor).due_on == date(3, 7)  # four days


def test_a_refused_quotation_starts_the_clock_again():
    motor = found("repair_charged")
    quote(motor, at=on(2, 25))
    perform(motor, "refuse_quote", by=salesperson(), at=on(2, 28), note="孙志强电话拒绝")
    assert (fresh(motor).status, fresh(motor).due_on) == ("ready_to_ship", date(3, 6))


# -- extensions ---------------------------------------------------------------------------------------


def asked(motor, new, at):
    return perform(motor, "request_extension", by=after_sales(), at=at, new_due_on=new, reason="转子需外协")


def granted(motor, by, at=None):
    request = fresh(motor).open_extension()
    return perform(motor, "grant_extension", by=by, at=at, new_due_on=request.new_due_on)


def test_a_granted_extension_keeps_the_original_date():
    motor = found()
    asked(motor, date(3, 8), on(2, 27))
    assert fresh(motor).due_on == date(3, 3)  # until somebody has decided
    granted(motor, lead(), on(2, 28))
    motor = fresh(motor)
    assert (motor.original_due_on, motor.due_on, motor.extended_to) == (date(3, 3), date(3, 8), date(3, 8))
    record = motor.extensions.get()
    assert (record.old_due_on, record.new_due_on, record.granted) == (date(3, 3), date(3, 8), True)


def test_a_refused_extension_leaves_the_date():
    motor = found()
    asked(motor, date(3, 8), on(2, 27))
    perform(motor, "refuse_extension", by=lead(), at=on(2, 28), reason="库存有转子")
    motor = fresh(motor)
    assert (motor.due_on, motor.extended_to) == (date(3, 3), None)
    assert motor.extensions.get().granted is False


def test_the_second_extension_is_the_directors():
    motor = found()
    asked(motor, date(3, 8), on(2, 27))
    granted(motor, lead(), on(2, 28))
    asked(fresh(motor), date(3, 15), on(3, 5))
    with pytest.raises(Forbidden, match="director"):
        granted(motor, lead(), on(3, 6))
    granted(motor, director(), on(3, 6))
    motor = fresh(motor)
    assert (motor.original_due_on, motor.due_on) == (date(3, 3), date(3, 15))


def test_the_first_extension_is_not_the_directors():
    motor = found()
    asked(motor, date(3, 8), on(2, 27))
    with pytest.raises(Forbidden, match="after-sales lead"):
        granted(motor, director(), on(2, 28))


def test_after_a_refusal_the_next_request_is_still_the_leads():
    motor = found()
    asked(motor, date(3, 8), on(2, 26))
    perform(motor, "refuse_extension", by=lead(), at=on(2, 27), reason="库存有转子")
    asked(fresh(motor), date(3, 6), on(2, 28))
    granted(motor, lead(), on(2, 28))
    assert fresh(motor).due_on == date(3, 6)


@pytest.mark.parametrize("moment", [on(3, 3, 0, 30), on(3, 3, 23, 30), on(3, 4)])
def test_an_extension_is_asked_for_before_the_due_date(moment):
    motor = found()
    with pytest.raises(Blocked, match="before the due date"):
        asked(motor, date(3, 8), moment)


def test_the_evening_before_is_still_before():
    asked(found(), date(3, 8), on(3, 2, 23, 30))


@pytest.mark.parametrize("new", [date(3, 3), date(3, 1)])
def test_an_extension_is_no_shortening(new):
    motor = found()
    with pytest.raises(Blocked, match="later than"):
        asked(motor, new, on(2, 27))
    assert not motor.extensions.exists()


def test_one_request_at_a_time():
    motor = found()
    asked(motor, date(3, 8), on(2, 27))
    with pytest.raises(Blocked, match="already waiting"):
        asked(fresh(motor), date(3, 9), on(2, 27))


def test_nothing_is_asked_for_while_the_customer_thinks():
    motor = found("repair_charged")
    quote(motor, at=on(2, 25))
    with pytest.raises(Blocked, match="does not run"):
        asked(fresh(motor), date(3, 8), on(2, 26))


def test_nothing_can_be_decided_that_nobody_asked_for():
    motor = found()
    for verb, said in (
        ("grant_extension", {"new_due_on": date(3, 8)}),
        ("refuse_extension", {"reason": "无"}),
    ):
        with pytest.raises(Blocked, match="No extension"):
            perform(motor, verb, by=lead(), **said)


def test_a_pause_moves_the_original_and_the_extended_date_alike():
    motor = found("repair_charged")
    asked(motor, date(3, 8), on(2, 24))
    granted(motor, lead(), on(2, 24))
    quote(fresh(motor), at=on(2, 25))
    accept_quote(motor, at=on(3, 7))
    motor = fresh(motor)
    assert motor.original_due_on == date(3, 13)
    assert motor.due_on == date(3, 18)


# -- appraised again ----------------------------------------------------------------------------------


def test_a_new_appraisal_starts_a_new_promise_and_forgets_extensions():
    motor = found()
    asked(motor, date(3, 8), on(2, 27))
    granted(motor, lead(), on(2, 27))
    asked(fresh(motor), date(3, 12), on(2, 28))
    perform(motor, "reappraise", by=after_sales(), at=on(3, 2), reason="拆检后发现另有故障")
    motor = fresh(motor)
    assert (motor.due_on, motor.extended_to) == (date(3, 5), None)  # to be appraised within three days
    assert motor.open_extension() is None
    motor = appraised(motor, "repair_free", at=on(3, 4))
    assert (motor.original_due_on, motor.due_on) == (date(3, 11), date(3, 11))


def test_the_pause_of_an_old_quotation_does_not_count_for_the_new_appraisal():
    motor = found("repair_charged")
    quote(motor, at=on(2, 25))
    perform(motor, "reappraise", by=after_sales(), at=on(3, 1), reason="客户补充了使用情况")
    assert appraised(motor, "repair_free", at=on(3, 3)).due_on == date(3, 10)


def test_after_a_new_appraisal_the_lead_decides_the_first_extension_again():
    motor = found()
    asked(motor, date(3, 8), on(2, 26))
    granted(motor, lead(), on(2, 26))
    perform(motor, "reappraise", by=after_sales(), at=on(2, 27), reason="拆检后发现另有故障")
    motor = appraised(motor, "repair_free", at=on(2, 28))
    asked(motor, date(3, 20), on(3, 1))
    granted(motor, lead(), on(3, 1))
    assert fresh(motor).due_on == date(3, 20)


# -- the edition of the policy ------------------------------------------------------------------------


def edition(first_day, **values):
    return PolicyEdition.objects.create(name=str(first_day), effective_from=first_day, values=values)


def test_the_edition_in_force_on_the_day_of_the_feedback_counts():
    edition(date(1, 1), parts_complete_days=10)
    edition(date(2, 24), parts_complete_days=5)
    assert found(at=on(2, 24)).due_on == date(3, 6)  # the customer told us on the 23rd


def test_a_factory_may_let_the_clock_start_with_the_handover():
    edition(date(1, 1), clock_start="handover")
    assert found(at=on(2, 24)).due_on == date(3, 2)  # received on the 23rd


# -- the day is one in Shanghai -----------------------------------------------------------------------


@pytest.fixture(params=["Asia/Shanghai", "UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def server_in(request, monkeypatch):
    """The server's own clock shows another time, as it does in a container."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (on(2, 24, 0, 30), date(3, 3)),  # 23 February in UTC
        (on(2, 24, 7, 59), date(3, 3)),
        (on(2, 24, 23, 30), date(3, 3)),
        (on(2, 25, 0, 30), date(3, 4)),  # still 24 February in UTC
    ],
)
def test_the_last_signature_counts_on_its_day_in_shanghai(server_in, moment, due):
    assert found(at=moment).due_on == due


def test_the_same_instant_said_in_utc_is_the_same_day(server_in):
    assert found(at=on(2, 25, 0, 30).astimezone(dt.UTC)).due_on == date(3, 4)


@pytest.mark.parametrize(("hour", "minute", "due"), [(23, 30, date(2, 27)), (0, 30, date(2, 27))])
def test_the_handover_counts_on_its_day_in_shanghai(server_in, hour, minute, due):
    assert motor_at("received", at=on(2, 24, hour, minute)).due_on == due


@pytest.mark.parametrize(
    ("moment", "standing"),
    [(on(3, 3, 23, 30), ("due_soon", 0)), (on(3, 4, 0, 30), ("overdue", 1))],
)
def test_overdue_begins_at_midnight_in_shanghai(server_in, moment, standing):
    motor = found()
    motor.moment = moment
    assert (motor.standing.state, motor.standing.days) == standing


def test_shipping_half_an_hour_before_midnight_is_in_time(server_in):
    motor = found()
    repair(motor, on(2, 26))
    pass_inspection(fresh(motor), on(2, 27))
    ship(fresh(motor), on(3, 3, 23, 30))
    assert fresh(motor).standing.state != "overdue"


def test_a_pause_is_counted_in_days_of_shanghai(server_in):
    motor = found("repair_charged")
    quote(motor, at=on(2, 25, 23, 30))
    accept_quote(motor, at=on(2, 26, 0, 30))
    assert fresh(motor).due_on == date(3, 4)


def test_asking_for_an_extension_is_open_to_who_asked_but_not_its_decision():
    both = who_also_is(after_sales(), "after_sales_lead")
    motor = fresh(ask_extension(motor_at("repairing")))
    with pytest.raises(Forbidden, match="somebody else"):
        granted(motor, both)


# -- registering, answering, asking again -------------------------------------------------------------


def test_a_feedback_is_registered_within_a_day_of_the_customers_word():
    assert case_at("draft", at=on(2, 24), claim_date=date(2, 23)).due_on == date(2, 24)


def test_a_corrected_day_of_the_feedback_moves_the_day_of_registration():
    case = case_at("draft", at=on(2, 24))
    case = revise_case(case, {"claim_date": date(2, 20)}, by=salesperson(), version=case.version)
    assert case.due_on == date(2, 21)


def test_what_the_manager_asks_is_to_be_answered_within_a_day():
    assert case_at("info_requested", at=on(2, 24)).due_on == date(2, 25)


def test_after_the_first_answer_the_solution_is_due_within_three_days():
    case = case_at("submitted", at=on(2, 24))
    case = perform(case, "first_answer", by=salesperson(), at=on(2, 25), answer="已告知正在处理")
    assert case.due_on == date(2, 27)
    with pytest.raises(Blocked, match="first answer"):
        perform(case, "first_answer", by=after_sales(), at=on(2, 25), answer="再次告知")


def test_a_colleague_does_not_answer_for_the_salesperson():
    with pytest.raises(Forbidden, match="salesperson of this case"):
        perform(case_at("submitted"), "first_answer", by=another_salesperson(), answer="已告知")


def test_a_reopened_case_wants_a_first_answer_again():
    case = perform(
        case_at("submitted", at=on(2, 20)), "first_answer", by=salesperson(), at=on(2, 20), answer="好"
    )
    case = perform(case, "reject", by=manager(), at=on(2, 21), reason="重复")
    case = perform(case, "reopen", by=manager(), at=on(3, 2), reason="并非重复")
    assert (case.first_answered_at, case.due_on) == (None, date(3, 3))


def test_a_quotation_is_asked_for_again_after_a_week():
    motor = found("repair_charged")
    quote(motor, at=on(2, 25))
    assert fresh(motor).reply_due_on == date(3, 4)
    perform(motor, "ask_again", by=coordinator(), at=on(3, 5), note="孙志强：本周答复")
    assert (fresh(motor).reply_due_on, fresh(motor).due_on) == (date(3, 12), None)
    accept_quote(motor, at=on(3, 7))
    assert (fresh(motor).reply_due_on, fresh(motor).due_on) == (None, date(3, 13))


def test_a_later_edition_leaves_a_running_promise_alone():
    motor = found("repair_charged")
    quote(motor, at=on(2, 25))
    edition(date(2, 26), parts_complete_days=30, quotation_days=1)
    accept_quote(motor, at=on(3, 7))
    assert fresh(motor).due_on == date(3, 13)


# -- the command that derives every date anew ---------------------------------------------------------


def deadlines(*options):
    """What the command says, and its exit status."""
    output = StringIO()
    try:
        call_command("deadlines", *options, stdout=output)
    except SystemExit as end:
        return output.getvalue(), end.code
    return output.getvalue(), 0


def every_date():
    motor = found("repair_charged")
    quote(motor, at=on(2, 25))
    extended = found()
    asked(extended, date(3, 8), on(2, 27))
    granted(extended, lead(), on(2, 28))
    shipped = found()
    repair(shipped, on(2, 26))
    pass_inspection(fresh(shipped), on(2, 27))
    ship(fresh(shipped), on(2, 27))
    for state in ("draft", "submitted", "info_requested", "authorised", "closed"):
        case_at(state, at=on(2, 24))
    return extended


def test_what_is_stored_is_what_the_log_says():
    every_date()
    assert deadlines() == ("0 dates differed.\n", 0)


def test_a_date_that_was_tampered_with_is_reported_and_mended():
    motor = every_date()
    ReturnedMotor.objects.filter(pk=motor.pk).update(due_on=date(4, 1), extended_to=None)
    Case.objects.filter(status="submitted").update(due_on=None)
    output, status = deadlines()
    assert status == 1
    assert f"{motor} due_on: 2026-04-01 -> 2026-03-08" in output
    assert "extended_to: None -> 2026-03-08" in output
    assert "due_on: None -> 2026-02-25" in output
    assert fresh(motor).due_on == date(4, 1)  # a report changes nothing
    assert deadlines("--rebuild")[1] == 0
    assert (fresh(motor).due_on, fresh(motor).extended_to) == (date(3, 8), date(3, 8))
    assert deadlines() == ("0 dates differed.\n", 0)
