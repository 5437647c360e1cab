"""Guessing passwords: what axes cannot hold, because everybody guesses at the same moment."""

from functools import partial

import pytest
from django.contrib.auth import base_user
from django.test import Client

from tests.actors import PASSWORD, salesperson
from tests.threads import Meeting, at_once

GUESSERS = 30


@pytest.fixture(autouse=True)
def one_long_minute(monkeypatch):
    """So that no test straddles two."""
    monkeypatch.setattr("aftersales.throttle.A_MINUTE", 10**10)


def guess(password):
    answer = Client().post("/login/", {"username": "zhou", "password": password})
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
        Client().post("/login/", {"username": "somebody", "password": "guess"})
    assert guess(PASSWORD) == 302
