"""People talk about a case, a motor, a penalty where it is: notes, questions, and that something is urgent."""

import pytest
from django.utils import timezone

from aftersales.models import User
from notices.models import Notice
from talk.models import Note, Question, Urge
from talk.queries import for_whom_it_waits, mentioned
from tests.accountability.factories import penalty_at
from tests.actors import (
    admin,
    after_sales,
    another_salesperson,
    assessment,
    coordinator,
    director,
    engineer,
    finance,
    inspector,
    lead,
    manager,
    one_of_each_role,
    person,
    production,
    salesperson,
    workshop,
)
from tests.factories import case_at, motor_at
from tests.people.factories import A_DAY, nobody_yet, stands_in
from tests.talk.factories import about, note_on, question_about
from tests.work import keys
from workflow.actions import create, perform
from workflow.guards import Blocked, Forbidden
from workflow.models import Dossier, who_sees
from workflow.worklist import groups_of

pytestmark = pytest.mark.django_db


def told(event_verb):
    return set(Notice.objects.filter(event__verb=event_verb).values_list("user__name", flat=True))


def say(browser, way, thing, at="", **said):
    address = f"/talk/{thing.dossier_id}/{way}/{at}"
    hidden = browser.get(address).context["form"].initial
    return browser.post(address, hidden | said)


def test_a_note_stands_in_the_history_and_who_is_named_hears_of_it(browse):
    case = case_at("in_process")
    one_of_each_role()
    answer = say(browse(manager()), "note", case, note="请@王立新今天回复客户，@孙静也看一下")
    assert answer.url == f"/cases/{case.pk}/"
    assert told("write") == {"王立新", "孙静"}
    page = browse(salesperson()).get(f"/cases/{case.pk}/").content.decode()
    assert "请@王立新今天回复客户" in page


def test_an_at_before_a_name_that_sees_nothing_here_is_said_beside_the_note(browse):
    case = case_at("submitted")
    another_salesperson()
    answer = say(browse(manager()), "note", case, note="@钱晓东 请处理")
    assert "Nobody of this name sees this: 钱晓东" in answer.content.decode()
    assert "@钱晓东 请处理" in answer.content.decode()
    assert not Note.objects.exists()


def test_of_two_names_that_begin_alike_the_longer_is_meant():
    short, longer = User(name="王立"), User(name="王立新")
    assert mentioned("请@王立新看", [short, longer]) == ([longer], [])
    assert mentioned("＠王立 看", [short, longer]) == ([short], [])


def test_what_is_said_of_a_motor_stands_at_the_motor_and_at_its_case(browse):
    motor = motor_at("received")
    say(browse(lead()), "note", motor, f"?at=motor-{motor.pk}", note="端盖有裂纹")
    for page in (f"/motors/{motor.pk}/", f"/cases/{motor.case_id}/"):
        assert "端盖有裂纹" in browse(coordinator()).get(page).content.decode()
    note_on(motor.case, manager(), "整单加急")
    assert "整单加急" not in browse(coordinator()).get(f"/motors/{motor.pk}/").content.decode()


# -- questions ----------------------------------------------------------------------------------------


def test_a_question_waits_for_whom_it_was_put_to_until_it_is_answered(browse):
    case = case_at("in_process")
    sent = {"to": after_sales().pk, "question": "轴承批次是多少？"}
    assert say(browse(manager()), "ask", case, **sent).status_code == 302
    assert "answer_question" in keys(after_sales())
    assert "answer_question" not in keys(lead())
    assert told("ask") == {"王立新"}
    question = Question.objects.get()
    page, address = browse(after_sales()), f"/questions/{question.pk}/answer/"
    hidden = page.get(address).context["form"].initial
    assert page.post(address, hidden | {"answer": "2025 年 3 月第 2 批"}).status_code == 302
    assert "answer_question" not in keys(after_sales())
    assert told("answer") == {"郑海涛"}
    assert "2025 年 3 月第 2 批" in browse(salesperson()).get(f"/cases/{case.pk}/").content.decode()


def test_a_question_is_passed_on_to_who_knows_better():
    question = question_about(case_at("in_process"))
    with pytest.raises(Forbidden):
        perform(question, "pass_on", by=lead(), whom=engineer().pk, reason="不归我管")
    perform(question, "pass_on", by=after_sales(), whom=engineer().pk, asked="李明远", reason="设计问题")
    assert "answer_question" in keys(engineer())
    assert "answer_question" not in keys(after_sales())
    assert told("pass_on") == {"李明远", "郑海涛"}


def test_a_question_is_taken_back_by_whoever_asked_it():
    question = question_about(case_at("in_process"))
    with pytest.raises(Forbidden):
        perform(question, "withdraw", by=after_sales(), reason="已知")
    perform(question, "withdraw", by=manager(), reason="已知")
    assert "answer_question" not in keys(after_sales())


def test_a_deputy_answers_for_whom_they_stand_in_for():
    question = question_about(case_at("in_process"))
    deputy = stands_in(nobody_yet(), after_sales())
    assert "answer_question" in keys(deputy)
    perform(question, "answer", by=deputy, answer="第 2 批")
    assert question.events.last().who == "戴小林 for 王立新"


# -- urging -------------------------------------------------------------------------------------------


def urge(thing, by, at=None):
    told = [key for key in for_whom_it_waits(thing, thing.dossier) if key != by.pk]
    return create(Urge(**about(thing), told=told), by=by, at=at, note="客户停线")


def test_whom_something_waits_for_is_urged_once_a_day(browse):
    case = case_at("submitted")
    one_of_each_role()
    assert say(browse(salesperson()), "urge", case, note="客户停线").status_code == 302
    assert told("urge") >= {"郑海涛"}
    assert "孙静" not in told("urge")
    assert "周建国" not in told("urge")
    again = say(browse(coordinator()), "urge", case, note="")
    assert "urged this today already" in again.content.decode()


def test_where_nothing_waits_nobody_is_urged():
    case = case_at("closed")
    with pytest.raises(Blocked):
        create(Urge(**about(case), told=[]), by=manager(), note="")


# -- what is confidential -----------------------------------------------------------------------------

# A penalty of production, which concerns Ma of the workshop: who may read what is said of it, ask, and be asked.
CONFINED = """
who                 | reads | asks | is asked | sees it at the case
--------------------+-------+------+----------+--------------------
salesperson         | no    | no   | no       | no
sales_coordinator   | no    | no   | no       | no
sales_manager       | no    | no   | no       | no
dispatcher          | no    | no   | no       | no
after_sales         | yes   | yes  | yes      | yes
after_sales_lead    | no    | no   | no       | no
engineering         | no    | no   | no       | no
quality             | no    | no   | no       | no
production          | yes   | yes  | yes      | yes
workshop            | yes   | yes  | yes      | yes
warehouse           | no    | no   | no       | no
finance             | yes   | yes  | yes      | yes
assessment          | yes   | yes  | yes      | yes
director            | yes   | yes  | yes      | yes
admin               | no    | no   | no       | no
"""


def table():
    lines = [[cell.strip() for cell in line.split("|")] for line in CONFINED.strip().splitlines()[2:]]
    return {role: [cell == "yes" for cell in cells] for role, *cells in lines}


def creates(obj, by, **said):
    try:
        create(obj, by=by, **said)
    except Forbidden:
        return False
    return True


def test_what_is_said_of_a_penalty_is_for_those_who_see_it_alone(browse):
    """Every role, literally."""
    penalty = penalty_at("drafted")
    note_on(penalty, assessment(), "与车间核对过")
    people, found = one_of_each_role(), {}
    asked = set(who_sees(penalty.dossier))
    for role, user in people.items():
        browser = browse(user)
        page = browser.get(f"/penalties/{penalty.pk}/")
        reads = page.status_code == 200 and "与车间核对过" in page.content.decode()
        asks = browser.get(f"/talk/{penalty.pk}/ask/").status_code == 200
        assert asks == creates(Note(**about(penalty)), user, note="核对")
        at_case = browser.get(f"/cases/{penalty.case_id}/")
        there = at_case.status_code == 200 and "与车间核对过" in at_case.content.decode()
        found[role] = [reads, asks, user in asked, there]
    assert found == table()


def test_nobody_may_be_named_or_asked_who_does_not_see_the_penalty(browse):
    penalty = penalty_at("drafted")
    engineer()
    page = browse(assessment())
    answer = say(page, "note", penalty, note="@李明远 看一下")
    assert "Nobody of this name sees this" in answer.content.decode()
    answer = say(page, "ask", penalty, to=engineer().pk, question="谁当班？")
    assert answer.context["form"].errors["to"]


def test_a_question_about_a_penalty_waits_for_no_deputy_who_is_not_named_for_penalties():
    question = question_about(penalty_at("drafted"), by=assessment(), to=production())
    everything = stands_in(nobody_yet(), production())
    assert groups_of(everything) == [] or "answer_confined" not in keys(everything)
    with pytest.raises(Forbidden):
        perform(question, "answer", by=everything, answer="张三")
    named = stands_in(person("ji", "季云"), production(), "penalties")
    assert "answer_confined" in keys(named)
    perform(question, "answer", by=named, answer="张三")
    assert question.events.last().who == "季云 for 刘福生"


@pytest.mark.parametrize(
    "made", [lambda: case_at("draft"), lambda: case_at("in_process"), lambda: penalty_at("drafted")]
)
def test_who_sees_a_matter_is_the_same_asked_from_either_side(made):
    dossier = made().dossier
    everybody = [
        *one_of_each_role().values(),
        another_salesperson(),
        workshop(),
        finance(),
        director(),
        admin(),
    ]
    seen = {user for user in everybody if Dossier.objects.visible_to(user).filter(pk=dossier.pk).exists()}
    assert set(who_sees(dossier)) == seen


def test_nobody_talks_about_a_draft(browse):
    case = case_at("draft")
    assert browse(salesperson()).get(f"/talk/{case.pk}/note/").status_code == 404
    assert "Write a note" not in browse(salesperson()).get(f"/cases/{case.pk}/").content.decode()


def test_what_was_said_yesterday_may_be_urged_again_today():
    case = case_at("submitted")
    manager()
    urge(case, salesperson(), at=timezone.now() - A_DAY)
    urge(case, salesperson())
    with pytest.raises(Blocked):
        urge(case, inspector())
