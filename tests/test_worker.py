"""The worker sleeps until there is something to do, does it at once, and outlives what goes wrong around it."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from aftersales.kit import queues, worker
from aftersales.kit.jobs import JobState
from aftersales.kit.leases import LEASE
from aftersales.kit.queues import QUEUES, Queue, wake
from aftersales.kit.worker import AGAIN, REST, TROUBLE, Lane
from aftersales.models import LedgerFile
from notices import claims
from notices.models import Delivery, Notice, Robot
from notices.planning import plan
from slips.actions import print_copies
from slips.models import PrintJob, Slip
from slips.rendering import AT_ONCE, OWN_TIME, prints_due, render_print
from tests.actors import coordinator, manager, person
from tests.factories import case_at, printer
from tests.notices.test_senders import reachable
from tests.outside import PATIENCE, MailServer, manage
from workflow.models import Event

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite tells nobody anything")

COUNTED = os.sysconf("SC_CLK_TCK")


@contextmanager
def at_work(**environment):
    """A worker in a process of its own, once it has done whatever waited when it was started."""
    process = manage("worker", stdout=subprocess.DEVNULL, MEDIA_ROOT=str(settings.MEDIA_ROOT), **environment)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def file_wanted():
    """A ledger that somebody has asked for."""
    with transaction.atomic():
        wake("ledgers")
        return LedgerFile.objects.create(user=manager(), ledger="feedback", ending="xlsx", language="en")


def seconds_until(happened):
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.02)
    return time.monotonic() - began


def made(file):
    return LedgerFile.objects.filter(pk=file.pk, state=JobState.DONE).exists()


def processor_time(process):
    """Seconds that a process and its threads have taken from the processor."""
    with open(f"/proc/{process.pid}/stat") as file:
        facts = file.read().rpartition(")")[2].split()
    return (int(facts[11]) + int(facts[12])) / COUNTED


# -- woken by the work --------------------------------------------------------------------------------


def rests(process):
    """Whether a process leaves the processor alone for a second, but for a look at what is new."""
    before = processor_time(process)
    time.sleep(1)
    return processor_time(process) - before < 0.05


@pytest.mark.django_db(transaction=True)
def test_work_is_done_as_soon_as_it_is_there_and_between_nothing_is_done():
    with at_work() as process:
        first = file_wanted()
        seconds_until(lambda: made(first))
        seconds_until(lambda: rests(process))
        later = file_wanted()
        seconds_until(lambda: made(later))  # long before the worker would look of its own accord


@pytest.mark.django_db(transaction=True)
def test_a_wish_that_is_rolled_back_wakes_nobody():
    with closing(listening()) as heard:
        next(heard)
        with transaction.atomic():
            wake("prints")
            Notice.objects.all().delete()
            transaction.set_rollback(True)
        with transaction.atomic():
            wake("notices")
            LedgerFile.objects.create(user=manager(), ledger="feedback", ending="xlsx", language="en")
        names = set(next(heard))
    assert names == ({"notices"} if connection.vendor == "postgresql" else QUEUES.keys())


def listening():
    return worker.notifications() if connection.vendor == "postgresql" else worker.changes()


def test_a_queue_that_nobody_has_registered_cannot_be_woken():
    with pytest.raises(LookupError, match="letters"):
        wake("letters")
    with pytest.raises(CommandError, match="letters"):
        call_command("worker", "letters")


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_away_finds_the_worker_there_when_it_comes_back(monkeypatch):
    monkeypatch.setattr(worker, "TROUBLE", 0)
    heard = worker.whatever_wakes()
    assert set(next(heard)) == QUEUES.keys()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
    names = next(heard) or next(heard)  # the first is the farewell
    assert set(names) == QUEUES.keys()  # whatever happened meanwhile
    wake("prints")
    assert set(next(heard)) == {"prints"}
    heard.close()


# -- by the clock -------------------------------------------------------------------------------------


def lane(work=lambda: 0, due=queues.nothing_waits, every=None):
    return Lane(Queue("errands", work, due, every))


def test_a_queue_is_left_alone_until_its_work_is_due():
    done = []
    at_noon = timezone.now() + dt.timedelta(minutes=5)
    errands = lane(lambda: done.append(1) or 1, lambda: at_noon)
    assert 290 < errands.turn() <= 300
    assert done == []
    at_noon = timezone.now()
    assert errands.turn() <= 0
    assert done == [1]


def test_a_queue_that_nothing_wakes_is_looked_at_every_ten_minutes():
    assert lane().turn() == REST == 600


def test_what_is_done_by_the_clock_is_done_at_the_start_and_then_every_so_often():
    done = []
    errands = lane(lambda: done.append(1) or 1, every=dt.timedelta(minutes=3))
    errands.turn()
    assert 170 < errands.turn() <= 180
    errands.worked_at -= 181
    errands.turn()
    assert len(done) == 2


def test_work_that_is_due_and_cannot_be_done_is_not_tried_all_the_time():
    done = []
    errands = lane(lambda: done.append(1) or 0, timezone.now)
    errands.turn()
    errands.ring()  # on SQLite, its own writing
    assert AGAIN - 1 < errands.turn() <= AGAIN
    assert len(done) == 1


def test_work_that_goes_wrong_is_tried_again_after_half_a_minute(caplog):
    errands = lane(lambda: 1 / 0, timezone.now)
    assert errands.turn() == TROUBLE == 30
    assert TROUBLE - 1 < errands.turn() <= TROUBLE
    assert caplog.text.count("ZeroDivisionError") == 1


@pytest.mark.django_db
def test_a_message_that_failed_is_tried_again_when_its_time_has_come():
    reachable(manager())
    case_at("submitted")
    plan(timezone.now())
    later = timezone.now() + dt.timedelta(minutes=5)
    Delivery.objects.update(due_at=later)
    assert claims.next_due() == later
    Delivery.objects.update(state="claimed", claim="0" * 32, claimed_at=later)
    assert claims.next_due() == later + LEASE  # its sender has died, or may have
    Delivery.objects.update(state="sent", claim=None, claimed_at=None)
    assert claims.next_due() is None


@pytest.mark.django_db
def test_a_group_is_spoken_to_again_when_its_minute_of_quiet_is_over():
    now = timezone.now()
    event = Event.objects.filter(dossier=case_at("submitted").dossier).first()
    group = Robot.objects.create(name="售后群", quiet_until=now + claims.QUIET)
    Delivery.objects.create(event=event, robot=group, due_at=now)
    assert claims.next_due() == now + claims.QUIET


@pytest.mark.django_db
def test_a_short_print_is_left_to_the_request_that_asked_for_it_unless_that_dies():
    case_at("in_process")
    (slip,) = Slip.objects.filter(kind="JJ")
    job = print_copies([(slip.pk, [1])], printer(), by=coordinator())
    assert prints_due() == job.printed_at + OWN_TIME
    PrintJob.objects.update(claim="0" * 32, claimed_at=job.printed_at)
    assert prints_due() == job.printed_at + LEASE
    PrintJob.objects.update(claim=None, claimed_at=None, total=AT_ONCE + 1)
    assert prints_due() <= timezone.now()
    render_print(job)
    assert prints_due() is None


# -- beside each other --------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_takes_its_time_keeps_no_file_waiting_and_to_stop_waits_for_the_message():
    reachable(person("staff", "职工", "sales_manager"))
    case_at("submitted")
    mailbox = []
    with MailServer(mailbox, 1, accepted=True).running() as server, out_of_the_house(server) as process:
        assert server.held.wait(PATIENCE)
        file = file_wanted()
        seconds_until(lambda: made(file))
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert process.poll() is None
        server.go_on.set()
        process.wait(PATIENCE)
        assert process.returncode == 0
    assert not Delivery.objects.filter(state="claimed").exists()
    assert Delivery.objects.filter(state="sent").exists()


def out_of_the_house(server):
    return at_work(DEMO="0", EMAIL_URL=f"smtp://127.0.0.1:{server.port}")


# -- for supervisors, and for the machine ------------------------------------------------------------


@pytest.mark.django_db
def test_a_supervisor_hears_of_files_that_nobody_makes(capsys):
    file = file_wanted()
    call_command("worker", "--check")
    assert "nothing is stuck" in capsys.readouterr().out
    LedgerFile.objects.filter(pk=file.pk).update(asked_at=timezone.now() - dt.timedelta(minutes=61))
    with pytest.raises(CommandError, match="1 files of ledgers late"):
        call_command("worker", "--check")
    call_command("worker", "--check", "prints")


HEAVY = """
import sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
from aftersales.management.commands import worker
print({"weasyprint", "pypdf", "fontTools"} & set(sys.modules))
"""


def test_what_prints_is_loaded_when_something_is_printed():
    told = os.environ | {"DJANGO_SETTINGS_MODULE": "aftersales.settings"}
    done = subprocess.run([sys.executable, "-c", HEAVY], cwd=settings.BASE_DIR, env=told, capture_output=True)  # noqa: S603
    assert done.stdout.decode().strip() == "set()", done.stderr.decode()
