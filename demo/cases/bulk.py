"""Rows made inside the database: the templates of all patterns, filled with what each copy says instead.

Two kinds of temporary tables hold what is needed: ``copies`` (c) what differs from one copy to the next, and one
beside each table (p) the rows of the patterns.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from django.core.management.color import no_style
from django.db import connection, models

from cases.models import Freight
from demo.cases.patterns import COPIED, ITEMS, Model, Pattern, Row, columns_of
from notices.models import Notice
from warranty.models import Motor
from workflow.models import Dossier, Event, Filed, Waiting

# Old notices have been read, old slips printed, and old freight settled; the motors of the patterns themselves are in
# the register already.
UNSETTLED = "SELECT 1 FROM pattern_cases_freight f WHERE f.id = p.subject_id AND f.status IN ('open', 'due')"
WANTED: dict[Model, str] = {
    Event: f"(c.older = 0 OR p.subject <> 'freight' OR NOT EXISTS ({UNSETTLED}))",
    Notice: "c.older = 0",
    Motor: "c.older > 0",
    Freight: "(p.status NOT IN ('open', 'due') OR c.older = 0)",
    Waiting: "(p.noun NOT IN ('slip', 'freight') OR c.older = 0)",
}

FILLED = {"postgresql": "format({}, VARIADIC c.words)", "sqlite": "filled({}, c.words)"}
SEALED = {"postgresql": "encode(sha256(convert_to({}, 'UTF8')), 'hex')", "sqlite": "SHA256({})"}
WORDS = {"postgresql": "text[]", "sqlite": "text"}
MARK = re.compile(r"%(?:(\d+)\$s|%)")

# Whatever PostgreSQL makes faster in one go than row by row: how to drop it, and how to make it.
ASIDE = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])
    UNION ALL
    SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index WHERE NOT indisunique AND indrelid = ANY(%s::regclass[])
"""


class Bulk:
    """Writes copies of some patterns, each in a part of its own of all keys; ``keys`` are those of the patterns."""

    def __init__(self, patterns: list[Pattern], keys: dict[Model, range]) -> None:
        self.patterns, self.keys = patterns, keys
        self.step = max(map(len, keys.values()))
        if connection.vendor == "sqlite":
            connection.connection.create_function("filled", 2, filled, deterministic=True)
        self.statements = [self.prepare(model) for model in COPIED]

    def write(self, copies: Sequence[Row]) -> None:
        """All rows of some cases: their pattern's place, dossier, whether they are older, by how much, their words."""
        columns = {"pattern": "integer", "dossier": "bigint", "older": "integer"}
        columns["shift"] = models.DurationField().db_type(connection) or ""
        columns["words"] = WORDS[connection.vendor]
        fill_table("copies", columns, copies)
        for statement in [*self.statements, "DROP TABLE copies"]:
            execute(statement)

    def prepare(self, model: Model) -> str:
        """Put what the patterns have in a table beside it; the statement that writes what the copies have."""
        fields, table = columns_of(model), f"pattern_{model._meta.db_table}"
        spoken = {field for pattern in self.patterns for field in pattern.spoken(model)}
        columns, found = {"pattern": "integer"}, {}
        for field in fields:
            column = str(field.column)
            columns[column] = "text" if field in spoken else field.db_type(connection) or ""
            found[column] = self.said(field) if field in spoken else self.moved(model, field)
        rows = []
        for place, pattern in enumerate(self.patterns):
            rows += [[place, *values] for values in pattern.rows(model, spoken)]
        fill_table(table, columns, rows)
        return (
            f"INSERT INTO {model._meta.db_table} ({', '.join(map(quoted, found))}) SELECT {', '.join(found.values())} "  # noqa: S608
            f"FROM copies c CROSS JOIN {table} p WHERE p.pattern = c.pattern AND {WANTED.get(model, 'true')}"
        )

    def said(self, field: models.Field) -> str:
        """What a copy has in a field with words in it."""
        text = FILLED[connection.vendor].format(f"p.{quoted(str(field.column))}")
        if field.column == "digest":
            return SEALED[connection.vendor].format(text)
        return f"CAST({text} AS jsonb)" if field.db_type(connection) == "jsonb" else text

    def moved(self, model: Model, field: models.Field) -> str:
        """What a copy has in any other field: a key of its own, an earlier day, or the same."""
        value = f"p.{quoted(str(field.column))}"
        if field.primary_key or field.related_model in COPIED:
            return self.key(field.related_model or model, value)
        if field.name in ("subject_id", "item_id"):
            keys = [f"WHEN '{noun}' THEN {self.key(subject, value)}" for noun, subject in ITEMS.items()]
            return f"CASE p.{'subject' if field.name == 'subject_id' else 'noun'} {' '.join(keys)} END"
        if field.name == "to_print":
            return f"{value} AND c.older = 0"
        if isinstance(field, models.DateField):
            return connection.ops.combine_duration_expression("-", [value, "c.shift"])
        return value

    def key(self, model: Model, value: str) -> str:
        """The key of a copied row; what is filed has that of its dossier."""
        if model is Dossier or issubclass(model, Filed):
            return "c.dossier"
        further = f"(c.dossier * {self.step} - {self.keys[model].start})"
        return f"{value} + {further}" + (" * c.older" if model is Motor else "")


def filled(template: str | None, words: str) -> str | None:
    """What PostgreSQL's format() does, for SQLite."""
    said = split(words)
    return template and MARK.sub(lambda mark: said[int(mark[1]) - 1] if mark[1] else "%", template)


@lru_cache(maxsize=8)
def split(words: str) -> list[str]:
    return words.strip("{}").split(",")


@contextmanager
def put_aside() -> Iterator[None]:
    """Indexes are made, and foreign keys checked, when all rows are there."""
    makes = connection.ops.sequence_reset_sql(no_style(), COPIED)
    if connection.vendor == "postgresql":
        tables = [model._meta.db_table for model in COPIED]
        connection.check_constraints()  # no table is altered while rows wait for their check
        with connection.cursor() as cursor:
            cursor.execute(ASIDE, [tables, tables])
            found = cursor.fetchall()
        for drop, make in found:
            execute(drop)
            makes.append(make)
        makes.append(f"ANALYZE {', '.join(tables)}")
    yield
    for make in makes:
        execute(make)


def quoted(column: str) -> str:
    """A column may be called as a word of SQL is."""
    return connection.ops.quote_name(column)


def fill_table(table: str, columns: dict[str, str], rows: Sequence[Row]) -> None:
    """Put rows into a temporary table, and let the database know how many they are."""
    written = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
    execute(f"CREATE TEMPORARY TABLE {table} ({written})")
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
    execute(f"ANALYZE {table}")


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
