"""Many rows at once, past the ORM, which takes longer over a hundred thousand rows than the database."""

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TypeAlias

from django.db import connection, models

from aftersales.kit.planned import Parameter
from aftersales.kit.untyped import Value

Values: TypeAlias = Sequence[Value]
VALUES = 30_000  # of one statement; SQLite takes 32,766
TOGETHER = 100  # lines that are handed to PostgreSQL at once


class Written(str):
    """A value of a JSON field that is written out as JSON already."""

    __slots__ = ()


PLAIN = {str, int, bool, type(None), Written}  # of which every database takes what Python has


@contextmanager
def without_collector() -> Iterator[None]:
    """Without the garbage collector, which takes a third of the time and finds nothing: rows have no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def insert(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Values], same: Mapping[str, Value]
) -> list[int]:
    """Insert rows with values for these fields, keys for things, and give their own keys, in their order.

    ``same`` are values that all rows have.
    """
    fields = [field_of(model, name) for name in (*names, *same)]
    if connection.vendor == "postgresql":
        keys = keys_for(model, len(rows))
        keyed = ([key, *row] for key, row in zip(keys, rows, strict=True))
        copy(model, [model._meta.pk, *fields], keyed, list(same.values()))
        return keys
    return inserted(model, fields, rows, list(same.values()))


def append(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Values], same: Mapping[str, Value]
) -> None:
    """Insert rows whose keys nobody asks for, as ``insert`` does.

    They are made while the database takes in those before; to make one may not ask it for anything.
    """
    fields = [field_of(model, name) for name in (*names, *same)]
    if connection.vendor == "postgresql":
        copy(model, fields, rows, list(same.values()))
    else:
        inserted(model, fields, rows, list(same.values()))


def field_of(model: type[models.Model], name: str) -> models.Field:
    found = model._meta.get_field(name)
    assert isinstance(found, models.Field)
    return found


def target(model: type[models.Model], columns: Sequence[models.Field]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(model._meta.db_table)} ({', '.join(quote(str(field.column)) for field in columns)})"


# -- PostgreSQL: the rows as a text that it reads, with keys that were taken before ------------------------


def copy(model: type[models.Model], fields: list[models.Field], rows: Iterable[Values], same: Values) -> None:
    last = "".join(f"\t{in_copy(value)}" for value in same) + "\n"
    lines = Lines(line(row) + last for row in encoded(rows, fields))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {target(model, fields)} FROM STDIN", lines)


class Lines:
    """Lines as a file that COPY reads: the database takes in some while the next are written."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines

    def read(self, _size: int) -> str:
        return "".join(islice(self.lines, TOGETHER))


def line(row: Values) -> str:
    """A row as COPY reads it; most values are texts in which nothing is to be escaped."""
    return "\t".join(
        [v if isinstance(v, str) and v.isprintable() and "\\" not in v else in_copy(v) for v in row]
    )


def in_copy(value: Value) -> str:
    """A value as COPY reads it."""
    if value is None:
        return r"\N"
    return str(value).translate(IN_COPY) if isinstance(value, str) else str(value)


IN_COPY = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def encoded(rows: Iterable[Values], fields: list[models.Field]) -> Iterable[Values]:
    """The rows with JSON as a text."""
    encoders = [
        (place, (field.encoder or json.JSONEncoder)(ensure_ascii=False, check_circular=False).encode)
        for place, field in enumerate(fields)
        if isinstance(field, models.JSONField)
    ]
    return (with_json(row, encoders) for row in rows) if encoders else rows


def with_json(row: Values, encoders: Sequence[tuple[int, Callable[[Value], str]]]) -> Values:
    for place, encode in encoders:
        if type(row[place]) is not Written:
            row = [*row[:place], encode(row[place]), *row[place + 1 :]]
    return row


def keys_for(model: type[models.Model], count: int) -> list[int]:
    """So many keys of the table, which nobody else gets."""
    place = [connection.ops.quote_name(model._meta.db_table), model._meta.pk.column]
    with connection.cursor() as cursor:
        # The sequence takes longer to find than a key, so it is looked for once.
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", place)
        (sequence,) = cursor.fetchone()
        cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence, count])
        return [key for (key,) in cursor.fetchall()]


# -- SQLite: statements of as many rows as it takes values for ---------------------------------------------


def inserted(
    model: type[models.Model], fields: list[models.Field], rows: Iterable[Values], same: Values
) -> list[int]:
    width = len(fields) - len(same)
    shared = [prepared(field, value) for field, value in zip(fields[width:], same, strict=True)]
    rest, size = iter(rows), VALUES // len(fields)
    keys: list[int] = []
    while some := list(islice(rest, size)):
        values = [prepared(field, value) for row in some for field, value in zip(fields, row)]  # noqa: B905
        keys += insert_some(model, fields, len(some), interleaved(values, width, shared))
    return keys


def interleaved(values: list[Parameter], width: int, shared: list[Parameter]) -> list[Parameter]:
    """The values of all rows, each followed by those that all have."""
    if not shared:
        return values
    return [
        value for start in range(0, len(values), width) for value in (*values[start : start + width], *shared)
    ]


def insert_some(
    model: type[models.Model], fields: list[models.Field], count: int, values: list[Parameter]
) -> list[int]:
    """As many rows as go into one statement."""
    row = f"({', '.join(['%s'] * len(fields))})"
    statement = (
        f"INSERT INTO {target(model, fields)} VALUES {', '.join([row] * count)} "  # noqa: S608
        f"RETURNING {connection.ops.quote_name(str(model._meta.pk.column))}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [key for (key,) in cursor.fetchall()]


def prepared(field: models.Field, value: Value) -> Parameter:
    """A value as the database takes it."""
    return value if type(value) in PLAIN else field.get_db_prep_save(value, connection)
