"""A kind of table on its way out: its template with an example, and all that there is of it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import IO

from aftersales.kit.spreadsheets import Cell, Sheet, SheetColumn, write_sheets
from aftersales.kit.tables import Example, TableKind, Thing
from aftersales.kit.tables.summary import as_cell
from aftersales.kit.untyped import Value
from aftersales.models import User

TEXT = "@"  # what is typed into such a cell stays as it is typed: zeros in front, dates


def template(kind: TableKind, user: User, subject: Thing) -> IO[bytes]:
    """The headings, and a row that shows how they are filled in."""
    rows = kind.template(user, subject) if kind.template else [examples(kind)]
    return write_sheets([sheet(kind, rows), *(kind.explained() if kind.explained else ())])


def examples(kind: TableKind) -> list[Cell]:
    return [example_of(column.example) for column in kind.columns]


def example_of(example: Example) -> Cell:
    """An example, in the reader's language."""
    return example if isinstance(example, int | float | dt.date) else str(example)


def everything(kind: TableKind, user: User, subject: Thing) -> IO[bytes]:
    """All that there is, as the way in understands it: to take it in again changes nothing."""
    there = kind.existing(user, subject) if kind.existing else ()
    return write_sheets([sheet(kind, (in_cells(kind, row) for row in there))])


def in_cells(kind: TableKind, row: Sequence[Value]) -> list[Cell]:
    return [as_cell(column, value) for column, value in zip(kind.columns, row, strict=True)]


def sheet(kind: TableKind, rows: Iterable[Sequence[Cell]]) -> Sheet:
    columns = [SheetColumn(str(column.label), column.width, TEXT) for column in kind.columns]
    return Sheet(str(kind.title), columns, rows)
