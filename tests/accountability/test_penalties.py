"""Penalties in the words of the trade: from a confirmed fault through the right hands to a decision (九)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accountability.actions import open_penalty
from accountability.forms.penalties import warnings
from accountability.models import Employee, Liability, Penalty, PenaltyRate
from accountability.queries import proposals
from slips.models import Slip
from tests.accountability.factories import (
    OPINION,
    approve,
    assess,
    concerned,
    countersign,
    deduct,
    dismiss,
    drafted_penalty,
    faulty_motor,
    now,
    penalty_at,
    respond,
    unknown_to_the_system,
)
from tests.actors import (
    after_sales,
    assessment,
    director,
    finance,
    production,
    who_also_is,
    workshop,
)
from tests.factories import appraised, fresh, motor_at, registered
from tests.work import to_do
from workflow.actions import perform
from workflow.guards import Blocked, Forbidden

pytestmark = pytest.mark.django_db


def test_a_fault_is_drafted_countersigned_assessed_answered_approved_and_deducted():
    motor = faulty_motor("换向器偏心")
    finding = Liability.objects.get(motor=motor)
    assert finding.closed_at is None
    penalty = drafted_penalty(motor)
    assert Liability.objects.get(motor=motor).closed_at
    with pytest.raises(Blocked, match="after-sales must countersign"):
        assess(penalty)
    countersign(penalty)
    assess(penalty)
    respond(penalty)
    assert penalty.persons.get().response == "中心孔碰伤发生在热处理转序"
    approve(penalty)
    deduct(penalty)
    done = now(penalty)
    assert done.status == "deducted"
    chain = [done.drafted_by, done.countersigned_by, done.assessed_by, done.decided_by, done.deducted_by]
    assert chain == [production(), after_sales(), assessment(), director(), finance()]
    assert done.total == Decimal(200)


def test_a_response_may_lead_to_dismissal():
    penalty = penalty_at("assessed")
    respond(penalty)
    dismiss(penalty)
    assert (now(penalty).status, now(penalty).decision) == ("dismissed", "申辩成立，系热处理转序所致")
    with pytest.raises(Exception, match="not possible any more"):
        respond(penalty)
    assert (
        drafted_penalty(fresh(penalty.motor)).status == "drafted"
    )  # a dismissed one may be followed by another


@pytest.mark.parametrize("outcome", ["repair_charged", "send_back", "intact"])
def test_without_a_factory_fault_no_penalty_can_be_opened(outcome, browse):
    motor = appraised(motor_at("received", used=outcome != "intact"), outcome)
    with pytest.raises(Blocked, match="no fault of the factory"):
        drafted_penalty(motor)
    page = browse(production()).get(f"/motors/{motor.pk}/penalty/").content.decode()
    assert "no fault of the factory" in page
    assert 'name="opinion"' not in page
    assert not Liability.objects.exists()


def test_nor_before_the_appraisal_is_signed():
    with pytest.raises(Blocked, match="Only a signed appraisal"):
        drafted_penalty(motor_at("received"))


def test_of_one_fault_there_is_one_penalty():
    motor = faulty_motor()
    drafted_penalty(motor)
    with pytest.raises(Blocked, match="has been drafted"):
        drafted_penalty(motor)


def test_a_new_appraisal_takes_the_finding_away():
    penalty = penalty_at("assessed")
    perform(fresh(penalty.motor), "reappraise", by=after_sales(), reason="拆检后发现另有故障")
    with pytest.raises(Blocked, match="appraised anew"):
        approve(penalty)
    assert dismiss(penalty).status == "dismissed"


def test_production_alone_drafts():
    motor = faulty_motor()
    with pytest.raises(Forbidden, match="This is done by: production"):
        open_penalty(motor, OPINION, [], by=after_sales())


def test_nobody_writes_or_decides_the_opinion_on_themselves():
    with pytest.raises(Blocked, match="concerns you"):
        drafted_penalty(None, concerned(production()))
    penalty = drafted_penalty(None, concerned(after_sales()))
    with pytest.raises(Forbidden, match="concerns you"):
        countersign(penalty)
    head = who_also_is(workshop(), "director")
    with pytest.raises(Forbidden, match="concerns you"):
        perform(penalty_at("assessed"), "approve", by=head, note="")


def test_who_had_a_part_in_it_does_not_approve_it_whatever_their_roles():
    jack = who_also_is(production(), "assessment", "director", "finance")
    penalty = drafted_penalty(None, by=jack)
    countersign(penalty)
    with pytest.raises(Forbidden, match="You drafted this opinion"):
        perform(penalty, "assess", by=jack, assessment="好")
    assess(penalty)
    with pytest.raises(Forbidden, match="had a part"):
        perform(penalty, "approve", by=jack, note="")
    boss = who_also_is(director(), "finance")
    perform(penalty, "approve", by=boss, note="")
    with pytest.raises(Forbidden, match="You approved"):
        perform(penalty, "deduct", by=boss, reference="2026-12")


@pytest.mark.parametrize("colleague", [after_sales, assessment])
@pytest.mark.parametrize("verb", ["approve", "dismiss"])
def test_nor_does_who_countersigned_or_assessed_it_decide(colleague, verb):
    penalty = penalty_at("assessed")
    head = who_also_is(colleague(), "director")
    with pytest.raises(Forbidden, match="had a part"):
        perform(penalty, verb, by=head, **{"approve": {"note": ""}, "dismiss": {"reason": "轻微"}}[verb])


def test_who_drafted_it_does_not_countersign_it():
    jack = who_also_is(production(), "after_sales")
    with pytest.raises(Forbidden, match="You drafted this opinion"):
        perform(drafted_penalty(None, by=jack), "countersign", by=jack, note="")


@pytest.mark.parametrize(
    ("state", "verb", "role", "facts"),
    [
        ("drafted", "redraft", "production", {"edit": OPINION, "persons": []}),
        ("drafted", "assess", "assessment", {"assessment": "认定清楚"}),
        ("assessed", "dismiss", "director", {"reason": "轻微"}),
        ("approved", "deduct", "finance", {"reference": "2026-12"}),
    ],
)
def test_whoever_is_concerned_has_no_hand_in_it(state, verb, role, facts):
    penalty = penalty_at(state)
    if verb == "assess":
        countersign(penalty)
    with pytest.raises(Forbidden, match="concerns you"):
        perform(penalty, verb, by=who_also_is(workshop(), role), **facts)


def test_where_production_is_not_liable_nobody_countersigns():
    penalty = drafted_penalty(faulty_motor(liable_department="purchasing"))
    with pytest.raises(Blocked, match="not liable here"):
        countersign(penalty)
    assert assess(penalty).status == "assessed"


def test_a_correction_wants_a_new_countersignature_and_keeps_who_has_responded():
    penalty = countersign(drafted_penalty())
    respond(penalty)
    facts = {"edit": OPINION | {"fault_class": "minor"}, "persons": [concerned(amount="50")]}
    perform(penalty, "redraft", by=production(), **facts)
    again = now(penalty)
    assert (again.fault_class, again.total, again.countersigned_by) == ("minor", Decimal(50), None)
    assert again.persons.get().response
    with pytest.raises(Blocked, match="has responded"):
        perform(penalty, "redraft", by=production(), edit=OPINION, persons=[])


def test_for_who_has_no_account_the_assessment_department_writes_the_response_down():
    penalty = drafted_penalty(None, unknown_to_the_system())
    person = penalty.persons.get()
    perform(penalty, "respond", by=assessment(), person=person.pk, answer="未配护套")
    assert (penalty.persons.get().response, penalty.persons.get().recorded_by) == ("未配护套", assessment())


def test_who_has_responded_finds_their_words_and_may_change_them(browse):
    penalty = penalty_at("assessed")
    respond(penalty)
    browser = browse(workshop())
    form = browser.get(f"/penalties/{penalty.pk}/respond/").context["form"]
    assert form["answer"].value() == "中心孔碰伤发生在热处理转序"
    sent = {name: form[name].value() for name in form.fields} | {"answer": "系热处理转序所致"}
    browser.post(f"/penalties/{penalty.pk}/respond/", sent)
    assert penalty.persons.get().response == "系热处理转序所致"
    page = browser.get(penalty.get_absolute_url()).content.decode()
    assert "中心孔碰伤发生在热处理转序" in page  # in the history


def test_but_nobody_writes_down_the_response_of_who_has_an_account():
    penalty = drafted_penalty(None, concerned(), unknown_to_the_system())
    theirs = penalty.persons.get(user=workshop())
    with pytest.raises(Blocked, match="Only the person concerned"):
        perform(penalty, "respond", by=assessment(), person=theirs.pk, answer="同意")


def test_a_finding_that_is_open_again_waits_for_nobody():
    motor = faulty_motor()
    assert [row.motor for row in to_do(production(), "draft_penalty")] == [motor]
    perform(fresh(motor), "reappraise", by=after_sales(), reason="拆检后发现另有故障")
    assert not to_do(production(), "draft_penalty")


# -- who made the motor -------------------------------------------------------------------------------


def made_by(worker="孙兆亮", team="总装一班", **facts):
    """A faulty motor with a production record."""
    entry = registered("", responsible_person=worker, production_shift=team, **facts)
    return appraised(motor_at("received", entry=entry), "repair_free", defect=f"换向器偏心 {entry}")


def test_the_production_record_proposes_the_person_and_the_leaders():
    Employee.objects.create(name="孙兆亮", team="总装一班", monthly_wage=Decimal(5000), user=workshop())
    Employee.objects.create(name="王传宝", team="总装一班", capacity="team_leader")
    Employee.objects.create(name="别班长", team="总装二班", capacity="team_leader")
    Employee.objects.create(name="马主任", department="machining", capacity="workshop_head")
    found = proposals(made_by())
    assert [(proposal.name, proposal.capacity, proposal.source) for proposal in found] == [
        ("孙兆亮", "responsible", "record"),
        ("王传宝", "team_leader", "leader"),
        ("马主任", "workshop_head", "leader"),
    ]
    assert (found[0].user, found[0].monthly_wage) == (workshop(), Decimal(5000))


def test_without_a_record_of_its_own_the_day_and_the_model_must_do():
    left = dt.date(2026, 3, 15)
    registered("260315-9001", responsible_person="李桂芳", production_shift="总装二班", ex_factory_date=left)
    found = proposals(made_by("", "", ex_factory_date=left))
    assert [(proposal.name, proposal.source) for proposal in found] == [("李桂芳", "same_day")]


def test_two_of_the_same_name_are_nobodys_account():
    Employee.objects.create(name="孙兆亮", team="总装一班", user=workshop())
    Employee.objects.create(name="孙兆亮", team="总装三班")
    assert proposals(made_by())[0].employee is None


def posted(form, persons, **facts):
    """The form of an opinion, filled in."""
    sent = {name: form[name].value() for name in form.fields} | facts
    sent |= {"persons-TOTAL_FORMS": str(len(persons)), "persons-INITIAL_FORMS": "0"}
    for n, row in enumerate(persons):
        sent |= {f"persons-{n}-{name}": value for name, value in row.items()}
    return sent


def test_production_drafts_on_the_page_with_what_the_register_proposes_and_the_table_sets(browse):
    Employee.objects.create(name="孙兆亮", team="总装一班", user=workshop(), monthly_wage=Decimal(900))
    PenaltyRate.objects.create(fault_class="ordinary", capacity="responsible", amount=Decimal(200))
    motor = made_by()
    browser = browse(production())
    assert f"/motors/{motor.pk}/penalty/" in browser.get("/").content.decode()
    page = browser.get(f"/motors/{motor.pk}/penalty/")
    assert "孙兆亮" in page.content.decode()
    assert page.context["form"]["finding"].value() == "换向器精车时跳动超差"
    assert page.context["rates"] == [("ordinary", [("responsible", Decimal(200))])]
    sent = posted(
        page.context["form"],
        [{"name": "孙兆亮", "user_id": str(workshop().pk), "capacity": "responsible", "amount": ""},
         {"name": "王传宝", "user_id": "", "capacity": "team_leader", "amount": ""}],
        opinion="未按工艺首检",
    )  # fmt: skip
    missing = browser.post(f"/motors/{motor.pk}/penalty/", sent).content.decode()
    assert "The table has no amount for this" in missing
    assert "未按工艺首检" in missing
    answer = browser.post(f"/motors/{motor.pk}/penalty/", sent | {"persons-1-amount": "80"})
    penalty = Penalty.objects.get()
    assert answer.url == penalty.get_absolute_url()
    assert {person.name: person.amount for person in penalty.persons.all()} == {"孙兆亮": 200, "王传宝": 80}
    assert [person.much for person in penalty.persons.all()] == [
        True,
        False,
    ]  # 200 of 900; the other wage is unknown
    assert "above a fifth of the wage" in browser.get(penalty.get_absolute_url()).content.decode()


def test_more_than_a_fifth_of_the_wage_is_a_warning_and_no_bar(browse):
    penalty = penalty_at("assessed", concerned(amount="1000.01", monthly_wage=Decimal(5000)))
    page = browse(director()).get(f"/penalties/{penalty.pk}/approve/").content.decode()
    assert "More than 20 % of the monthly wage: 马德胜" in page
    assert approve(penalty).status == "approved"


def test_all_deductions_of_the_month_count_together(browse):
    """Each below a fifth of 5,000; together 1,200."""
    first = penalty_at("assessed", concerned(amount="600", monthly_wage=Decimal(5000)))
    assert warnings(first) == ["Has not responded yet: 马德胜."]
    second = penalty_at("assessed", concerned(amount="600", monthly_wage=Decimal(5000)))
    assert "More than 20 % of the monthly wage: 马德胜." in warnings(second)
    page = browse(director()).get(second.get_absolute_url()).content.decode()
    assert "above a fifth of the wage" in page


def test_what_was_dismissed_or_is_of_another_month_does_not_count():
    penalty_at("dismissed", concerned(amount="600", monthly_wage=Decimal(5000)))
    penalty_at(
        "assessed",
        concerned(amount="600", monthly_wage=Decimal(5000)),
        at=timezone.now() - dt.timedelta(days=62),
    )
    third = penalty_at("assessed", concerned(amount="600", monthly_wage=Decimal(5000)))
    assert warnings(third) == ["Has not responded yet: 马德胜."]


def test_a_fifth_of_the_wage_is_not_yet_much():
    penalty = penalty_at("assessed", concerned(amount="1000", monthly_wage=Decimal(5000)))
    assert not penalty.persons.get().much


def test_the_road_of_a_dismissed_penalty_ends_with_the_director(browse):
    penalty = penalty_at("dismissed")
    steps = browse(director()).get(penalty.get_absolute_url()).context["steps"]
    assert [step.state.value for step in steps] == ["drafted", "assessed", "dismissed"]
    assert [step.at for step in steps] == [penalty.drafted_at, penalty.assessed_at, penalty.decided_at]
    assert [step.current for step in steps] == [False, False, True]


def test_the_slip_tells_who_said_what():
    penalty = penalty_at("assessed")
    respond(penalty)
    deduct(approve(penalty))
    slip = Slip.objects.filter(number=penalty.number).order_by("revision").last()
    assert slip.kind == "CF"
    assert not slip.void
    facts = slip.facts
    assert (facts["total"], facts["total_in_words"]) == ("200.00", "人民币贰佰元整")
    assert "中心孔碰伤发生在热处理转序" in facts["responses"][0]["text"]
    signed = {box["title"]: box["name"] for box in facts["signatures"]}
    assert signed["厂长"] == "韩振华"
    assert signed["当事人"] == "马德胜"
    assert signed["售后服务部"] == "王立新"
