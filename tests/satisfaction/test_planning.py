"""A survey is planned once a year, started when there is somebody to ask, and asks nobody twice."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from satisfaction.actions import begin
from satisfaction.models import Campaign, Improvement
from tests.actors import another_salesperson, manager, salesperson
from tests.factories import registered
from tests.satisfaction.factories import answered, planned, survey, target_of
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden

pytestmark = pytest.mark.django_db


def begun(target):
    """A draft of the salesperson's, ready to be finished."""
    return begin(target, by=salesperson(), respondent="王五", quality="fair")


def plan(browse, **wrong):
    """The page after the plan of 2027 has been sent."""
    right = {"year": 2027, "opens_on": "2027-11-01", "closes_on": "2027-12-31", "reach": "all"}
    form = right | {"surveyors": salesperson().pk, "key": uuid.uuid4()} | wrong
    return browse(manager()).post("/surveys/new/", form)


def test_a_plan_is_kept_and_nobody_is_asked_yet(browse):
    assert plan(browse).status_code == 302
    campaign = Campaign.objects.get()
    assert (campaign.year, campaign.status, campaign.targets.count()) == (2027, "planned", 0)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"year": 2026}, "There is a survey of this year already."),
        ({"closes_on": "2027-10-31"}, "The period ends before it begins."),
        ({"surveyors": []}, "This field is required."),
        ({"reach": "friends"}, "Select a valid choice."),
    ],
)
def test_a_plan_that_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(wrong, said, browse):
    planned(year=2026)
    page = plan(browse, **wrong)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert 'value="2027-11-01"' in page.content.decode()
    assert Campaign.objects.count() == 1


def test_a_survey_of_nobody_is_not_started():
    campaign = planned("青岛海纳包装机械有限公司", regions=["西藏"])
    with pytest.raises(Blocked, match="finds no customer"):
        perform(campaign, "launch", by=manager())
    assert Campaign.objects.get().status == "planned"


def test_no_customer_is_asked_twice_in_a_survey():
    campaign = survey()
    with pytest.raises(Blocked, match="asked already"):
        perform(campaign, "add_customer", by=manager(), customer=target_of(campaign).customer_id)


def test_an_improvement_is_promised_for_a_day_to_come(browse):
    improvement = answered(target_of(survey()), quality="poor").improvements.get()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    form = {
        "version": improvement.version,
        "key": uuid.uuid4(),
        "owner": salesperson().pk,
        "due_on": yesterday,
    }
    page = browse(manager()).post(f"/improvements/{improvement.pk}/assign/", form)
    assert "This day has passed." in page.content.decode()
    assert Improvement.objects.get().owner == manager()


def test_a_survey_opened_again_takes_answers_again():
    closed = perform(survey(), "close", by=manager())
    again = perform(closed, "reopen", by=manager(), reason="两家客户年后才走访")
    assert (again.closed_by, again.closed_at) == (None, None)
    assert answered(target_of(again), quality="good").status == "submitted"


def test_after_the_survey_is_closed_no_draft_is_finished_and_no_answer_withdrawn():
    target = target_of(survey())
    counted, draft = answered(target, quality="good"), begun(target)
    perform(target.campaign, "close", by=manager())
    with pytest.raises(Blocked, match="closed"):
        perform(draft, "submit", by=salesperson())
    with pytest.raises(Blocked, match="closed"):
        perform(counted, "withdraw", by=manager(), reason="记错了客户")


def test_only_who_asks_the_customer_finishes_the_answers():
    draft = begun(target_of(survey()))
    with pytest.raises(Forbidden, match="Somebody else asks this customer"):
        perform(draft, "submit", by=another_salesperson())
    assert perform(draft, "submit", by=salesperson()).status == "submitted"


def test_what_customers_bought_until_the_survey_is_closed_counts_with_it():
    campaign = survey()
    assert target_of(campaign).motor_models == []
    registered(consignee=target_of(campaign).customer, ex_factory_date=dt.date(2026, 6, 1))
    assert target_of(perform(campaign, "close", by=manager())).motor_models == ["90SZ03"]


def test_an_improvement_that_has_been_made_outlives_the_answers():
    response = answered(target_of(survey()), quality="poor")
    perform(response.improvements.get(), "finish", by=manager(), result="更换碳刷牌号")
    perform(response, "withdraw", by=manager(), reason="记错了客户")
    assert Improvement.objects.get().status == "done"
