"""Many rows at once, past the ORM, which takes longer over a hundred thousand rows than the database."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

PLAIN = {str, int, bool, type(None)}  # of which every database takes what Python has
VALUES = 30_000  # of one statement; SQLite takes 32,766


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
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], same: Mapping[str, Any]
) -> list[int]:
    """Insert rows with values for these fields, keys for things, and give their own keys, in their order.

    ``same`` are values that all rows have.
    """
    fields = [model._meta.get_field(name) for name in (*names, *same)]
    shared = [
        prepared(field, value) for field, value in zip(fields[len(names) :], same.values(), strict=True)
    ]
    size = VALUES // len(fields)
    keys: list[int] = []
    for start in range(0, len(rows), size):
        some = rows[start : start + size]
        values = [prepared(field, value) for row in some for field, value in zip(fields, row)]  # noqa: B905
        keys += insert_some(model, fields, len(some), interleaved(values, len(names), shared))
    return keys


def interleaved(values: list[Any], width: int, shared: list[Any]) -> list[Any]:
    """The values of all rows, each followed by those that all have."""
    if not shared:
        return values
    return [
        value for start in range(0, len(values), width) for value in (*values[start : start + width], *shared)
    ]


def insert_some(model: type[models.Model], fields: list[Any], count: int, values: list[Any]) -> list[int]:
    """As many rows as go into one statement."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {', '.join([row] * count)} "  # noqa: S608
        f"RETURNING {quote(str(model._meta.pk.column))}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [key for (key,) in cursor.fetchall()]


def prepared(field: Any, value: Any) -> Any:
    """A value as the database takes it."""
    return value if type(value) in PLAIN else field.get_db_prep_save(value, connection)
