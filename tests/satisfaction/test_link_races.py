"""One link answered at the same moment on two phones leaves one response. The control: without the lock, two."""

from functools import partial

import pytest
from django.db import connection
from django.test import Client

from satisfaction.actions import Unusable, answer_by_link, invitations
from satisfaction.models import Invitation, Response
from tests.satisfaction.factories import ALL_GOOD, link, survey, target_of
from tests.threads import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)

# SQLite lets nobody read for writing while another writes (BEGIN IMMEDIATE): there the row lock is not what protects.
ROW_LOCKS = connection.vendor == "postgresql"


def answered_on_two_phones():
    """Both send their answers to one link at once; what each was told, and how many responses there are."""
    _, url = link(target_of(survey()))
    token = url.split("/")[2]
    outcomes = at_once(*(partial(answer_by_link, token, ALL_GOOD) for _ in range(2)))
    return outcomes, Response.objects.count()


def test_one_response_is_left_and_the_other_phone_is_told_that_the_link_is_used(monkeypatch):
    Meeting(monkeypatch, "satisfaction.actions.invitations.find")
    outcomes, responses = answered_on_two_phones()
    assert responses == 1
    assert [type(outcome) for outcome in outcomes if not isinstance(outcome, Response)] == [Unusable]
    assert Invitation.objects.get().response == Response.objects.get()


def test_control_without_the_lock_both_phones_leave_a_response(monkeypatch):
    monkeypatch.setattr(Invitation, "lock", lambda self: None)
    Meeting(monkeypatch, "satisfaction.actions.invitations.keep_answers")
    _, responses = answered_on_two_phones()
    assert responses == (2 if ROW_LOCKS else 1)


def test_control_who_looks_before_the_transaction_and_not_again_leaves_two(monkeypatch):
    """On both databases: a link read before the lock is an old one."""
    _, url = link(target_of(survey()))
    token = url.split("/")[2]
    early = invitations.find(token)
    monkeypatch.setattr(invitations, "find", lambda token, at=None: early)
    outcomes = at_once(*(partial(answer_by_link, token, ALL_GOOD) for _ in range(2)))
    assert Response.objects.count() == 2, outcomes


def test_two_browsers_are_both_led_to_thanks():
    _, url = link(target_of(survey()))
    answers = at_once(*(partial(Client().post, url, ALL_GOOD) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [302, 410]
    assert Response.objects.count() == 1
