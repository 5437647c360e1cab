"""From answer to action: every worst answer has an owner and a day, and may become a corrective action."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from accountability.models import CorrectiveAction
from satisfaction.actions import hand_on
from satisfaction.models import Improvement, Target
from tests.actors import after_sales, director, engineer, inspector, lead, manager, salesperson
from tests.factories import case_at
from tests.satisfaction.factories import answered, survey, target_of
from tests.work import to_do
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden
from workflow.models import PolicyEdition

pytestmark = pytest.mark.django_db

FACTS = {
    "model": "90SZ03",
    "defect": "包装受潮变形",
    "defect_group": "T",
    "department": "sales",
    "problem": "纸箱底部受潮",
}


@pytest.fixture
def improvement(db):
    return answered(target_of(survey()), "林海波", packaging="poor", comments="纸箱受潮").improvements.get()


def test_each_worst_answer_asks_for_one_with_an_owner_and_a_day():
    response = answered(target_of(survey()), quality="poor", price="poor", delivery="fair", service="good")
    rows = response.improvements.order_by("question")
    assert [row.question for row in rows] == ["price", "quality"]
    due_on = timezone.localdate() + dt.timedelta(days=30)
    assert {(row.owner, row.due_on) for row in rows} == {(manager(), due_on)}
    assert set(to_do(manager(), "improve")) == set(rows)


def test_good_and_middle_answers_ask_for_none():
    answered(target_of(survey()), quality="good", price="fair")
    assert not Improvement.objects.exists()


def test_another_owner_gets_it_on_the_worklist_is_told_and_reports_it_done(improvement):
    due_on = timezone.localdate() + dt.timedelta(days=10)
    perform(improvement, "assign", by=lead(), owner=engineer().pk, due_on=due_on, plan="改用木箱")
    assert to_do(engineer(), "improve") == [improvement]
    assert engineer().notices.filter(event__subject="improvement", event__verb="assign").exists()
    with pytest.raises(Forbidden):
        perform(improvement, "finish", by=manager(), result="好了")
    done = perform(improvement, "finish", by=engineer(), result="两批到货无破损")
    assert (done.status, done.done_by) == ("done", engineer())
    assert not to_do(engineer(), "improve")


def test_its_page_leads_to_the_customers_cases(improvement, browse):
    case = case_at("in_process")
    assert case.customer == improvement.customer
    page = browse(manager()).get(f"/improvements/{improvement.pk}/").content.decode()
    assert case.number in page
    assert "纸箱受潮" in page


def test_it_becomes_a_corrective_action_and_is_left_to_that(improvement):
    done = hand_on(improvement, FACTS, by=inspector())
    assert done.status == "handed_on"
    assert done.corrective_action == CorrectiveAction.objects.get(model="90SZ03")
    assert not to_do(manager(), "improve")


def test_where_the_action_cannot_be_opened_the_improvement_stays_open(improvement):
    hand_on(improvement, FACTS, by=inspector())
    other = answered(
        target_of(improvement.response.target.campaign), "王五", packaging="poor"
    ).improvements.get()
    with pytest.raises(Blocked):
        hand_on(other, FACTS, by=after_sales())
    other = Improvement.objects.get(pk=other.pk)
    assert (other.status, other.corrective_action) == ("open", None)


def test_the_form_of_the_action_is_filled_with_what_the_customer_said(improvement, browse):
    browser = browse(inspector())
    page = browser.get(f"/improvements/{improvement.pk}/hand_on/").content.decode()
    assert "纸箱受潮" in page
    sent = FACTS | {"version": improvement.version, "key": uuid.uuid4(), "where": ""}
    browser.post(f"/improvements/{improvement.pk}/hand_on/", sent)
    browser.post(f"/improvements/{improvement.pk}/hand_on/", sent)
    assert CorrectiveAction.objects.filter(model="90SZ03").count() == 1


def test_who_may_do_neither_is_not_offered_it(improvement, browse):
    for who in (salesperson(), director()):
        assert browse(who).get(f"/improvements/{improvement.pk}/hand_on/").status_code == 403


# -- after a closed case ------------------------------------------------------------------------------


def closed_case():
    case = case_at("completed")
    return perform(case, "close", by=after_sales(), customer_reply="运行正常", customer_satisfied=True)


def test_no_customer_of_a_closed_case_is_asked_unless_the_policy_says_so():
    closed_case()
    assert not Target.objects.exists()


def test_the_customer_of_a_closed_case_is_asked_two_questions_when_the_policy_says_so(browse):
    PolicyEdition.objects.create(
        name="回访", effective_from=dt.date(2020, 1, 1), values={"case_survey": True, "survey_days": 5}
    )
    case = closed_case()
    target = Target.objects.get()
    assert (target.case, target.surveyor) == (case, salesperson())
    assert target.due_on == timezone.localdate() + dt.timedelta(days=5)
    browser = browse(salesperson())
    browser.post(f"/targets/{target.pk}/answer/")
    form = browser.get(f"/responses/{target.responses.get().pk}/").content.decode()
    assert 'name="quality"' in form
    assert 'name="service"' in form
    assert 'name="price"' not in form
    response = answered(target, "孙志强", service="poor")
    assert response.improvements.get().owner == salesperson()
    assert response.case == case
