"""待办: what stands on it for whom, in which order, and how a team looks at it."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from cases.models import Case
from tests.actors import after_sales, coordinator, director, inspector, lead, manager, salesperson
from tests.factories import appraised, case_at, motor_at, quote
from tests.work import keys, waiting
from workflow.actions import perform
from workflow.team import late_of, shares_of
from workflow.worklist import all_tasks, count_of, who_is_next

pytestmark = pytest.mark.django_db


def test_the_most_urgent_stands_first():
    later = motor_at("received")
    sooner = motor_at("received", at=timezone.now() - dt.timedelta(days=2))
    rows = [row for task, row in waiting(inspector()) if task.key == "appraise"]
    assert rows == [sooner, later]


# -- the first answer, silent customers ---------------------------------------------------------------

A_WEEK_AND_A_DAY = dt.timedelta(days=8)


def test_a_customer_without_an_answer_waits_for_the_salesperson():
    case_at("submitted")
    assert keys(salesperson()).count("first_answer") == 1
    perform(Case.objects.get(), "first_answer", by=salesperson(), answer="已告知正在处理")
    assert "first_answer" not in keys(salesperson())


def test_a_silent_customer_comes_to_the_coordinator_after_a_week():
    long_ago = timezone.localtime() - A_WEEK_AND_A_DAY
    motor = appraised(motor_at("received", at=long_ago), "repair_charged", at=long_ago)
    quote(motor, at=long_ago)
    quote(appraised(motor_at("received"), "repair_charged"))
    assert keys(salesperson()).count("customer_reply") == 2
    silent = [row for task, row in waiting(coordinator()) if task.key == "ask_again"]
    assert silent == [motor]
    perform(motor, "ask_again", by=coordinator(), note="孙志强：本周答复")
    assert "ask_again" not in keys(coordinator())


# -- the team ---------------------------------------------------------------------------------------


def test_the_most_overdue_stands_first_among_the_teams_work():
    week_ago = timezone.localtime() - dt.timedelta(days=7)
    for _ in range(2):
        motor_at("received", at=week_ago)
    motor_at("repairing", at=week_ago - dt.timedelta(days=6))
    motor_at("return_pending")
    tasks = [task for task in all_tasks() if task.key in {"repair", "appraise", "draft_return"}]
    shares = shares_of(director(), tasks, timezone.localdate())
    assert [(share.task.key, share.late) for share in shares[:2]] == [("appraise", 2), ("repair", 1)]
    late = late_of(director(), tasks, timezone.localdate())
    assert [row.task.key for row in late] == ["repair", "appraise", "appraise"]
    assert [row.item.standing.days for row in late] == sorted(
        (row.item.standing.days for row in late), reverse=True
    )


def test_of_a_long_task_the_most_urgent_are_shown_and_all_are_a_click_away(browse):
    motors = [motor_at("received") for _ in range(8)]
    home = browse(after_sales()).get("/")
    (group,) = [group for group in home.context["groups"] if group.task.key == "appraise"]
    assert (group.count, len(group.items)) == (8, 3)
    assert 'href="/tasks/appraise/"' in home.content.decode()
    everything = browse(after_sales()).get("/tasks/appraise/").context["group"]
    assert {item.url for item in everything.items} == {f"/motors/{motor.pk}/appraise/" for motor in motors}


def test_a_task_of_others_is_not_to_be_found(browse):
    assert browse(salesperson()).get("/tasks/appraise/").status_code == 404
    assert browse(after_sales()).get("/tasks/nothing/").status_code == 404


def test_the_number_beside_the_worklist_is_the_same_on_every_page(browse):
    motor_at("received")
    case_at("submitted")
    numbers = {
        next(link.count for link in browse(after_sales()).get(page).context["nav"] if link.url == "/")
        for page in ("/", "/cases/", "/tasks/appraise/")
    }
    assert numbers == {count_of(after_sales())}


def test_who_leads_nobody_has_no_team(browse):
    assert browse(inspector()).get("/team/").status_code == 403
    assert "/team/" not in browse(inspector()).get("/").content.decode()
    assert "/team/" in browse(lead()).get("/").content.decode()


def test_what_the_team_has_not_done_leads_to_its_page_and_not_to_the_action(browse):
    motor = motor_at("received", at=timezone.localtime() - dt.timedelta(days=7))
    page = browse(director()).get("/team/").content.decode()
    assert f'href="/motors/{motor.pk}/"' in page
    assert f'href="/motors/{motor.pk}/appraise/"' not in page


# -- after an act -------------------------------------------------------------------------------------


def said(page):
    return re.findall(r'<p class="notice green">.*?<span>(.*?)</span>', page.content.decode(), re.DOTALL)


def confirmed(browser, address, **facts):
    """The page after the act of this address is taken."""
    hidden = browser.get(address).context["form"].initial
    return browser.post(address, hidden | facts, follow=True)


def test_after_an_act_one_reads_what_has_happened_and_who_is_next(browse):
    case = case_at("submitted")
    page = confirmed(browse(manager()), f"/cases/{case.pk}/authorise_return/")
    assert said(page) == ["Return authorised. Next: Enter return lists (sales coordinator)."]


def test_who_is_next_by_name_where_it_waits_for_one_person(browse):
    case = case_at("submitted")
    page = confirmed(browse(manager()), f"/cases/{case.pk}/request_info/", question="编号是多少？")
    assert (
        said(page)[0]
        == f"More information asked for. Next: Answer the manager&#x27;s questions ({salesperson().name})."
    )


def test_who_ends_a_matter_reads_of_nobody_who_is_next(browse):
    case = case_at("draft")
    page = confirmed(browse(salesperson()), f"/cases/{case.pk}/withdraw/", reason="客户自行解决")
    assert said(page) == ["Withdrawn."]


def test_who_is_next_takes_as_many_queries_for_thirty_motors_as_for_one(django_assert_max_num_queries):
    motor, reader = motor_at("received"), manager()
    assert reader.can("case.view_all")
    with django_assert_max_num_queries(1):
        assert "Next: " in who_is_next(reader, motor.case)
