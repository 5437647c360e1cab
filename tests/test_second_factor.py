"""Whoever approves signs in with a code of an app besides the password, where the installation asks for it."""

import datetime as dt
import time

import pyotp
import pytest
from django.utils import timezone

from aftersales.models import Journal, SecondFactor
from tests.actors import PASSWORD, admin, director, salesperson
from tests.people.factories import nobody_yet, stands_in

pytestmark = pytest.mark.django_db
PAGE = "/second-factor/"


@pytest.fixture(autouse=True)
def asks(settings):
    settings.SECOND_FACTOR = True


def sits_down(client, user):
    client.post("/logout/")
    client.post("/login/", {"username": user.username, "password": PASSWORD})
    return client


def app_of(user, before=0):
    """The code that the person's app shows, or showed some steps before."""
    factor = SecondFactor.objects.get(user=user)
    return pyotp.TOTP(factor.secret).at(int(time.time()) - 30 * before)


@pytest.fixture
def set_up(client):
    """The director has set up the app; the recovery codes."""
    browser = sits_down(client, director())
    secret = browser.get(PAGE).context["secret"]
    page = browser.post(PAGE, {"code": pyotp.TOTP(secret).now()})
    SecondFactor.objects.update(last_step=0)  # the next code of the app comes in half a minute
    return page.context["codes"]


def test_who_approves_gets_nowhere_with_the_password_alone(client):
    browser = sits_down(client, director())
    for page in ("/", "/cases/", "/penalties/", "/password/again/"):
        assert browser.get(page).url == PAGE
    assert browser.get("/cases/", headers={"hx-request": "true"}).headers["HX-Redirect"] == PAGE


def test_who_approves_nothing_is_asked_for_none(client):
    assert sits_down(client, salesperson()).get("/").status_code == 200
    assert client.get(PAGE).url == "/"


def test_who_stands_in_for_an_approver_is_asked_as_well(client):
    deputy = stands_in(nobody_yet(), director())
    assert sits_down(client, deputy).get("/").url == PAGE


def test_the_code_of_the_app_opens_the_door_once(client, set_up):
    assert client.get("/").status_code == 200
    code = app_of(director())
    browser = sits_down(client, director())
    assert browser.post(PAGE, {"code": "000000"}).status_code == 200
    assert browser.get("/").url == PAGE
    assert browser.post(PAGE, {"code": code}).url == "/"
    assert browser.get("/").status_code == 200
    again = sits_down(client, director()).post(PAGE, {"code": code})
    assert "does not open it" in again.content.decode()


def test_a_recovery_code_opens_it_once_and_is_kept_unreadable(client, set_up):
    code = set_up[0]
    assert not SecondFactor.objects.get().codes.filter(digest__contains=code).exists()
    assert sits_down(client, director()).post(PAGE, {"code": code}).url == "/"
    assert sits_down(client, director()).post(PAGE, {"code": code}).status_code == 200


def test_ten_wrong_codes_close_the_door_for_a_quarter_of_an_hour(client, set_up):
    browser = sits_down(client, director())
    for _time in range(10):
        browser.post(PAGE, {"code": "000000"})
    assert browser.post(PAGE, {"code": app_of(director())}).status_code == 200
    SecondFactor.objects.update(failed_at=timezone.now() - dt.timedelta(minutes=16))
    assert browser.post(PAGE, {"code": app_of(director())}).url == "/"


def test_an_old_code_opens_nothing(client, set_up):
    browser = sits_down(client, director())
    assert browser.post(PAGE, {"code": app_of(director(), before=4)}).status_code == 200


def test_an_administrator_takes_it_away_from_who_has_lost_the_phone(client, set_up, settings):
    settings.SECOND_FACTOR = False
    browser = sits_down(client, admin())
    assert browser.post(f"/people/{director().pk}/second-factor/").status_code == 302
    assert browser.post(f"/people/{admin().pk}/second-factor/").status_code == 404
    assert not SecondFactor.objects.exists()
    assert Journal.objects.filter(deed="take_away_second_factor").exists()
    settings.SECOND_FACTOR = True
    assert "secret" in sits_down(client, director()).get(PAGE).context


def test_it_is_off_unless_it_is_switched_on(client, settings):
    settings.SECOND_FACTOR = False
    assert sits_down(client, director()).get("/").status_code == 200
