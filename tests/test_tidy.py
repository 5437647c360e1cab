"""Every night what only grows is deleted, and nothing that is still needed."""

import datetime as dt
import uuid

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from aftersales.kit.throttle import KEPT, oldest_minute
from aftersales.models import Attempt
from tests.actors import PASSWORD, manager, salesperson
from tests.factories import case_at
from workflow.models import Event, Submission

pytestmark = pytest.mark.django_db


def ago(**time):
    return timezone.now() - dt.timedelta(**time)


def submitted(**time):
    """The key of a form that somebody sent this long ago."""
    key = uuid.uuid4()
    Submission.objects.create(key=key, user=manager())
    Submission.objects.filter(key=key).update(at=ago(**time))
    return key


def test_a_week_old_key_is_deleted_and_one_that_may_still_be_sent_again_is_kept():
    submitted(days=7, minutes=1)
    kept = submitted(days=6, hours=23)
    call_command("tidy", verbosity=0)
    assert list(Submission.objects.values_list("key", flat=True)) == [kept]


def test_a_session_that_has_ended_is_deleted_and_who_works_stays_signed_in(browse):
    working, gone = browse(manager()), browse(salesperson())
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=ago(minutes=1))
    call_command("tidy", verbosity=0)
    assert list(Session.objects.values_list("pk", flat=True)) == [working.session.session_key]
    assert working.get("/").status_code == 200


def test_the_record_of_sign_ins_reaches_back_a_year():
    salesperson()
    for password in (PASSWORD, "wrong"):
        Client().post("/login/", {"username": "zhou", "password": password})
    for model in (AccessLog, AccessAttempt):
        model.objects.update(attempt_time=ago(days=364))
    AccessFailureLog.objects.create(username="zhou")
    AccessFailureLog.objects.update(attempt_time=ago(days=366))
    call_command("tidy", verbosity=0)
    assert (AccessLog.objects.count(), AccessAttempt.objects.count()) == (1, 1)
    assert not AccessFailureLog.objects.exists()
    for model in (AccessLog, AccessAttempt):
        model.objects.update(attempt_time=ago(days=366))
    call_command("tidy", verbosity=0)
    assert not AccessLog.objects.exists()
    assert not AccessAttempt.objects.exists()


def test_tries_of_the_last_minutes_still_count():
    Attempt.objects.create(key="a", minute=oldest_minute() - 1, count=30)
    Attempt.objects.create(key="a", minute=oldest_minute() + KEPT, count=30)
    call_command("tidy", verbosity=0)
    assert Attempt.objects.get().minute > oldest_minute()


def test_what_happened_is_never_tidied_away_and_the_command_says_what_was(capsys):
    case_at("authorised")
    events = Event.objects.count()
    submitted(days=8)
    call_command("tidy")
    assert Event.objects.count() == events > 0
    assert "keys of forms: 1\n" in capsys.readouterr().out
