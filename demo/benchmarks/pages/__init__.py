"""How fast pages are: the product beside a floor of its own, on the same server and database.

The floor is a list of one table with as many rows, shown to somebody who is signed in. Pages and floor are asked
for in turn, round after round, so what else the machine does hits both; the multiple of the floor is what can be
compared between machines.
"""

from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from cases.models import Case
from demo.benchmarks.pages.crowd import crowd
from demo.benchmarks.pages.figures import read_figures, write_figures
from demo.benchmarks.pages.report import about, heading, tables
from demo.benchmarks.pages.rounds import figures_of_all, measure
from demo.benchmarks.pages.server import server
from demo.benchmarks.pages.walk import Walker, walking

ROUNDS = 20
NEAR = 0.1  # a database has about as many cases as wanted


def add_arguments(parser: CommandParser) -> None:
    """The options of ``bench pages``."""
    parser.add_argument("--cases", type=positive, help="refuse a database that has not about so many cases")
    parser.add_argument("--rounds", type=positive, default=ROUNDS, help="default: %(default)s")
    parser.add_argument("--only", action="append", metavar="PAGE", help="this page only; may be repeated")
    parser.add_argument("--at-once", type=positive, metavar="N", help="also by so many processes at once")
    parser.add_argument("--write", type=Path, metavar="FILE", help="keep the figures as JSON")
    parser.add_argument("--against", type=Path, metavar="FILE", help="print the growth since kept figures")


def positive(text: str) -> int:
    """A number from 1 on."""
    if not text.isdecimal() or not int(text):
        raise ArgumentTypeError("must be at least 1")
    return int(text)


def pages(
    cases: int | None = None,
    rounds: int = ROUNDS,
    only: list[str] | None = None,
    at_once: int | None = None,
    write: Path | None = None,
    against: Path | None = None,
) -> Iterator[str]:
    """Pages as multiples of a list of one table, for three people."""
    check_database(cases)
    earlier = read_figures(against) if against else None
    with server(), walking() as everybody:
        people = [person.only(only) for person in everybody]
        check_names(everybody, only)
        facts = about()
        yield from heading(facts, rounds)
        figures = figures_of_all(measure(people, rounds))
        yield from tables(people, figures, earlier)
        if at_once:
            yield from crowd(people, rounds, at_once, figures)
    if write:
        write_figures(write, facts, figures)


def check_database(wanted: int | None) -> None:
    """Refuse what would give figures that say nothing."""
    if settings.DEBUG:
        raise CommandError("With DEBUG every query is kept: unset it, and set DEMO=1.")
    there = Case.objects.count()
    make = f"In an empty database: manage.py migrate, then manage.py demo --cases {wanted or 1000}"
    if not there:
        raise CommandError(f"There are no cases here. {make}")
    if wanted and abs(there - wanted) > wanted * NEAR:
        raise CommandError(f"There are {there:,} cases here, not about {wanted:,}. {make}")


def check_names(people: list[Walker], wanted: list[str] | None) -> None:
    """Refuse a page that nobody opens."""
    names = sorted({step.name for person in people for step in person.steps})
    if unknown := sorted(set(wanted or []) - set(names)):
        raise CommandError(f"No page {', '.join(unknown)}; there are {', '.join(names)}.")


BENCHMARKS = {"pages": pages}
OPTIONS = {"pages": add_arguments}
