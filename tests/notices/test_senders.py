"""Senders run beside each other, die in the middle, and come back after days: each notice arrives once.

The mail server is real and so are the processes. A race is believed only with its control.
"""

import datetime as dt
import smtplib
import uuid
from collections import Counter
from functools import partial

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aftersales.models import User
from notices import claims, wording
from notices.models import Delivery, Notice, NoticeChoice
from notices.planning import plan
from notices.sending import send
from tests.actors import finance, manager, person
from tests.factories import case_at
from tests.outside import PATIENCE, MailServer, sender
from tests.threads import Meeting, at_once
from tests.work import work_off

pytestmark = pytest.mark.django_db(transaction=True)


def in_(minutes):
    return timezone.now() + dt.timedelta(minutes=minutes)


def reachable(user: User, *, daily: bool = False, at: dt.time = dt.time(8), language: str = "en") -> User:
    """Somebody who wants mail, at once unless said."""
    user.email = f"{user.username}@factory.example"
    user.save()
    NoticeChoice.objects.update_or_create(
        user=user, defaults={"daily": daily, "daily_at": at, "language": language}
    )
    return User.objects.get(pk=user.pk)


def staff(count: int = 6) -> list[User]:
    """Sales managers who are told of one new case, by mail."""
    people = [
        reachable(person(f"staff{number}", f"职工{number}", "sales_manager")) for number in range(count)
    ]
    case_at("submitted")
    return people


@pytest.fixture
def through(settings):
    """Let this process send through a mail server of the test."""

    def use(server: MailServer) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port

    return use


def letters(mailbox):
    return Counter(mail["To"] for mail in mailbox)


def ended(process):
    """Wait until a sender is done; it may not have failed."""
    _, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, complaints.decode()


def test_two_senders_at_once_one_of_them_killed_and_each_notice_arrives_once(through):
    people, mailbox = staff(), []
    with (
        MailServer(mailbox, hold_at=2).running() as doomed,
        MailServer(mailbox, hold_at=1).running() as other,
    ):
        first = sender(doomed.port)
        assert doomed.held.wait(PATIENCE)  # it has sent one, and is in the middle of the second
        second = sender(other.port)
        assert other.held.wait(PATIENCE)  # now both are at work
        first.kill()
        first.wait()
        other.go_on.set()  # its first message is turned away with “try again”
        ended(second)
        assert set(letters(mailbox).values()) == {1}
        assert len(mailbox) == len(people) - 2  # the dead one's, and the one that was turned away
        through(other)
        send(lambda: in_(5))  # too early to call the first sender dead; the other's failure is tried again
        assert len(mailbox) == len(people) - 1
        send(lambda: in_(11))
        send(lambda: in_(60))
    assert letters(mailbox) == dict.fromkeys((user.email for user in people), 1)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_a_sender_killed_before_it_could_write_down_what_it_sent_sends_the_very_same_again(through):
    """Nobody can know better: the mail server has it, the database does not. One Message-ID, so it counts once."""
    people, mailbox = staff(3), []
    with MailServer(mailbox, hold_at=2, accepted=True).running() as server:
        process = sender(server.port)
        assert server.held.wait(PATIENCE)
        process.kill()
        process.wait()
        server.go_on.set()
        through(server)
        send(lambda: in_(11))
    assert len(mailbox) == len(people) + 1
    assert len({mail["Message-ID"] for mail in mailbox}) == len(people)
    kept = {mail["Message-ID"]: mail["To"] for mail in mailbox}
    assert sorted(kept.values()) == sorted(user.email for user in people)


def test_many_senders_at_once_send_each_notice_once(mailoutbox):
    people = staff(20)
    plan(timezone.now())
    assert [error for error in at_once(*[send] * 6) if isinstance(error, Exception)] == []
    assert Counter(mail.to[0] for mail in mailoutbox) == dict.fromkeys((user.email for user in people), 1)


def by_looking_first(address, now):
    """As a claim would be without compare-and-set: read what waits, then write that it is ours."""
    user, robot, batch = address
    rows = Delivery.objects.filter(user=user, robot=robot)
    rows.update(state="claimed", batch=batch or uuid.uuid4())
    return Delivery.objects.all()


@pytest.mark.parametrize("protected", [True, False])
def test_two_senders_that_see_the_same_message_waiting(protected, monkeypatch, mailoutbox):
    staff(1)
    plan(timezone.now())
    Meeting(monkeypatch, "notices.claims.due")
    if not protected:
        monkeypatch.setattr(claims, "claim", by_looking_first)
    at_once(send, send)
    assert len(mailoutbox) == (1 if protected else 2)


def test_two_planners_at_once_plan_each_notice_once():
    people = staff(8)
    now = timezone.now()
    at_once(*[lambda: plan(now)] * 4)
    assert Delivery.objects.filter(user__in=people).count() == len(people)
    assert not Notice.objects.filter(planned_at=None).exists()


def test_after_days_of_outage_everything_unsent_goes_out_once_in_one_message_each(mailoutbox):
    reachable(manager())
    for _ in range(5):
        case_at("submitted", at=in_(-60 * 24 * 4))
    plan(in_(60 * 24 * 4))
    for _ in range(3):
        send(lambda: in_(60 * 24 * 4))
    (mail,) = mailoutbox
    assert mail.body.count("/cases/") == 5
    assert mail.subject.endswith("and 4 more")


# -- failing ------------------------------------------------------------------------------------------


def test_a_failed_message_is_tried_again_later_and_later_then_given_up_in_sight(through, browse):
    (reader,) = staff(1)
    plan(timezone.now())
    with MailServer([]).running() as server:
        through(server)
        server.refuses[reader.email] = "550 no such user"
        now = start = timezone.now() + dt.timedelta(seconds=1)
        tried = []
        while (row := Delivery.objects.get(user=reader)).state == "pending":
            now = row.due_at if tried else start
            assert send(partial(dt.datetime.fromisoformat, now.isoformat())) == 0
            tried.append(now - start)
    minutes = [round(after.total_seconds() / 60) for after in tried]
    assert minutes == [0, 1, 1 + 5, 6 + 30, 36 + 120, 156 + 360]
    assert row.state == "given_up"
    assert "550" in row.error
    administrator = person("tang", "唐磊", "admin")
    assert "See to messages that could not be sent" in browse(administrator).get("/").content.decode()
    page = browse(administrator).get("/notices/messages/?state=given_up").content.decode()
    assert reader.email in page
    assert "550" in page


def test_one_bad_address_holds_up_nobody_else(through):
    people, mailbox = staff(4), []
    with MailServer(mailbox).running() as server:
        through(server)
        server.refuses[people[1].email] = "450 mailbox full"
        plan(timezone.now())
        assert send() == 3
    assert people[1].email not in letters(mailbox)


def test_an_unreachable_mail_server_is_no_end_of_the_sender(settings):
    staff(2)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    plan(timezone.now())
    assert send() == 0
    assert set(Delivery.objects.values_list("state", "attempts")) == {("pending", 1)}


def test_a_message_that_kills_every_sender_is_given_up():
    staff(1)
    plan(timezone.now())
    for _ in range(claims.ATTEMPTS):
        later = Delivery.objects.get().due_at + dt.timedelta(seconds=1)
        assert claims.claim(claims.due(later)[0], later)
        claims.take_up_abandoned(later + dt.timedelta(minutes=11))
    assert Delivery.objects.get().state == "given_up"


def test_a_mistake_in_one_message_does_not_stop_the_others(monkeypatch, mailoutbox):
    people = staff(3)
    plan(timezone.now())
    in_words = wording.mail_text
    broken = iter([True])

    def sometimes_in_words(lines, letters=()):
        return {}["cause"] if next(broken, False) else in_words(lines)

    monkeypatch.setattr(wording, "mail_text", sometimes_in_words)
    assert send() == len(people) - 1
    assert Delivery.objects.get(state="pending").error == "KeyError"


def test_a_mistake_in_the_reminders_stops_no_message(monkeypatch, mailoutbox):
    staff(2)
    monkeypatch.setattr("notices.queues.remind", lambda now: 1 / 0)
    with pytest.raises(CommandError, match="reminders"):
        work_off("reminders", "notices")
    assert len(mailoutbox) == 2


def test_the_administrator_lets_what_was_given_up_be_tried_again(browse, mailoutbox):
    staff(2)
    plan(timezone.now())
    Delivery.objects.update(state="given_up", attempts=6)
    send()
    assert mailoutbox == []
    browse(person("tang", "唐磊", "admin")).post("/notices/messages/")
    send()
    assert len(mailoutbox) == 2


def test_only_the_administrator_sees_what_went_out(browse):
    staff(1)
    for address in ("/notices/messages/", "/notices/robots/"):
        assert browse(finance()).get(address).status_code == 403


def test_the_messages_ask_as_often_for_many_as_for_few(browse):
    browser = browse(person("tang", "唐磊", "admin"))
    browser.get("/notices/messages/")

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/notices/messages/").status_code == 200
        return len(captured)

    staff(1)
    plan(timezone.now())
    few = asked()
    staff(9)
    plan(timezone.now())
    assert Delivery.objects.count() > 9
    assert asked() == few


def test_the_supervisor_hears_when_something_is_stuck():
    staff(1)
    plan(timezone.now())
    call_command("worker", "--check")
    Delivery.objects.update(due_at=in_(-61))
    with pytest.raises(CommandError, match="0 notices given up, 1 late"):
        call_command("worker", "--check")
    Delivery.objects.update(state="given_up")
    with pytest.raises(CommandError, match="1 notices given up, 0 late"):
        call_command("worker", "--check")


def test_a_trial_keeps_its_mail_in_the_house():
    """Whatever the environment says about mail servers: the tests run as a trial does."""
    assert settings.DEMO
    import aftersales.settings as fresh

    assert fresh.EMAIL_BACKEND.endswith("filebased.EmailBackend")
    assert fresh.ROBOT_SECRETS == {}
    assert issubclass(smtplib.SMTPException, OSError)  # so the channel catches all of them
