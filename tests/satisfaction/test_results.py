"""A survey of three customers whose figures have been worked out on paper."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from satisfaction.models import Target
from satisfaction.queries import progress
from satisfaction.results import after_cases, results_of
from tests.actors import manager, salesperson
from tests.factories import case_at, customer, registered
from tests.satisfaction.factories import ALL_GOOD, answered, planned, survey, target_of
from workflow.actions import perform
from workflow.models import PolicyEdition

pytestmark = pytest.mark.django_db

OEM, AGENT, OFFICE = "青岛海纳包装机械有限公司", "广州恒通机电经营部", "北京办事处"


@pytest.fixture
def customers(db):
    customer(OEM, region="华东")
    customer(AGENT, channel="agent", region="华南")
    customer(OFFICE, channel="office", region="华北")


@pytest.fixture
def year(customers):
    """Three people of the OEM, one of the agent, nobody of the office.

    |           | quality | delivery | service | price | packaging |
    | 张工      | good    | good     | good    | fair  | –         |
    | 李主任    | fair    | good     | poor    | –     | –         |
    | 王采购    | good    | –        | –       | poor  | –         |
    | 黄锦泉    | poor    | fair     | good    | good  | –         |
    """
    entry = registered(consignee=customer(OEM), ex_factory_date=dt.date(2026, 3, 15))
    case_at("submitted", entry=entry, claim_date=dt.date(2026, 6, 1))
    campaign = survey(year=2026)
    oem, agent = target_of(campaign, OEM), target_of(campaign, AGENT)
    answered(oem, "张工", quality="good", delivery="good", service="good", price="fair")
    answered(oem, "李主任", quality="fair", delivery="good", service="poor")
    answered(oem, "王采购", quality="good", price="poor")
    answered(agent, "黄锦泉", quality="poor", delivery="fair", service="good", price="good", method="visit")
    return campaign


def group(results, title, label):
    return next(g for b in results.breakdowns if b.title == title for g in b.groups if g.label == label)


def test_the_scores_are_those_worked_out_by_hand(year):
    scores = [aspect.score for aspect in results_of(year).aspects]
    # (100+60+100+0)/4, (100+100+60)/3, (100+0+100)/3, (60+0+100)/3, nobody
    assert scores == [Decimal("65.0"), Decimal("86.7"), Decimal("66.7"), Decimal("53.3"), None]


def test_the_index_is_the_mean_of_the_questions_that_were_answered(year):
    assert results_of(year).index == Decimal("67.9")  # (65 + 86.7 + 66.7 + 53.3) / 4 = 67.925


def test_the_distribution_counts_people_and_leaves_out_who_did_not_answer(year):
    counts = [aspect.tally.counts for aspect in results_of(year).aspects]
    assert counts == [(2, 1, 1), (2, 1, 0), (2, 0, 1), (1, 1, 1), (0, 0, 0)]


def test_a_customer_with_three_respondents_is_one_customer_that_has_answered(year):
    how_far = progress([year])[year.pk]
    assert (how_far.targets, how_far.answered, how_far.responses, how_far.rate) == (3, 2, 4, 67)
    oem = group(results_of(year), "By channel", "direct sale")
    assert (oem.people, oem.customers) == (3, 1)


def test_the_answers_are_divided_by_channel_region_model_and_whether_there_was_a_case(year):
    results = results_of(year)
    assert group(results, "By region", "华南").scores[:4] == [0, 60, 100, 100]
    assert group(results, "By model", "90SZ03").people == 3
    with_case = group(results, "By whether there was a case", "had a case this year")
    without = group(results, "By whether there was a case", "had no case this year")
    assert (with_case.people, without.people) == (3, 1)
    assert with_case.scores[0] == Decimal("86.7")  # (100 + 60 + 100) / 3


def test_withdrawn_answers_and_drafts_count_for_nothing(year):
    worst = target_of(year, AGENT).responses.get()
    perform(worst, "withdraw", by=manager(), reason="问错了单位")
    assert results_of(year).aspects[0].score == Decimal("86.7")
    assert progress([year])[year.pk].answered == 1


def test_a_question_is_compared_with_the_year_before(year):
    last = survey(year=2025)
    answered(target_of(last, OEM), "张工", quality="fair", delivery="good")
    results = results_of(year)
    assert [scored.year for scored in results.years] == [2025, 2026]
    assert [aspect.before for aspect in results.aspects] == [60, 100, None, None, None]
    assert [aspect.change for aspect in results.aspects][:3] == [Decimal("5.0"), Decimal("-13.3"), None]


def test_each_year_is_scored_by_the_edition_that_was_in_force(year):
    PolicyEdition.objects.create(
        name="新版", effective_from=dt.date(2025, 6, 1), values={"fair_score": 80, "poor_score": 20}
    )
    last = survey(year=2025)
    answered(target_of(last, OEM), "张工", quality="fair")
    results = results_of(year)
    before, now = results.years
    assert before.scores[0] == 60
    assert now.scores[0] == results.aspects[0].score == 75  # (100 + 80 + 100 + 20) / 4


def test_what_customers_dealt_in_is_kept_with_the_survey(year):
    closed = perform(year, "close", by=manager())
    customer(OEM).motors.update(consignee=customer(AGENT))
    customer(AGENT).cases.update(customer=customer(AGENT))
    assert target_of(closed, OEM).motor_models == ["90SZ03"]
    assert target_of(closed, OEM).had_case is True


def test_a_survey_that_nobody_answered_has_no_figures_and_no_error(customers):
    results = results_of(survey(year=2024))
    assert results.index is None
    assert [aspect.score for aspect in results.aspects] == [None] * 5


@pytest.mark.parametrize(
    ("plan", "asked"),
    [
        ({"reach": "all"}, {OEM, AGENT, OFFICE}),
        ({"reach": "bought"}, {AGENT}),
        ({"reach": "had_case"}, {OEM}),
        ({"reach": "either"}, {OEM, AGENT}),
        ({"reach": "all", "channels": ["office", "agent"]}, {AGENT, OFFICE}),
        ({"reach": "either", "regions": ["华东"]}, {OEM}),
    ],
)
def test_the_filter_chooses_the_customers(customers, plan, asked):
    registered("260401-0001", consignee=customer(AGENT), ex_factory_date=dt.date(2026, 4, 1))
    old = registered("240401-0001", consignee=customer(OEM), ex_factory_date=dt.date(2024, 4, 1))
    case_at("submitted", entry=old, claim_date=dt.date(2026, 5, 1))
    campaign = perform(planned(year=2026, **plan), "launch", by=manager())
    assert set(campaign.targets.values_list("customer__name", flat=True)) == asked


def test_after_a_closed_case_the_customer_is_asked_when_the_policy_says_so(db):
    PolicyEdition.objects.create(
        name="回访", effective_from=dt.date(2025, 1, 1), values={"case_survey": True}
    )
    case = case_at("closed")
    asked = Target.objects.get()
    assert (asked.case, asked.surveyor, asked.campaign) == (case, salesperson(), None)
    answered(asked, "孙志强", quality="good", service="fair")
    year = survey(year=timezone.localdate().year)
    after = after_cases(year)
    assert (after.people, [aspect.score for aspect in after.aspects]) == (1, [100, 60])
    assert results_of(year).index is None  # the yearly figures are the yearly survey's
    assert after_cases(survey(year=year.year - 1)).people == 0


def test_after_a_closed_case_nobody_is_asked_when_the_policy_does_not_say_so(db):
    case_at("closed")
    assert not Target.objects.exists()


def test_five_good_answers_are_a_hundred(customers):
    campaign = survey(year=2026)
    answered(target_of(campaign, OEM), **ALL_GOOD)
    assert results_of(campaign).index == 100
