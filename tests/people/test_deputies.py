"""Who is away is stood in for: for a time, under both names, and never on both sides of what two people do."""

import datetime as dt

import pytest
from django.utils import timezone

from aftersales.models import Deputyship, User
from aftersales.roles import DUTIES, all_permissions, duty_of
from cases.models import Case
from people.actions import end_deputy, name_deputy
from slips.actions import ask_void
from tests.accountability.factories import (
    action_at,
    assess,
    by_hand,
    countersign,
    drafted_penalty,
    now,
    penalty_at,
    the_plan,
)
from tests.actors import (
    admin,
    after_sales,
    another_inspector,
    assessment,
    coordinator,
    director,
    engineer,
    finance,
    inspector,
    lead,
    manager,
    person,
    production,
    salesperson,
    who_also_is,
)
from tests.cases.test_maker_checker import DECISIONS
from tests.factories import ask_extension, case_at, drafted, fresh, motor_at, sign
from tests.people.factories import A_DAY, nobody_yet, stands_in, today_as
from tests.warranty.factories import proposed
from tests.work import keys
from workflow.actions import perform
from workflow.guards import Forbidden
from workflow.worklist import groups_of

pytestmark = pytest.mark.django_db


def voided():
    slip = case_at("in_process").handovers.get().slips.get()
    return ask_void(slip, "纸张损坏", by=coordinator())


REASON = {"reason": "与上一张单重复"}
EVIDENCE = {"evidence": "三个月内无同类反馈", "early_reason": "样机寿命试验已通过"}
# the same of what is no motor and no case: verb, made, maker, checker, what the decision says
FURTHER = [
    ("plan", lambda: now(by_hand(by=inspector())), inspector, another_inspector, lambda action: the_plan()),
    ("verify", lambda: action_at("implemented"), after_sales, inspector, EVIDENCE),
    ("fail_verification", lambda: action_at("implemented"), production, inspector, EVIDENCE),
    ("countersign", lambda: penalty_at("drafted"), production, after_sales, {"note": "属实"}),
    ("approve", lambda: penalty_at("assessed"), production, director, {"note": "同意"}),
    ("dismiss", lambda: penalty_at("assessed"), assessment, director, REASON),
    ("deduct", lambda: penalty_at("approved"), director, finance, {"reference": "GZ-1207"}),
    ("accept", proposed, coordinator, lead, {}),
    ("turn_down", proposed, coordinator, lead, REASON),
    ("confirm", voided, coordinator, manager, {}),
    ("decline", voided, coordinator, manager, REASON),
]


def told(obj, said):
    return said(obj) if callable(said) else said


def refuses(obj, verb, by, facts):
    with pytest.raises(Forbidden):
        perform(obj, verb, by=by, **facts)
    return type(obj)._default_manager.get(pk=obj.pk).version == obj.version


@pytest.mark.parametrize(("verb", "made", "maker", "checker", "said"), DECISIONS + FURTHER)
def test_on_both_sides_stands_neither_who_acts_nor_in_whose_place(verb, made, maker, checker, said):
    """Every maker–checker pair, with principal and deputy in each place."""
    obj = made()
    facts = told(obj, said)
    codename = obj.transition(verb).permission.codename
    deputy = nobody_yet()
    # The maker in the checker's place.
    assert refuses(obj, verb, stands_in(maker(), checker(), *DUTIES), facts)
    # Somebody in the maker's place, who holds the checker's role as well.
    if maker().can(codename):
        assert refuses(obj, verb, stands_in(deputy, maker(), *DUTIES), facts)
    Deputyship.objects.update(ended_at=timezone.now(), ended_by=admin())
    # Somebody who made it in the maker's place, and is the checker, or stands in for the checker.
    acted = stands_in(deputy, maker(), *DUTIES).stands_in[0]
    obj.dossier.note_deputy(acted, timezone.now())
    obj = type(obj)._default_manager.get(pk=obj.pk)
    who_also_is(deputy, *checker().roles)
    assert refuses(obj, verb, today_as(deputy), facts)
    # Somebody who had no part in it, in the checker's place.
    other = stands_in(person("ji", "季云"), checker(), *DUTIES)
    done = perform(obj, verb, by=other, **facts)
    event = done.events.filter(verb=verb).last()
    assert (event.actor_name, event.on_behalf_of_name) == ("季云", checker().name)


def test_nobody_signs_one_sheet_for_two_departments():
    motor = drafted(motor_at("received"))
    both = stands_in(inspector(), engineer())
    signed = perform(motor, "sign_appraisal", by=both, department="engineering", dissent="")
    assert refuses(fresh(signed), "sign_appraisal", both, {"department": "quality", "dissent": ""})
    assert refuses(fresh(signed), "sign_appraisal", engineer(), {"department": "quality", "dissent": ""})
    box = fresh(signed).appraisal.signatures.get()
    assert (box.department, box.user) == ("engineering", engineer())


def test_who_signed_for_themselves_does_not_sign_in_anothers_place():
    motor = fresh(sign(drafted(motor_at("received")), "quality"))
    assert refuses(
        motor,
        "sign_appraisal",
        stands_in(inspector(), engineer()),
        {"department": "engineering", "dissent": ""},
    )


# -- for a time, in what is named ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "sees"), [(-5, -1, False), (-1, 0, True), (0, 0, True), (0, 9, True), (1, 9, False)]
)
def test_a_deputy_sees_the_principals_cases_and_tasks_in_that_time_only(starts, ends, sees):
    case = case_at("info_requested")
    today = timezone.localdate()
    period = {"starts_on": today + dt.timedelta(days=starts), "ends_on": today + dt.timedelta(days=ends)}
    deputy = stands_in(nobody_yet(), salesperson(), **period)
    assert Case.objects.visible_to(deputy).filter(pk=case.pk).exists() == sees
    assert ("give_info" in keys(deputy)) == sees


def test_what_a_deputy_did_is_seen_no_more_when_it_has_ended():
    """The case is the principal's, though the deputy registered what was asked for."""
    case = case_at("info_requested")
    deputy = stands_in(nobody_yet(), salesperson())
    perform(case, "submit", by=deputy)
    end_deputy(Deputyship.objects.get(), by=salesperson())
    assert not Case.objects.visible_to(today_as(deputy)).exists()
    assert case.events.last().actor == deputy


def test_the_duties_that_are_named_are_all_that_a_deputy_has():
    case_at("submitted")
    surveys = stands_in(nobody_yet(), manager(), "surveys")
    assert surveys.can("campaign.create")
    assert not surveys.can("case.authorise_return")
    assert "authorise" not in keys(surveys)
    assert not Case.objects.visible_to(surveys).exists()


def test_penalties_are_for_a_deputy_only_when_they_are_named():
    penalty = now(assess(countersign(drafted_penalty(None))))
    everything = stands_in(nobody_yet(), director())
    assert everything.can("motor.settle_dissent")
    assert not everything.can("penalty.approve")
    assert not type(penalty).objects.visible_to(everything).exists()
    Deputyship.objects.update(ended_at=timezone.now(), ended_by=admin())
    named = stands_in(nobody_yet(), director(), "penalties")
    assert type(penalty).objects.visible_to(named).exists()
    assert "decide_penalty" in keys(named)
    assert not named.can("motor.settle_dissent")


def test_a_deputy_hands_nothing_on():
    stands_in(lead(), manager())
    second = stands_in(nobody_yet(), lead())
    assert not second.can("case.authorise_return")
    assert today_as(lead()).can("case.authorise_return")


def test_a_deputy_of_an_administrator_names_no_deputies():
    deputy = stands_in(nobody_yet(), admin())
    row = Deputyship(
        principal=director(), deputy=deputy, starts_on=timezone.localdate(), ends_on=timezone.localdate()
    )
    with pytest.raises(Forbidden):
        name_deputy(row, by=deputy)


def test_who_has_left_is_stood_in_for_by_nobody():
    deputy = stands_in(nobody_yet(), manager())
    User.objects.filter(pk=manager().pk).update(is_active=False)
    assert deputy.stands_in
    assert not today_as(deputy).stands_in


def test_every_permission_belongs_to_one_duty():
    for codename in all_permissions():
        assert duty_of(codename) in DUTIES


# -- what people see ----------------------------------------------------------------------------------


def test_both_homes_say_it_and_the_row_says_for_whom(browse):
    case_at("submitted")
    stands_in(finance(), manager())
    home = browse(finance()).get("/")
    assert "You stand in for 郑海涛" in home.content.decode()
    assert "许敏 stands in for you" in browse(manager()).get("/").content.decode()
    rows = [item for group in groups_of(today_as(finance())) for item in group.items]
    assert {item.instead_of for item in rows} == {"郑海涛"}
    assert "for 郑海涛</span>" in home.content.decode()


def test_slip_history_and_page_bear_both_names(browse):
    case = case_at("submitted")
    perform(case, "authorise_return", by=stands_in(finance(), manager()))
    slip = case.dossier.slips.filter(kind="FK").order_by("pk").last()
    assert "许敏（代郑海涛）" in [box["name"] for box in slip.facts["signatures"]]
    assert "许敏 for 郑海涛" in browse(coordinator()).get(f"/cases/{case.pk}/").content.decode()


def test_the_page_names_a_deputy_and_ends_it(browse):
    page = browse(manager())
    today = timezone.localdate().isoformat()
    sent = {"deputy": lead().pk, "starts_on": today, "ends_on": today, "duties": ["cases"]}
    assert page.post("/deputies/", sent).status_code == 302
    assert today_as(lead()).can("case.authorise_return")
    row = Deputyship.objects.get()
    assert browse(finance()).post(f"/deputies/{row.pk}/end/").status_code == 404
    assert page.post(f"/deputies/{row.pk}/end/").status_code == 302
    assert not today_as(lead()).stands_in


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"deputy": "me"}, "Nobody is their own deputy."),
        ({"ends_on": "2020-01-01"}, "This day has passed."),
        ({"ends_on": "2099-01-01"}, "It ends within a year"),
        ({"deputy": "who is away"}, "has a deputy in that time themselves"),
        ({"deputy": ""}, "This field is required."),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_typed_is_lost(browse, changed, said):
    stands_in(inspector(), lead())
    known = {"me": manager().pk, "who is away": lead().pk}
    day = timezone.localdate() + A_DAY
    sent = {"deputy": finance().pk, "starts_on": day.isoformat(), "ends_on": day.isoformat()} | changed
    sent["deputy"] = known.get(sent["deputy"], sent["deputy"])
    page = browse(manager()).post("/deputies/", sent)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert sent["starts_on"] in page.content.decode()


def test_a_session_is_read_in_one_statement_whoever_it_is(django_assert_num_queries):
    deputy = stands_in(finance(), manager())
    with django_assert_num_queries(1):
        today_as(deputy)
    plain = inspector()
    with django_assert_num_queries(1):
        assert today_as(plain).can("motor.pass_inspection")


def test_a_ledger_names_both_where_somebody_acted_for_another(browse):
    motor = ask_extension(motor_at("repairing"))
    deputy = stands_in(nobody_yet(), lead())
    perform(motor, "grant_extension", by=deputy, new_due_on=motor.due_on + A_DAY)
    row = browse(manager()).get("/ledgers/extension/").content.decode()
    assert "戴小林 for 赵国强" in row
