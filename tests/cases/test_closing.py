"""二.3, 四.1: solved on site, answered, withdrawn, closed with the customer's reply, reopened."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.models import Case
from notices.models import Notice
from tests.actors import after_sales, another_salesperson, manager, salesperson
from tests.factories import case_at, motor_at, solved_on_site
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden

pytestmark = pytest.mark.django_db

REPLY = {"customer_reply": "运行正常，满意", "customer_satisfied": True}


@pytest.mark.parametrize("state", ["draft", "submitted", "info_requested", "authorised"])
def test_a_problem_may_be_solved_on_site_until_a_motor_is_on_its_way(state):
    case = case_at(state)
    solved = perform(
        case, "resolve_on_site", by=salesperson(), action_taken="更换碳刷", confirmation="孙志强 11月20日"
    )
    assert (solved.status, solved.resolved_on_site, solved.action_taken) == ("completed", True, "更换碳刷")
    assert solved.number  # the case still counts


def test_what_is_solved_on_site_is_described_as_fully_as_what_is_not():
    case = case_at("draft", damaged_parts="")
    with pytest.raises(Blocked, match="Still missing"):
        perform(case, "resolve_on_site", by=salesperson(), action_taken="更换碳刷", confirmation="孙志强")
    assert Case.objects.get().number is None


def test_an_on_site_case_is_closed_by_the_manager_and_no_other_by_them():
    on_site, repaired = solved_on_site(), case_at("completed")
    with pytest.raises(Forbidden, match="sales manager"):
        perform(on_site, "close", by=after_sales(), **REPLY)
    with pytest.raises(Forbidden, match="after-sales"):
        perform(repaired, "close", by=manager(), **REPLY)
    assert perform(on_site, "close", by=manager(), **REPLY).status == "closed"
    assert perform(repaired, "close", by=after_sales(), **REPLY).status == "closed"


@pytest.mark.parametrize("kind", ["opinion", "grievance", "complaint"])
def test_after_sales_answers_what_is_no_quality_problem(kind):
    case = perform(case_at("submitted", kind=kind), "answer", by=after_sales(), answer="改用木箱包装")
    assert (case.status, case.action_taken) == ("completed", "改用木箱包装")
    assert perform(case, "close", by=after_sales(), **REPLY).status == "closed"


def test_a_quality_problem_is_not_answered_with_words():
    with pytest.raises(Blocked, match="quality problem"):
        perform(case_at("submitted"), "answer", by=after_sales(), answer="请继续使用")


def test_whether_the_customer_is_satisfied_is_kept():
    closed = perform(
        case_at("completed"), "close", by=after_sales(), customer_reply="太慢", customer_satisfied=False
    )
    assert (closed.customer_reply, closed.customer_satisfied) == ("太慢", False)


def test_a_colleague_withdraws_nothing():
    case = case_at("submitted")
    with pytest.raises(Forbidden, match="Only the salesperson"):
        perform(case, "withdraw", by=another_salesperson(), reason="客户自行解决")


def test_a_withdrawn_case_keeps_its_number():
    case = case_at("submitted")
    assert perform(case, "withdraw", by=salesperson(), reason="客户自行解决").number == case.number


@pytest.mark.parametrize(("state", "back"), [("closed", "in_process"), ("rejected", "submitted")])
def test_a_reopened_case_keeps_its_number_and_counts_its_revision(state, back):
    case = case_at(state)
    again = perform(case, "reopen", by=manager(), reason="客户再次来电")
    assert (again.status, again.number, again.revision) == (back, case.number, 1)
    assert again.customer_satisfied is None
    notified = Notice.objects.filter(event__verb="reopen").values_list("user__name", flat=True)
    assert "周建国" in notified


def test_a_reopened_on_site_case_is_decided_like_a_new_one():
    case = perform(solved_on_site(), "close", by=manager(), **REPLY)
    case = perform(case, "reopen", by=after_sales(), reason="三天后又出现火花")
    assert (case.status, case.resolved_on_site) == ("submitted", False)
    assert perform(case, "authorise_return", by=manager()).status == "authorised"


def test_a_case_reopened_long_after_is_not_overdue_at_once():
    case = case_at("rejected", at=timezone.now() - dt.timedelta(days=60))
    again = perform(case, "reopen", by=manager(), reason="客户再次来电")
    assert again.due_on is None or again.standing.state != "overdue"


def test_a_reopened_case_whose_motors_are_all_settled_is_completed_by_hand():
    case = perform(case_at("closed"), "reopen", by=manager(), reason="客户再次来电")
    assert perform(case, "complete", by=after_sales()).status == "completed"


def test_a_case_with_a_motor_under_repair_is_completed_by_nobody():
    case = motor_at("repairing").case
    with pytest.raises(Blocked, match="1 motor is not settled"):
        perform(case, "complete", by=after_sales())


def test_the_last_settled_motor_completes_the_case_by_itself():
    motor = motor_at("shipped")
    assert Case.objects.get().status == "in_process"
    perform(motor, "confirm_delivery", by=salesperson(), delivered_on=timezone.localdate(), note="")
    assert Case.objects.get().status == "completed"
    assert Case.objects.get().completed_at is not None
