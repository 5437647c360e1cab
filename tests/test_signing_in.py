"""Who signs in and who is stopped: guesses at the same moment, over many names, behind a proxy, and demo people."""

from functools import partial

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth import base_user
from django.contrib.sessions.models import Session
from django.core.checks import run_checks
from django.test import Client, RequestFactory
from django.utils import timezone

from aftersales.kit.throttle import address
from aftersales.models import User
from tests.actors import PASSWORD, manager, person, salesperson
from tests.threads import Meeting, at_once

GUESSERS = 30


@pytest.fixture(autouse=True)
def one_long_minute(monkeypatch):
    """So that no test straddles two."""
    monkeypatch.setattr("aftersales.kit.throttle.A_MINUTE", 10**10)


def guess(password, username="zhou", **where):
    answer = Client().post("/login/", {"username": username, "password": password}, **where)
    return answer.status_code


def guesses_checked(monkeypatch):
    """Thirty people guess at once; how many passwords were looked at. All have come before anybody has failed."""
    salesperson()
    looked_at = []
    real = base_user.check_password

    def counting(password, *args, **kwargs):
        looked_at.append(password)
        return real(password, *args, **kwargs)

    monkeypatch.setattr(base_user, "check_password", counting)
    Meeting(monkeypatch, "django.contrib.auth.base_user.check_password", GUESSERS)
    answers = at_once(*(partial(guess, f"guess {number}") for number in range(GUESSERS)))
    assert set(answers) <= {200, 429}
    return len(looked_at)


@pytest.mark.django_db(transaction=True)
def test_of_thirty_guesses_at_once_no_more_are_looked_at_than_one_after_the_other(monkeypatch, settings):
    assert guesses_checked(monkeypatch) <= settings.AXES_FAILURE_LIMIT
    assert guess(PASSWORD) == 429


@pytest.mark.django_db(transaction=True)
def test_axes_alone_lets_them_all_be_looked_at(monkeypatch, settings):
    """The control: without the number that each try takes first."""
    monkeypatch.setattr("aftersales.signing_in.too_often", lambda *args: False)
    assert guesses_checked(monkeypatch) > settings.AXES_FAILURE_LIMIT


@pytest.mark.django_db
def test_the_right_password_among_guesses_under_way_does_not_get_in(monkeypatch, settings):
    """Their numbers are taken, none of them has failed yet: axes knows nothing."""
    salesperson()
    monkeypatch.setattr(
        "axes.handlers.proxy.AxesProxyHandler.user_login_failed", lambda *args, **kwargs: None
    )
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert guess("guess") == 200
    assert guess(PASSWORD) == 429


@pytest.mark.django_db
def test_a_colleague_signs_in_while_somebody_guesses(settings):
    salesperson()
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        guess("guess", "somebody")
    assert guess(PASSWORD) == 302


# -- one address, many names --------------------------------------------------------------------------


def guess_many_names(count):
    """The answers to one common password, tried on this many names one after the other."""
    return [guess("123456", f"name{number}") for number in range(count)]


@pytest.mark.django_db
def test_of_many_names_from_one_address_twenty_a_minute_are_tried():
    assert guess_many_names(25) == [200] * 20 + [429] * 5


@pytest.fixture
def few(settings):
    """The same limit, sooner reached."""
    settings.SIGN_IN_FAILURES = 5


@pytest.mark.django_db
def test_the_page_says_when_to_try_again_and_other_addresses_are_not_held(few, settings):
    salesperson()
    guess_many_names(settings.SIGN_IN_FAILURES)
    page = Client().post("/login/", {"username": "zhou", "password": PASSWORD})
    assert page.status_code == 429
    assert "Try again in a minute" in page.content.decode()
    assert guess(PASSWORD, REMOTE_ADDR="10.0.0.9") == 302


@pytest.mark.django_db
def test_a_minute_later_the_right_password_gets_in_and_no_name_is_locked(few, settings, monkeypatch):
    """What was refused unseen is no failure of the name: else the wait would lock who tries in vain."""
    salesperson()
    guess_many_names(settings.SIGN_IN_FAILURES)
    assert {guess(PASSWORD) for _ in range(settings.AXES_FAILURE_LIMIT + 1)} == {429}
    monkeypatch.setattr("aftersales.kit.throttle.A_MINUTE", 10**9)  # another minute
    assert guess(PASSWORD) == 302


@pytest.mark.django_db
def test_an_office_behind_one_router_signs_in_on_a_monday(few, settings):
    """More right passwords than wrong ones would be allowed, beside some wrong ones, within a minute."""
    people = [person(f"person{number}", f"员工{number}").username for number in range(10)]
    wrong = [guess("oops", username) for username in people[: settings.SIGN_IN_FAILURES - 1]]
    assert wrong == [200] * (settings.SIGN_IN_FAILURES - 1)
    assert [guess(PASSWORD, username) for username in people] == [302] * 10


@pytest.mark.django_db
def test_signing_in_is_never_too_often(settings):
    salesperson()
    assert {guess(PASSWORD) for _ in range(settings.AXES_FAILURE_LIMIT + 2)} == {302}


@pytest.mark.django_db(transaction=True)
def test_of_many_names_at_once_no_more_are_tried_than_one_after_the_other(few):
    answers = at_once(*(partial(guess, "123456", f"name{number}") for number in range(10)))
    assert sorted(answers) == [200] * 5 + [429] * 5


# -- behind a proxy -----------------------------------------------------------------------------------


@pytest.fixture
def proxy(settings):
    """The server is asked by a proxy on its own machine alone."""
    settings.BEHIND_PROXY = True


def behind(address):
    """A request of this address as the proxy hands it on; the client may have written something before it."""
    return {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": f"10.9.9.9, {address}"}


@pytest.mark.django_db
def test_eight_wrong_passwords_from_one_address_lock_the_name_there_and_nowhere_else(proxy, settings):
    salesperson()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        guess("guess", **behind("203.0.113.7"))
    assert guess(PASSWORD, **behind("203.0.113.7")) == 429
    assert guess(PASSWORD, **behind("198.51.100.4")) == 302


@pytest.mark.django_db
def test_the_record_names_the_address_of_the_person(proxy):
    salesperson()
    guess("guess", **behind("203.0.113.7"))
    assert AccessAttempt.objects.get().ip_address == "203.0.113.7"
    guess(PASSWORD, **behind("[2001:db8::7]:50412"))
    assert AccessLog.objects.get().ip_address == "2001:db8::7"


@pytest.mark.django_db
def test_a_name_is_locked_for_the_whole_block_of_an_ipv6_network(proxy, settings):
    """Who has one address of 2001:db8:0:1::/64 has them all."""
    salesperson()
    for number in range(settings.AXES_FAILURE_LIMIT):
        guess("guess", **behind(f"2001:db8:0:1::{number}"))
    assert guess(PASSWORD, **behind("2001:db8:0:1::ffff")) == 429
    assert guess(PASSWORD, **behind("2001:db8:0:2::1")) == 302


FORWARDED = {
    "203.0.113.7": "203.0.113.7",
    " 203.0.113.7 ": "203.0.113.7",
    "10.9.9.9, 203.0.113.7": "203.0.113.7",
    "203.0.113.7:50412": "203.0.113.7",
    "2001:DB8::7": "2001:db8::7",
    "[2001:db8::7]": "2001:db8::7",
    "[2001:db8::7]:50412": "2001:db8::7",
    "fe80::1%eth0": "fe80::1",
    "::ffff:203.0.113.7": "203.0.113.7",
    # What is no address: the proxy's own is left.
    "": "192.0.2.1",
    "unknown": "192.0.2.1",
    "203.0.113.7, unknown": "192.0.2.1",
    "203.0.113.700": "192.0.2.1",
    "[2001:db8::7": "2001:db8::7",
    "x" * 4000: "192.0.2.1",
    "２０３.0.113.7": "192.0.2.1",
    "1.2.3.4\x00": "192.0.2.1",
}


@pytest.mark.parametrize(("forwarded", "found"), FORWARDED.items())
def test_the_address_is_what_the_proxy_added_last(forwarded, found, proxy):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert address(request) == found


def test_without_a_proxy_nobody_says_where_they_come_from():
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.7")
    assert address(request) == "192.0.2.1"


@pytest.mark.django_db
def test_a_server_that_is_asked_over_a_file_knows_no_address_and_works(settings):
    """gunicorn on a Unix socket names none; a proxy that forwards none leaves it so."""
    salesperson()
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert guess("guess", REMOTE_ADDR="") == 200
    assert guess(PASSWORD, REMOTE_ADDR="") == 302
    assert AccessLog.objects.get().ip_address is None


# -- demo people --------------------------------------------------------------------------------------


@pytest.fixture
def demo_person(db):
    User.objects.filter(pk=salesperson().pk).update(is_demo=True)


def test_demo_people_sign_in_and_stay_signed_in_only_while_it_is_a_demo(demo_person, browse, settings):
    at_work = browse(salesperson())
    colleague = browse(manager())
    settings.DEMO = False
    assert guess(PASSWORD) == 200
    assert guess(PASSWORD, "zheng") == 302
    assert at_work.get("/").url == "/login/?next=/"
    assert colleague.get("/").status_code == 200
    settings.DEMO = True
    assert guess(PASSWORD) == 302


def test_the_administration_lets_no_demo_person_in_either(demo_person, with_admin, settings):
    User.objects.update(is_staff=True, is_superuser=True)
    form = {"username": "zhou", "password": PASSWORD}
    assert Client().post("/admin/login/?next=/admin/", form).status_code == 302
    settings.DEMO = False
    assert Client().post("/admin/login/?next=/admin/", form).status_code == 200


def test_whoever_checks_an_installation_is_told_of_demo_people(demo_person, settings):
    settings.DEMO = False
    assert demo_people_told_of() == [
        "1 demo people are in this database. Nobody can sign in as them without DEMO."
    ]
    User.objects.update(is_demo=False)
    assert demo_people_told_of() == []


def demo_people_told_of():
    return [
        warning.msg
        for warning in run_checks(include_deployment_checks=True)
        if warning.id == "aftersales.W002"
    ]


# -- the session --------------------------------------------------------------------------------------


def test_a_session_that_is_over_or_unknown_is_nobodys(browse):
    over, unknown = browse(manager()), browse(manager())
    assert over.get("/cases/").status_code == 200
    Session.objects.filter(pk=over.cookies["sessionid"].value).update(expire_date=timezone.now())
    unknown.cookies["sessionid"] = "0" * 32
    assert [browser.get("/cases/").status_code for browser in (over, unknown)] == [302, 302]
