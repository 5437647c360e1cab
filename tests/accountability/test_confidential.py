"""A penalty is seen by the chain that decides it and by the people concerned, by nobody else, anywhere."""

import datetime as dt
import io

import openpyxl
import pytest
from django.utils import timezone

from accountability.models import Penalty
from aftersales.models import User
from aftersales.roles import Role
from notices.models import Notice
from notices.reminders import remind
from slips.models import Slip
from tests.accountability.factories import (
    OPINION,
    approve,
    concerned,
    countersign,
    deduct,
    drafted_penalty,
    faulty_motor,
)
from tests.accountability.factories import assess as assess_it
from tests.actors import (
    director,
    dispatcher,
    lead,
    manager,
    one_of_each_role,
    person,
    production,
    salesperson,
    workshop,
)
from workflow.actions import perform
from workflow.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]

CHAIN = {"after_sales", "production", "finance", "assessment", "director"}
CONCERNED = {"workshop"}
MAY_SEE = CHAIN | CONCERNED


@pytest.fixture(scope="module")
def made(made_once):
    penalty = drafted_penalty(faulty_motor("换向器偏心"), concerned(workshop(), "271.83"))
    return deduct(approve(assess_it(countersign(penalty))))


@pytest.fixture
def penalty(db, made):
    """It concerns 马德胜 of the workshop, for an amount and with words that stand nowhere else."""
    return Penalty.objects.get(pk=made.pk)


def traces(penalty):
    """What gives a penalty away, on whatever page."""
    return {penalty.number, f"/penalties/{penalty.pk}/", "271.83", "建议从当月工资考核奖中扣除", "GZ-1207"}


def shown(browser, address, penalty):
    response = browser.get(address)
    text = response.content.decode() if response.status_code == 200 else ""
    return {trace for trace in traces(penalty) if trace in text and trace not in address}


@pytest.mark.parametrize("role", Role.values)
def test_who_can_open_it(role, penalty, browse):
    browser = browse(one_of_each_role()[role])
    slip = Slip.objects.filter(kind="CF").latest("pk")
    addresses = [
        f"/penalties/{penalty.pk}/", f"/penalties/{penalty.pk}/respond/", f"/slips/{slip.pk}/",
    ]  # fmt: skip
    for address in addresses:
        seen = browser.get(address).status_code != 404
        assert seen == (role in MAY_SEE), address


EVERYWHERE = (
    "/", "/cases/", "/motors/", "/slips/", "/slips/?kind=CF", "/slips/?q=CF", "/notices/", "/ledgers/", "/actions/",
    "/penalties/", "/penalties/?q=%E9%A9%AC%E5%BE%B7%E8%83%9C", "/ledgers/penalties/", "/ledgers/print/", "/team/",
)  # fmt: skip


@pytest.mark.parametrize("who", [manager, dispatcher, lead, salesperson])
def test_no_list_search_timeline_ledger_or_worklist_shows_it_to_outsiders(who, penalty, browse):
    browser = browse(who())
    pages = (*EVERYWHERE, f"/cases/{penalty.case_id}/", f"/motors/{penalty.motor_id}/",
             f"/serial/{penalty.motor.serial_number}/", f"/actions/{1}/")  # fmt: skip
    for address in pages:
        assert shown(browser, address, penalty) == set(), address
        assert "Handling opinion drafted" not in browser.get(address).content.decode(), address


@pytest.mark.parametrize("role", sorted(MAY_SEE))
def test_those_who_may_do_find_it_in_list_search_timeline_and_export(role, penalty, browse):
    browser = browse(one_of_each_role()[role])
    for address in ("/penalties/", "/penalties/?q=%E9%A9%AC%E5%BE%B7%E8%83%9C", "/slips/?kind=CF",
                    f"/cases/{penalty.case_id}/", "/ledgers/penalties/"):  # fmt: skip
        assert penalty.number in browser.get(address).content.decode(), address
    assert "Handling opinion drafted" in browser.get(f"/cases/{penalty.case_id}/").content.decode()
    assert exported(browser) == [penalty.number]


@pytest.mark.parametrize("who", [manager, dispatcher, lead, salesperson])
def test_nobody_else_exports_it(who, penalty, browse):
    assert exported(browse(who())) == []


def exported(browser):
    """The numbers in the Excel file of the ledger."""
    response = browser.get("/ledgers/penalties/excel/")
    data = b"".join(response.streaming_content) if response.streaming else response.content
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [cell for row in sheet.iter_rows(values_only=True) for cell in row if str(cell).startswith("CF-")]


def test_notices_reach_the_chain_and_the_person_concerned_only(penalty):
    readers = User.objects.filter(notices__event__subject="penalty").distinct()
    roles = {role for user in readers for role in user.roles}
    assert roles <= MAY_SEE
    assert Notice.objects.filter(event__subject="penalty", user=workshop()).count() >= 4


def test_reminders_of_a_late_step_go_to_nobody_who_may_not_see_it(penalty):
    late = drafted_penalty(faulty_motor("轴弯"), at=timezone.now() - dt.timedelta(days=30))
    one_of_each_role()
    remind(timezone.now())
    readers = {
        role for row in Notice.objects.filter(reminder__task__endswith="_penalty") for role in row.user.roles
    }
    assert readers
    assert readers <= MAY_SEE
    assert late.status == "drafted"


def test_who_has_not_responded_is_named_to_the_director_and_to_no_other_leader(browse):
    niu, colleague = person("niu", "牛立", "workshop"), person("shi", "石磊", "workshop")
    silent, heard = concerned(niu), concerned(colleague)
    late = drafted_penalty(faulty_motor("轴弯"), silent, heard, at=timezone.now() - dt.timedelta(days=30))
    perform(late, "respond", by=colleague, person=late.persons.get(user=colleague).pk, answer="未配护套")
    page = browse(director()).get("/team/").content.decode()
    for words in (late.number, "Respond to handling opinions", "牛立"):
        assert words in page
    assert "石磊" not in page
    for other in (lead(), manager()):
        page = browse(other).get("/team/").content.decode()
        assert shown(browse(other), "/team/", late) == set()
        assert "Respond to handling opinions" not in page


def test_the_log_itself_is_confined(penalty):
    for role, user in one_of_each_role().items():
        rows = Event.objects.filter(subject="penalty").visible_to(user)
        assert rows.exists() == (role in MAY_SEE), role


def test_of_two_penalties_the_person_concerned_sees_their_own(penalty, browse):
    other = drafted_penalty(faulty_motor("轴弯"), concerned(person("niu", "牛立", "workshop")))
    page = browse(workshop()).get("/penalties/").content.decode()
    assert penalty.number in page
    assert other.number not in page
    assert browse(workshop()).get(f"/penalties/{other.pk}/").status_code == 404
    assert browse(workshop()).get(f"/penalties/{penalty.pk}/").status_code == 200


def test_who_is_taken_out_of_an_opinion_sees_nothing_of_it_any_more(browse):
    penalty = drafted_penalty()
    facts = {"edit": OPINION, "persons": []}
    perform(penalty, "redraft", by=production(), **facts)
    browser = browse(workshop())
    assert browser.get(f"/penalties/{penalty.pk}/").status_code == 404
    assert penalty.number not in browser.get("/slips/?kind=CF").content.decode()


def test_even_who_has_no_role_sees_what_concerns_them(browse, stranger):
    penalty = drafted_penalty(None, concerned(stranger))
    assert browse(stranger).get(f"/penalties/{penalty.pk}/").status_code == 200
    assert penalty.number in browse(stranger).get("/").content.decode()
    for page in ("", "respond/"):
        text = browse(stranger).get(f"/penalties/{penalty.pk}/{page}").content.decode()
        assert f'href="/cases/{penalty.case_id}/"' not in text  # it would lead to nothing
