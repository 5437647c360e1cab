"""Holds a machine against a table of state × verb × role, cell by cell.

A table is text, so that it can be read beside the workflow. Its columns: the verb, with a remark in brackets
where the same verb stands in several rows; the states it starts from; the state it leads to ("=": stays);
and the roles that may take it. Whatever the table does not grant must be refused, and change nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from accountability.models import CorrectiveAction, Penalty
from aftersales.models import Counter, User
from aftersales.roles import Role
from cases.models import Case, Freight, ReturnedMotor
from returns.models import Arrival, Handover, Parcel
from satisfaction.models import Campaign, Improvement, Response
from tests.actors import one_of_each_role
from workflow.actions import perform
from workflow.guards import Forbidden, Refused, Stale
from workflow.models import Event, Stateful


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    label: str
    sources: tuple[str, ...]
    target: str
    who: tuple[str, ...]

    @property
    def verb(self) -> str:
        return self.label.split(" (")[0]


def read_table(text: str) -> list[Row]:
    """The rows of a table, without its heading."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [Row(label, tuple(a.split()), to, tuple(who.split())) for label, a, to, who in lines[2:]]


@dataclass(frozen=True)
class Machine:
    """A table with what its verbs want."""

    model: type[Stateful]
    rows: list[Row]
    at: Callable[[str], Any]  # an object in a state
    data: dict[str, Callable[[Any, User], dict[str, Any]]]  # what a verb is told
    prepared: dict[str, Callable[[str], Any]]  # an object in a state on which the row of this label is open

    def prepare(self, rows: list[Row], plain: Any) -> Iterator[tuple[Any, list[Row]]]:
        """Objects in the state of the plain one with everything done that their rows want done before, and these."""
        alike: dict[Any, list[Row]] = {}
        for row in rows:
            alike.setdefault(self.prepared.get(row.label), []).append(row)
        for prepared, those in alike.items():
            with undone():
                yield prepared(plain.status) if prepared else plain, those

    def facts(self, verb: str, obj: Any, user: User) -> dict[str, Any]:
        """What this person says when taking the verb."""
        return self.data[verb](obj, user) if verb in self.data else {}


def holds(machine: Machine, state: str) -> None:
    """Try every verb in this state as every role; the table says what must come of it."""
    people = one_of_each_role()
    plain = machine.at(state)
    open_here = [row for row in machine.rows if state in row.sources]
    for obj, rows in machine.prepare(open_here, plain):
        for row in rows:
            check_row(machine, row, obj, people)
    before = everything()
    for verb in sorted({row.verb for row in machine.rows} - {row.verb for row in open_here}):
        for user in people.values():
            refused(machine, plain, verb, user, Stale)
        assert everything() == before, f"{verb} left something behind"


def check_row(machine: Machine, row: Row, obj: Any, people: dict[str, User]) -> None:
    """A verb that starts from the present state: some roles take it, all others are forbidden to."""
    before = everything()
    for role, user in people.items():
        if role in row.who:
            with undone():
                taken(machine, row, obj, user)
        else:
            refused(machine, obj, row.verb, user, Forbidden)
        offered = any(offer.verb == row.verb and offer.open for offer in obj.offers(user))
        assert offered == (role in row.who), f"the button of {row.label} for {role} says otherwise"
    assert everything() == before, f"{row.label} left something behind where it was refused"


def taken(machine: Machine, row: Row, obj: Any, user: User) -> None:
    """The verb succeeds: the state is the one of the table, and one event tells of it."""
    before = obj.status
    events = Event.objects.filter(subject=obj.noun, subject_id=obj.pk, verb=row.verb)
    earlier = events.count()
    try:
        perform(obj, row.verb, by=user, version=obj.version, **machine.facts(row.verb, obj, user))
    except Refused as refusal:
        pytest.fail(f"{row.label} by {user.role_names} in {before}: {refusal.reason}")
    now = type(obj)._default_manager.get(pk=obj.pk)
    assert now.status == (before if row.target == "=" else row.target), row.label
    assert now.version > obj.version
    assert events.count() == earlier + 1
    assert events.last().actor == user


def refused(machine: Machine, obj: Any, verb: str, user: User, how: type[Refused]) -> None:
    """The verb is refused in this way, with a reason."""
    refusal = None
    try:
        perform(obj, verb, by=user, version=obj.version, **machine.facts(verb, obj, user))
    except Refused as exception:
        refusal = exception
    assert type(refusal) is how, f"{verb} by {user.role_names} in {obj.status}: {refusal!r}"
    assert refusal.reason


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


APPS = [
    apps.get_app_config(name)
    for name in (
        "aftersales",
        "workflow",
        "notices",
        "slips",
        "cases",
        "returns",
        "accountability",
        "satisfaction",
    )
]
TABLES = [model._meta.db_table for app in APPS for model in app.get_models()]
COMPARED = [
    model._meta.db_table
    for model in (
        Case, ReturnedMotor, Freight, Handover, Parcel, Arrival, CorrectiveAction, Penalty, Campaign, Response,
        Improvement, Counter,
    )
]  # fmt: skip


def everything() -> list[Any]:
    """Every case, motor, count and number counter as stored, and how many rows each table has."""
    with connection.cursor() as cursor:
        found = []
        for table in COMPARED:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608
            found += cursor.fetchall()
        cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES))  # noqa: S608
        return found + cursor.fetchall()


def same_vocabulary(machine: Machine, states: list[str]) -> None:
    """The table and the machine speak of the same verbs, states and roles, so that no cell is left out."""
    verbs = {row.name for row in machine.model().get_all_status_transitions()}  # type: ignore[attr-defined]
    assert {row.verb for row in machine.rows} == verbs
    assert {state for row in machine.rows for state in row.sources} <= set(states)
    assert {row.target for row in machine.rows} <= {*states, "="}
    assert {role for row in machine.rows for role in row.who} <= set(Role.values)
    assert machine.prepared.keys() <= {row.label for row in machine.rows}
