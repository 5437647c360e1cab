"""Statements that PostgreSQL plans once a connection: to plan ten joins takes longer than to read a row of each table.

A plan is kept under a name (PREPARE), and asked for by the name and the values alone (EXECUTE). SQLite plans fast, and
keeps statements by itself.
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection
from psycopg2 import extensions

TYPES = {int: "bigint", str: "text", dt.date: "date", UUID: "uuid"}
NAME = 46  # characters of what it is for; with the digest as many as PostgreSQL takes
KEPT = 128  # statements of ``plan_of``

Parameter = int | str | dt.date | UUID | None
"""What a statement is given."""


_known: WeakKeyDictionary[extensions.connection, set[str]] = WeakKeyDictionary()
"""The names that each connection has planned."""


class Place(NamedTuple):
    """Stands among the parameters of a statement for the value with this number."""

    number: int
    kind: type


class Part(NamedTuple):
    """A part of a statement: its words, its parameters, and the values that are put into their places."""

    sql: str
    parameters: Sequence[Place | Parameter] = ()
    values: Sequence[Parameter] = ()


class Plan:
    """A statement, and what of it differs from one time to the next."""

    def __init__(self, name: str, sql: str, parameters: Sequence[Place | Parameter]) -> None:
        """``parameters`` are places, and values that are always the same."""
        self.sql, self.parameters = sql, parameters
        self.places = list(dict.fromkeys(one for one in parameters if isinstance(one, Place)))
        self.name = f'"{name[:NAME]} {sha256(repr((sql, parameters)).encode()).hexdigest()[:16]}"'

    def call(self, values: Sequence[Parameter]) -> tuple[str, list[Parameter]]:
        """What is to be executed for these values, with its parameters."""
        if connection.vendor != "postgresql":
            return self.sql, self.filled(values)
        connection.ensure_connection()
        known = _known.setdefault(connection.connection, set())
        if self.name not in known:
            self.make_known()
            known.add(self.name)
        marks = f" ({', '.join(['%s'] * len(self.places))})" if self.places else ""
        return f"EXECUTE {self.name}{marks}", [values[place.number] for place in self.places]

    def filled(self, values: Sequence[Parameter]) -> list[Parameter]:
        """The parameters of the statement, with the values in their places."""
        return [values[one.number] if isinstance(one, Place) else one for one in self.parameters]

    def make_known(self) -> None:
        """Let the connection know the statement; past Django, which would count it as a query."""
        types = f" ({', '.join(TYPES[place.kind] for place in self.places)})" if self.places else ""
        marks = {place: extensions.AsIs(f"${number}") for number, place in enumerate(self.places, 1)}
        parameters = [marks[one] if isinstance(one, Place) else one for one in self.parameters]
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {self.name}{types} AS {self.sql}", parameters)


@lru_cache(KEPT)
def plan_of(name: str, sql: str, parameters: tuple[Place | Parameter, ...]) -> Plan:
    """The plan of a statement that was made otherwise than by the ORM."""
    return Plan(name, sql, parameters)


def places_of(values: Sequence[Parameter]) -> tuple[Place, ...]:
    """A place for each of these values."""
    return tuple(Place(number, type(value)) for number, value in enumerate(values))


def parameters_of(parts: Sequence[Part]) -> tuple[Place | Parameter, ...]:
    """The parameters of parts that become one statement, whose values follow one another."""
    found: list[Place | Parameter] = []
    before = 0
    for part in parts:
        found += [moved(one, before) for one in part.parameters]
        before += len(part.values)
    return tuple(found)


def moved(parameter: Place | Parameter, before: int) -> Place | Parameter:
    """The same, where the values of another part come before."""
    if isinstance(parameter, Place):
        return parameter._replace(number=parameter.number + before)
    return parameter
