"""The process that renders is killed in the middle; afterwards every PDF is there, once."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from aftersales.kit import store
from aftersales.kit.jobs import LEASE, JobState, Made
from slips import printing
from slips.actions import print_copies
from slips.models import PrintJob, Slip
from slips.rendering import pending_documents, pending_prints, sweep
from tests.actors import coordinator
from tests.factories import case_at, printer
from tests.work import work_off

PATIENCE = 60  # seconds until the process must have taken up a print


def on_this_database():
    """The environment of a process that works on the database of the tests."""
    address, _slash, _name = os.environ.get("DATABASE_URL", "sqlite:///").rpartition("/")
    name = str(connection.settings_dict["NAME"]).removeprefix("/")
    address = "sqlite:///" if connection.vendor == "sqlite" else address
    return os.environ | {"DATABASE_URL": f"{address}/{name}", "MEDIA_ROOT": str(settings.MEDIA_ROOT)}


def kill_while_rendering():
    """Start the worker, wait until it has taken up a print, and kill it."""
    command = [sys.executable, "manage.py", "worker"]
    process = subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=on_this_database(), stdout=subprocess.DEVNULL
    )
    began = time.monotonic()
    while not PrintJob.objects.filter(claim__isnull=False).exists():
        assert process.poll() is None, "it has ended by itself"
        assert time.monotonic() - began < PATIENCE
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.fixture
def waiting(transactional_db):
    """Three prints of some forty copies each, and three slips without a document."""
    for _ in range(3):
        case_at("in_process")
    wanted = [(slip.pk, [1, 2, 3]) for slip in Slip.objects.filter(kind="JJ")]
    return [print_copies(wanted, printer(), by=coordinator()) for _ in range(3)]


def test_killed_while_rendering_every_pending_print_appears_afterwards_and_once(waiting):
    kill_while_rendering()
    assert PrintJob.objects.filter(state=JobState.PENDING).exists()
    began = PrintJob.objects.get(claim__isnull=False)
    sweep()
    began.refresh_from_db()
    assert began.state == JobState.PENDING  # whoever took it up may still be at work
    died_long_ago = timezone.now() - LEASE - dt.timedelta(seconds=1)
    PrintJob.objects.filter(claim__isnull=False).update(claimed_at=died_long_ago)
    work_off("prints")
    for job in PrintJob.objects.all():
        assert (job.state, job.done, job.claim) == (JobState.DONE, 3, None)
        assert store.read(job.sha256).startswith(b"%PDF")
        assert job.attempts == (2 if job == began else 1)
    assert not pending_documents().exists()


def test_control_a_print_that_is_not_given_back_is_never_rendered(waiting):
    PrintJob.objects.update(claim="0" * 32, claimed_at=timezone.now() + dt.timedelta(days=1))
    work_off("prints")
    assert PrintJob.objects.filter(state=JobState.PENDING).count() == 3


def test_a_renderer_that_lives_keeps_its_print_for_ten_minutes(waiting):
    job = waiting[0]
    for minutes, free in ((0, False), (9, False), (11, True)):
        at = timezone.now() - dt.timedelta(minutes=minutes)
        PrintJob.objects.filter(pk=job.pk).update(claim="0" * 32, claimed_at=at)
        assert (job in pending_prints()) == free
    assert dt.timedelta(minutes=10) == LEASE


def test_who_lost_a_print_to_somebody_else_does_not_overwrite_it(waiting, monkeypatch):
    """A slow renderer comes back after another has taken over: the other's file stands."""
    from slips import rendering

    slow, job = rendering.file_of, waiting[0]

    def overtaken(job, progress):
        monkeypatch.setattr(rendering, "file_of", slow)
        assert rendering.render_print(job, lease=dt.timedelta(0))
        return Made("0" * 64)

    monkeypatch.setattr(rendering, "file_of", overtaken)
    rendering.render_print(job)
    job.refresh_from_db()
    assert job.sha256 != "0" * 64
    assert store.read(job.sha256).startswith(b"%PDF")


def test_documents_of_slips_of_the_last_days_are_rendered_in_the_background(waiting):
    Slip.objects.filter(kind="FK").update(issued_at=timezone.now() - dt.timedelta(days=4))
    work_off("prints")
    assert all(slip.document for slip in Slip.objects.filter(kind="JJ"))
    assert not any(slip.document for slip in Slip.objects.filter(kind="FK"))


def test_a_long_print_says_how_far_it_is(db, monkeypatch):
    """Every fifty slips; here every five."""
    assert printing.BATCH == 50
    monkeypatch.setattr(printing, "BATCH", 5)
    slip = case_at("in_process").slips.get(kind="JJ")
    items = [(slip, slip.definition.labels()[:1])] * 6
    reported = []
    printing.print_pdf(items, printer().sheet, progress=reported.append)
    assert reported == [5, 6]
