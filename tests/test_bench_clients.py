"""The benchmark of many clients: production's server, every tenth request an act, and nothing left behind."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from demo.benchmarks.clients import KEPT, READING, THREADS, WORKERS, day_of
from demo.benchmarks.pages.floor import TABLE
from demo.benchmarks.pages.walk import walking
from tests.everything import one_in_every_state
from tests.outside import PATIENCE, manage
from workflow.models import Event


def bench(*options):
    """What a benchmark prints; in a process of its own: it divides itself, which one of many threads must not."""
    benchmark = manage("bench", *options, DEMO="1")
    printed, complaint = benchmark.communicate(timeout=PATIENCE)
    assert benchmark.returncode == 0, complaint.decode()
    return printed.decode()


@pytest.mark.django_db(transaction=True)
def test_many_clients_are_served_without_an_error_and_nothing_stays_and_many_can_walk_at_once():
    """Both see only what is committed."""
    one_in_every_state()
    before = Event.objects.count()
    printed = bench("clients", "--clients=2", "--seconds=2", "--workers=1", "--threads=2")
    line = re.search(r"^product .*$", printed, re.MULTILINE)[0].split()
    requests, acts, errors = map(int, line[-3:])
    assert requests > acts > 0
    assert errors == 0
    assert Event.objects.count() == before
    assert not Session.objects.exists()
    assert TABLE not in connection.introspection.table_names()
    assert "2 at once" in bench("pages", "--rounds=1", "--only=list", "--at-once=2")


@pytest.mark.django_db
def test_nine_of_ten_requests_only_read(something_of_everything):
    with walking() as people:
        days = [day_of(person) for person in people]
    for steps in days:
        assert [step.acts for step in steps[: READING + 1]] == [False] * READING + [True]
        assert sum(step.acts for step in steps) == len(steps) / (READING + 1)


def test_it_measures_what_is_installed():
    unit = Path(settings.BASE_DIR, "deploy/systemd/aftersales-web.service").read_text()
    assert f"--workers {WORKERS} --worker-class gthread --threads {THREADS}" in unit
    assert "--preload" in unit
    assert f'"CONN_MAX_AGE": {KEPT},' in Path(settings.BASE_DIR, "aftersales/settings.py").read_text()
