"""What an administrator looks after: roles, sessions, passwords, and the first steps of a new factory."""

from functools import partial

import pytest
from django.test import Client

from accountability.models import Employee
from accountability.panels import departments
from accountability.statuses import Capacity
from aftersales.models import Journal, RoleGrant, User
from aftersales.roles import Role
from catalogue.statuses import Department
from people import sessions
from people.first_steps import left, stages
from slips.models import PrinterProfile
from tests.actors import (
    PASSWORD,
    admin,
    finance,
    inspector,
    manager,
    one_of_each_role,
    salesperson,
    workshop,
)
from tests.factories import case_at, printer, product, registered

pytestmark = pytest.mark.django_db


def signed_in(person, agent="Mozilla/5.0 (Windows NT 10.0) Chrome/140.0"):
    browser = Client(headers={"user-agent": agent})
    browser.post("/login/", {"username": person.username, "password": PASSWORD})
    return browser


def rows(browser):
    return browser.get("/sessions/").context["sessions"]


def test_everybody_sees_where_they_are_signed_in_and_signs_out_a_lost_phone():
    office = signed_in(salesperson())
    phone = signed_in(salesperson(), "Mozilla/5.0 (iPhone) Safari/605 MicroMessenger/8.0")
    signed_in(finance())
    assert {row.user for row in rows(office)} == {salesperson()}
    assert {row.browser for row in rows(office)} == {"Chrome, Windows", "WeChat, iPhone"}
    lost = next(row for row in rows(office) if "iPhone" in row.browser)
    assert office.post(f"/sessions/{lost.mark}/end/").status_code == 302
    assert phone.get("/").url == "/login/?next=/"
    assert office.get("/").status_code == 200


def test_nobody_but_an_administrator_ends_anothers_session():
    of_finance = signed_in(finance())
    mark = rows(of_finance)[0].mark
    assert signed_in(salesperson()).post(f"/sessions/{mark}/end/").status_code == 404
    chief = signed_in(admin())
    assert {row.user for row in rows(chief)} == {finance(), salesperson(), admin()}
    assert chief.post(f"/sessions/{mark}/end/").status_code == 302
    assert of_finance.get("/").status_code == 302
    assert Journal.objects.get(deed="end_sessions").person == finance()


def test_a_page_of_sessions_gives_no_key_away():
    browser = signed_in(salesperson())
    assert browser.session.session_key not in browser.get("/sessions/").content.decode()


def test_sessions_are_read_in_two_queries_for_any_number(django_assert_num_queries):
    for browsers in (2, 5):
        for _time in range(browsers):
            signed_in(salesperson())
        with django_assert_num_queries(2):
            sessions.signed_in()


def test_who_has_forgotten_the_password_is_signed_out_and_chooses_another(browse):
    at_work = signed_in(salesperson())
    page = browse(admin())
    address = f"/people/{salesperson().pk}/password/"
    assert "too common" in page.post(address, {"password": "password1"}).content.decode()
    assert page.post(address, {"password": "Given-2026-11"}).status_code == 302
    assert at_work.get("/").status_code == 302
    assert salesperson().must_change_password
    assert Journal.objects.get(deed="set_password").by == admin()


def test_the_page_of_roles_shows_which_nobody_holds(browse):
    manager()
    page = browse(admin()).get("/roles/")
    held = {row["role"]: row["people"] for row in page.context["rows"]}
    assert held[Role.SALES_MANAGER] == ["郑海涛"]
    assert held[Role.DISPATCHER] == []


def test_the_same_page_shows_the_departments_with_their_people(browse):
    workshop(), inspector()
    heads = {"capacity": Capacity.WORKSHOP_HEAD, "department": Department.WINDING}
    Employee.objects.create(name="陶明", **heads)
    Employee.objects.create(name="已离职", active=False, **heads)
    page = browse(admin()).get("/roles/").content.decode()
    rows = {row["label"]: row for row in departments(admin())["departments"]}
    winding = rows[Department.WINDING.label]
    assert (winding["people"], [head.name for head in winding["heads"]]) == (["马德胜"], ["陶明"])
    assert rows[Department.QUALITY.label]["people"] == ["孙静"]
    assert rows[Department.SALES.label]["people"] == []
    assert "The departments are fixed" in page
    assert "陶明" in page


# -- a new factory ------------------------------------------------------------------------------------


def done(user):
    return {stage.step.key for stage in stages(user) if stage.done}


@pytest.mark.parametrize(
    ("made", "step"),
    [
        (one_of_each_role, "roles"),
        (one_of_each_role, "signers"),
        (finance, "people"),
        (product, "models"),
        (registered, "customers"),
        (partial(printer, "车间标签机"), "printer"),
    ],
)
def test_the_checklist_knows_what_is_done(made, step):
    chief = User.objects.create_superuser("chief", password=PASSWORD, name="罗建华")
    PrinterProfile.objects.update(active=False)
    assert step not in done(chief)
    made()
    assert step in done(chief)


def test_the_home_of_an_administrator_shows_it_until_cases_can_go_their_way(
    browse, django_assert_num_queries
):
    chief = User.objects.create_superuser("chief", password=PASSWORD, name="罗建华")
    assert "First steps" in browse(chief).get("/").content.decode()
    with django_assert_num_queries(1):
        assert left(chief)
    one_of_each_role()
    registered()
    assert [stage.step.key for stage in left(chief) if not stage.done and stage.step.needed] == ["case"]
    case_at("submitted")
    assert left(chief) == []
    assert "First steps" not in browse(chief).get("/").content.decode()
    RoleGrant.objects.filter(role=Role.DISPATCHER).delete()
    assert left(chief)
    assert "First steps" not in browse(finance()).get("/").content.decode()
