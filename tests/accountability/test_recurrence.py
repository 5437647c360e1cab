"""What is one defect, and what shows that a measure did not help: by code and by day (二.4)."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from accountability.models import CorrectiveAction, Occurrence
from accountability.rules import made
from catalogue.actions import merge
from catalogue.models import Failure
from catalogue.starting import begin
from tests.accountability.factories import (
    action_at,
    action_of,
    faulty_motor,
    implement,
    measure,
    now,
    plan,
    verify,
)
from tests.actors import after_sales, inspector, production
from tests.factories import appraised, motor_at, registered
from tests.work import to_do
from workflow.actions import perform
from workflow.guards import Blocked

DAY = dt.timedelta(days=1)
MARCH = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)

# -- the rule -----------------------------------------------------------------------------------------

DATES = """
produced    repaired    implemented  the motor was made
----------  ----------  -----------  ------------------
2026-03-09  -           2026-03-10   before
2026-03-10  -           2026-03-10   before
2026-03-11  -           2026-03-10   after
2025-01-01  2026-03-10  2026-03-10   before
2025-01-01  2026-03-11  2026-03-10   after
2025-01-01  2025-06-01  2026-03-10   before
-           2026-03-11  2026-03-10   after
-           2026-03-09  2026-03-10   before
-           -           2026-03-10   unknown
"""


def day(text):
    return None if text == "-" else dt.date.fromisoformat(text)


@pytest.mark.parametrize("line", DATES.strip().splitlines()[2:])
def test_the_later_of_production_and_our_last_repair_counts(line):
    produced, repaired, implemented, answer = line.split()
    assert made(day(produced), day(repaired), day(implemented)) == answer


# -- by day -------------------------------------------------------------------------------------------


@pytest.fixture
def verified(db):
    """An action about a loose magnet, implemented on 2026-03-02 and verified on 2026-04-13."""
    action = action_of(faulty_motor("磁瓦脱落", at=MARCH))
    implement(plan(action, at=MARCH), at=MARCH)
    return verify(now(action), at=MARCH + 42 * DAY)


def came_back(produced):
    return faulty_motor("磁瓦脱落", at=MARCH + 60 * DAY, made=produced)


def test_a_motor_made_after_the_measure_reopens_the_action(verified):
    motor = came_back(dt.date(2026, 3, 3))
    assert (now(verified).status, now(verified).cycle) == ("issued", 2)
    assert Occurrence.objects.get(motor=motor).recurrence


def test_an_older_one_joins_and_is_counted_without_reopening(verified):
    motor = came_back(dt.date(2026, 3, 2))
    assert (now(verified).status, now(verified).cycle) == ("verified", 1)
    row = Occurrence.objects.get(motor=motor)
    assert (row.action, row.recurrence, row.made) == (verified, False, "before")
    assert CorrectiveAction.objects.count() == 1


def test_an_older_one_opens_no_new_action_after_the_period_either(verified):
    motor = faulty_motor("磁瓦脱落", at=MARCH + 300 * DAY, made=dt.date(2026, 1, 5))
    assert action_of(motor) == verified
    assert now(verified).status == "verified"


def test_where_nobody_knows_people_are_asked_and_the_action_stays_verified(verified):
    came_back(None)
    assert now(verified).status == "verified"
    assert to_do(inspector(), "judge_recurrence") == [verified]
    assert to_do(production(), "judge_recurrence") == []


@pytest.mark.parametrize(
    ("verb", "status", "when", "recurrence"),
    [("call_recurrence", "issued", "after", True), ("call_earlier", "verified", "before", False)],
)
def test_people_decide_it_with_a_reason(verified, verb, status, when, recurrence):
    row = Occurrence.objects.get(motor=came_back(None))
    perform(now(verified), verb, by=inspector(), occurrence=row.pk, reason="流水卡 L-0312")
    row = Occurrence.objects.get(pk=row.pk)
    assert (row.made, row.recurrence, row.judged_by) == (when, recurrence, inspector())
    assert now(verified).status == status
    assert to_do(inspector(), "judge_recurrence") == []


def test_one_decides_once(verified):
    row = Occurrence.objects.get(motor=came_back(None))
    perform(now(verified), "call_earlier", by=inspector(), occurrence=row.pk, reason="流水卡 L-0312")
    with pytest.raises(Blocked, match="it is known"):
        perform(now(verified), "call_recurrence", by=inspector(), occurrence=row.pk, reason="流水卡")


def test_our_own_repair_after_the_measure_makes_an_old_motor_a_recurrence(verified):
    entry = registered(produced_on=dt.date(2025, 12, 1), ex_factory_date=dt.date(2025, 12, 9))
    motor_at("delivered", at=MARCH + 5 * DAY, entry=entry)
    again = motor_at("received", at=MARCH + 60 * DAY, entry=entry)
    appraised(again, "repair_free", at=MARCH + 60 * DAY, defect="磁瓦脱落")
    assert now(verified).status == "issued"


def test_the_page_asks_when_it_was_made(verified, browse):
    row = Occurrence.objects.get(motor=came_back(None))
    browser = browse(inspector())
    assert "nobody knows when it was made" in browser.get(verified.get_absolute_url()).content.decode()
    page = browser.get(f"/actions/{verified.pk}/call_earlier/")
    hidden = page.context["form"].initial
    form = {name: hidden[name] for name in ("version", "key")} | {
        "occurrence": row.pk,
        "reason": "流水卡 L-0312",
    }
    browser.post(f"/actions/{verified.pk}/call_earlier/", form)
    assert Occurrence.objects.get(pk=row.pk).made == "before"


# -- by code ------------------------------------------------------------------------------------------


@pytest.fixture
def catalogue(db):
    begin()
    return lambda code: Failure.objects.get(code=code)


SPELLINGS = ("轴承异响", "轴承有异响", "轴承噪音大")


def test_the_three_spellings_join_one_action(catalogue):
    actions = {action_of(faulty_motor(text, failure=catalogue("N01").pk)) for text in SPELLINGS}
    assert len(actions) == 1
    assert actions.pop().occurrences.count() == 3


def test_three_spellings_of_the_past_join_the_action_of_their_code(catalogue):
    past = [action_of(faulty_motor(text)) for text in SPELLINGS]
    assert len(set(past)) == 3
    call_command("catalogue")
    assert {now(action).failure.code for action in past} == {"N01"}
    assert action_of(faulty_motor("轴承吵", failure=catalogue("N01").pk)) == past[0]


def test_two_codes_of_one_model_and_one_code_of_two_models_have_actions_of_their_own(catalogue):
    bearing = action_of(faulty_motor("响", failure=catalogue("N01").pk))
    fan = action_of(faulty_motor("响", failure=catalogue("N05").pk))
    assert bearing != fan


def test_a_code_joins_the_action_of_the_code_into_which_it_was_merged(catalogue):
    action = action_of(faulty_motor("响", failure=catalogue("N08").pk))
    merge(catalogue("N08"), catalogue("N01"), by=inspector(), why="同一现象")
    assert action_of(faulty_motor("轴承响", failure=catalogue("N01").pk)) == action


# -- verified -----------------------------------------------------------------------------------------


def failed():
    action = action_at("implemented")
    return now(perform(action, "fail_verification", by=inspector(), evidence="抽 10 台，2 台跳动超差"))


@pytest.mark.django_db
def test_what_failed_is_not_waved_through_without_a_new_measure():
    action = failed()
    with pytest.raises(Blocked, match="Add a new or changed measure first"):
        perform(action, "implement", by=production(), standards="")


@pytest.mark.django_db
def test_with_a_new_measure_it_goes_on():
    action = failed()
    perform(action, "add_measure", by=production(), **measure("corrective", "中心孔改用硬质合金顶尖"))
    assert implement(now(action)).status == "implemented"


@pytest.mark.django_db
def test_every_verification_is_kept(browse):
    action = failed()
    perform(action, "add_measure", by=production(), **measure("corrective", "中心孔改用硬质合金顶尖"))
    verify(implement(now(action)))
    kept = [(row.works, row.evidence[:4]) for row in action.verifications.all()]
    assert kept == [(True, "30 天"), (False, "抽 10")]
    page = browse(after_sales()).get(action.get_absolute_url()).content.decode()
    assert "抽 10 台，2 台跳动超差" in page


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "refused"), [(29, True), (30, False)])
def test_before_the_days_of_the_edition_a_reason_is_needed(days, refused):
    action = action_at("implemented", at=MARCH)
    facts = {"by": inspector(), "evidence": "无同类反馈", "at": MARCH + days * DAY}
    if refused:
        with pytest.raises(Blocked, match="say why it is verified already"):
            perform(action, "verify", **facts)
    perform(action, "verify", **facts | ({"early_reason": "寿命试验已通过"} if refused else {}))
    assert now(action).status == "verified"


@pytest.mark.django_db
def test_the_form_asks_for_the_reason_only_before_its_time(browse):
    early, late = action_at("implemented"), action_at("implemented", at=timezone.now() - 31 * DAY)
    browser = browse(inspector())
    fields = [
        set(browser.get(f"/actions/{action.pk}/verify/").context["form"].fields) for action in (early, late)
    ]
    assert ["early_reason" in names for names in fields] == [True, False]
