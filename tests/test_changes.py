"""The log keeps what an edit changed, old and new; of phone numbers and wages only that they changed."""

import datetime as dt
from decimal import Decimal

import pytest

from cases.actions import revise_case
from cases.models import Case
from satisfaction.actions import replan
from tests.accountability.factories import OPINION, concerned, drafted_penalty
from tests.actors import another_salesperson, manager, production, salesperson
from tests.factories import case_at, customer
from tests.satisfaction.factories import planned
from workflow.actions import perform
from workflow.changes import in_words
from workflow.models import Event
from workflow.timeline import timeline

pytestmark = pytest.mark.django_db


def last_event(obj):
    """As it stands in the database."""
    return Event.objects.get(pk=obj.events.latest("id").pk)


def revised(**fields):
    case = case_at("draft", claim_date=dt.date(2026, 11, 20))
    return revise_case(case, fields, by=salesperson(), version=case.version)


@pytest.mark.parametrize(
    ("field", "new", "kept"),
    [
        ("problem", "运行时异响", ["启动后换向火花大，运行约半小时后壳体发烫", "运行时异响"]),
        ("hours_used", 1200, [900, 1200]),
        ("hours_used", None, [900, None]),
        ("used", False, [True, False]),
        ("cause", "customer", ["factory", "customer"]),
        ("claim_date", dt.date(2026, 11, 18), ["2026-11-20", "2026-11-18"]),
        ("phone", "0532-1111 2222", None),
    ],
)
def test_an_edited_feedback_says_what_it_said_before(field, new, kept):
    assert last_event(revised(**{field: new})).data["changed"] == {field: kept}


def test_a_thing_is_kept_by_the_name_that_it_had():
    other = customer("苏州恒丰纺织")
    event = last_event(revised(customer=other))
    other.name = "苏州恒丰"
    other.save()
    assert event.data["changed"]["customer"][1] == "苏州恒丰纺织"


def test_what_was_saved_as_it_was_has_not_changed():
    case = case_at("draft")
    again = revise_case(case, {"problem": case.problem}, by=salesperson(), version=case.version)
    assert last_event(again).data["changed"] == {}


def test_a_corrected_date_moves_what_is_due():
    case = revised(claim_date=dt.date(2026, 11, 2))
    assert case.due_on < case_at("draft", claim_date=dt.date(2026, 11, 20)).due_on


def said(case):
    return [(str(label), text) for label, text in timeline(case.events.order_by("-id"), case)[0].said]


def test_the_timeline_tells_old_and_new_in_the_words_of_the_form():
    case = revised(cause="customer", used=False, time_in_use="", phone="0532-1111 2222")
    assert said(case) == [
        ("phone", "changed"),
        ("has been used", "yes → no"),
        ("time in use", "约 5 个月，每天两班 → –"),
        ("(b) Who caused the problem?", "the factory → the customer"),
    ]


def test_the_timeline_tells_it_in_chinese(in_chinese):
    assert [text for _, text in said(revised(used=False, phone="0532-1111 2222"))] == ["已更改", "是 → 否"]


def test_the_timeline_tells_of_a_field_that_is_gone_since():
    event = last_event(revised(used=False))
    event.data["changed"] = {"gone": ["a", "b"]}
    assert in_words(event, Case) == [("gone", "a → b")]


def test_a_survey_that_is_planned_anew_says_what_was_planned():
    campaign = planned()
    again = replan(
        campaign, {"closes_on": campaign.closes_on, "channels": ["agent"]}, [another_salesperson()],
        by=manager(), version=campaign.version,
    )  # fmt: skip
    changed = last_event(again).data["changed"]
    assert changed.keys() == {"channels", "surveyors"}
    assert changed["surveyors"] == [[str(salesperson())], [str(another_salesperson())]]


def test_of_a_corrected_opinion_the_log_keeps_no_wage_and_nobodys_amount():
    penalty = drafted_penalty(None, concerned(monthly_wage=Decimal("6543.21")))
    drafted = last_event(penalty)
    again = perform(
        penalty, "redraft", by=production(), edit=OPINION | {"fault_class": "minor"},
        persons=[concerned(amount="50", monthly_wage=Decimal("7654.32"))],
    )  # fmt: skip
    event = last_event(again)
    assert event.data["changed"] == {
        "fault_class": [penalty.fault_class, "minor"], "amount": None, "monthly_wage": None,
    }  # fmt: skip
    assert "persons" not in event.data.keys() | drafted.data.keys()
    assert not any(wage in str(event.data) + str(drafted.data) for wage in ("6543.21", "7654.32"))
