"""The password once more before money, penalties, the policy, people and void slips.

A screen that was left open is not enough.
"""

import time

import pytest
from django.utils import timezone

from aftersales.models import Deputyship, User
from people.models import PolicyChange
from slips.actions import ask_void
from slips.models import VoidRequest
from tests.actors import PASSWORD, admin, coordinator, director, finance, manager, salesperson
from tests.factories import charged_motor_at, motor_at
from tests.people.factories import proposed_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asks(settings):
    settings.PASSWORD_AGAIN = 10


@pytest.fixture
def sits_down(client):
    """Somebody signs in by the page."""

    def sign_in(user):
        client.post("/login/", {"username": user.username, "password": PASSWORD})
        return client

    return sign_in


def left_open(browser, minutes):
    """The session is so much older."""
    session = browser.session
    session["password given"] = time.time() - minutes * 60
    session.save()


def test_who_has_just_signed_in_is_not_asked(sits_down):
    motor = charged_motor_at("ready_to_ship")
    assert sits_down(finance()).get(f"/motors/{motor.pk}/record_payment/").status_code == 200


def test_a_screen_left_open_pays_nothing_and_what_was_typed_is_kept(sits_down):
    change = proposed_edition()
    browser = sits_down(director())
    form = browser.get(f"/policy/{change.pk}/turn_down/").context["form"].initial
    left_open(browser, 11)
    answer = browser.post(f"/policy/{change.pk}/turn_down/", form | {"reason": "与规定不符，退回重拟"})
    assert answer.url == "/password/again/?next=%2Fsend-again%2F"
    assert PolicyChange.objects.get().status == "open"
    assert browser.post(answer.url, {"password": "wrong", "next": "/send-again/"}).status_code == 200
    assert browser.post(answer.url, {"password": PASSWORD, "next": "/send-again/"}).url == "/send-again/"
    kept = browser.get("/send-again/")
    assert "与规定不符，退回重拟" in kept.content.decode()
    assert browser.post(kept.context["path"], dict(kept.context["fields"])).status_code == 302
    assert PolicyChange.objects.get().status == "refused"


@pytest.mark.parametrize(
    ("who", "address"),
    [(finance, "/motors/{motor}/record_payment/"), (admin, "/policy/new/"), (admin, "/penalties/amounts/")],
)
def test_a_page_about_money_penalties_or_policy_asks_first(sits_down, who, address):
    motor = charged_motor_at("ready_to_ship")
    browser = sits_down(who())
    left_open(browser, 11)
    page = address.format(motor=motor.pk)
    assert browser.get(page).url == f"/password/again/?next={page.replace('/', '%2F')}"
    left_open(browser, 9)
    assert browser.get(page).status_code == 200


NEW_PERSON = {"username": "xia", "name": "夏明", "phone": "13800001111", "roles": ["salesperson"]}


def test_a_new_person_waits_for_the_password_and_only_the_secret_is_typed_again(sits_down):
    browser = sits_down(admin())
    left_open(browser, 11)
    assert browser.get("/people/new/").url == "/password/again/?next=%2Fpeople%2Fnew%2F"
    answer = browser.post("/people/new/", NEW_PERSON | {"password": "Given-2026"})
    assert not User.objects.filter(username="xia").exists()
    browser.post(answer.url, {"password": PASSWORD, "next": "/send-again/"})
    kept = browser.get("/send-again/").context
    assert dict(kept["fields"]) == NEW_PERSON | {"roles": "salesperson"}
    page = browser.post(kept["path"], dict(kept["fields"]))
    assert "夏明" in page.content.decode()
    assert list(page.context["form"].errors) == ["password"]


@pytest.mark.parametrize("what", ["", "password/", "second-factor/", "hand-over/"])
def test_a_screen_left_open_changes_nobody(sits_down, what):
    person, browser = salesperson(), sits_down(admin())
    left_open(browser, 11)
    answer = browser.post(f"/people/{person.pk}/{what}", {"name": "别人", "password": "Given-2026"})
    assert answer.url.startswith("/password/again/")
    now = User.objects.get(pk=person.pk)
    assert (now.name, now.password) == (person.name, person.password)


def test_who_works_here_is_read_without_the_password(sits_down):
    browser = sits_down(admin())
    left_open(browser, 500)
    assert browser.get("/people/").status_code == 200
    assert browser.get(f"/people/{salesperson().pk}/").status_code == 200


@pytest.mark.parametrize(("who", "asked"), [(admin, True), (salesperson, False)])
def test_an_administrator_says_it_before_somebody_acts_for_another(sits_down, who, asked):
    """Whoever only names their own deputy is not asked."""
    day = timezone.localdate()
    form = {"deputy": manager().pk, "starts_on": day, "ends_on": day, "principal": salesperson().pk}
    browser = sits_down(who())
    left_open(browser, 11)
    assert browser.post("/deputies/", form).url.startswith("/password/again/") == asked
    assert Deputyship.objects.exists() != asked


def test_no_slip_becomes_void_on_a_screen_left_open(sits_down):
    request = ask_void(motor_at("return_approved").slips.get(kind="TH"), "纸张损坏", by=coordinator())
    browser = sits_down(manager())
    left_open(browser, 11)
    for verb in ("confirm", "decline"):
        assert browser.get(f"/void-requests/{request.pk}/{verb}/").url.startswith("/password/again/")
    assert VoidRequest.objects.get().status == "asked"


def test_what_decides_nothing_of_the_kind_asks_nobody(sits_down):
    browser = sits_down(salesperson())
    left_open(browser, 500)
    assert browser.get("/cases/new/").status_code == 200


def test_it_leads_to_no_other_site(sits_down):
    browser = sits_down(finance())
    answer = browser.post("/password/again/", {"password": PASSWORD, "next": "https://example.com/"})
    assert answer.url == "/"


def test_it_is_off_where_the_installation_says_so(sits_down, settings):
    settings.PASSWORD_AGAIN = 0
    browser = sits_down(admin())
    left_open(browser, 500)
    assert browser.get("/policy/new/").status_code == 200
