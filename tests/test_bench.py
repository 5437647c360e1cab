"""The benchmark of pages: a floor of four queries, three people, and nothing left behind."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection

from aftersales.models import RoleGrant
from aftersales.roles import Role
from cases.models import Case
from cases.models.case import CaseQuerySet
from demo.benchmarks.pages.figures import percentile
from demo.benchmarks.pages.floor import TABLE
from demo.benchmarks.pages.meter import Meter
from slips.models import Slip
from tests.actors import after_sales
from workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench(capsys, monkeypatch):
    """Runs the benchmark, without warming up; what it prints."""
    monkeypatch.setattr("demo.benchmarks.pages.rounds.WARMING", 0)

    def run(*options):
        call_command("bench", "pages", "--rounds", "1", *map(str, options))
        return capsys.readouterr().out

    return run


def rows_of(printed):
    """The lines of pages as {page: [every line's figures]}."""
    rows = {}
    for line in printed.splitlines():
        if found := re.fullmatch(r"(\w[\w' ]*?) {2,}([\d. ]+)", line):
            rows.setdefault(found[1], []).append([float(figure) for figure in found[2].split()])
    return rows


def left_behind():
    return TABLE in connection.introspection.table_names() or Session.objects.exists()


def test_every_page_is_walked_as_three_people_and_nothing_stays(something_of_everything, bench):
    RoleGrant.objects.create(user=after_sales(), role=Role.AFTER_SALES_LEAD)
    before = Case.objects.count(), Event.objects.count(), Slip.objects.exclude(document="").count()
    rows = rows_of(bench())
    assert [figures[4] for figures in rows.pop("floor")] == [4]
    assert rows.keys() == {
        "list", "by state", "overdue", "serial search", "word search", "customer search", "case", "motor", "life",
        "worklist", "department", "slips", "ledger", "largest case", "create", "create and submit",
        "change of state", "slip's PDF",
    }  # fmt: skip
    assert len(rows["list"]) == 3
    assert len(rows["department"]) == 1
    assert not left_behind()
    assert (Case.objects.count(), Event.objects.count(), Slip.objects.exclude(document="").count()) == before


def test_one_page_can_be_measured_alone_against_kept_figures(something_of_everything, bench, tmp_path):
    bench("--only", "list", "--write", tmp_path / "figures.json")
    kept = json.loads((tmp_path / "figures.json").read_text())
    assert kept["cases"] == Case.objects.count()
    assert {name.split(" ", 1)[-1] for name in kept["pages"]} == {"floor", "list"}
    printed = bench("--only", "list", "--against", tmp_path / "figures.json")
    assert rows_of(printed).keys() == {"floor", "list"}
    assert f"as that with {kept['cases']} cases" in printed
    assert {len(figures) for figures in rows_of(printed)["list"]} == {8}


def test_nothing_is_left_behind_where_somebody_stops_it(something_of_everything, bench, monkeypatch):
    monkeypatch.setattr(Meter, "read", lambda meter, step: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        bench()
    assert not left_behind()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--cases", 1000], r"not about 1,000\. .*demo --cases 1000"),
        (["--only", "nowhere"], "No page nowhere; there are by state"),
        (["--against", "nowhere.json"], "no figures of this benchmark"),
    ],
)
def test_it_refuses_what_would_say_nothing(something_of_everything, bench, options, reason):
    with pytest.raises(CommandError, match=reason):
        bench(*options)
    assert not left_behind()


def test_it_refuses_where_there_are_no_cases(bench, monkeypatch):
    monkeypatch.setattr(CaseQuerySet, "count", lambda rows: 0)
    with pytest.raises(CommandError, match="no cases here"):
        bench()


def test_it_refuses_with_debug(something_of_everything, bench, settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="DEBUG"):
        bench()


@pytest.mark.parametrize(("percent", "value"), [(50, 10), (95, 19), (100, 20)])
def test_a_percentile_is_not_exceeded_by_so_many_of_a_hundred(percent, value):
    assert percentile(list(range(1, 21)), percent) == value
