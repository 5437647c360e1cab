"""The columns of a list: which of them a person wants to see, by which it is sorted, and the same as a spreadsheet."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Generic, NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils import timezone

from aftersales.kit.choices import Label
from aftersales.kit.due import Standing, standing
from aftersales.kit.ledger import MONEY, Column, Kind, Value
from aftersales.kit.ledger.files import in_words, plain, sheet_column
from aftersales.kit.paging import Read, in_order, keys_of, read_by
from aftersales.kit.spreadsheets import Sheet, write_sheets
from aftersales.models import User

DUE = Kind("due", "yyyy-mm-dd", 12, 18)  # a day by which something is promised
AT_ONCE = 1000  # rows read from the database at a time
MOST_ROWS = 50_000  # of a spreadsheet that somebody waits for
M = TypeVar("M", bound=Model)
Found = TypeVar("Found")


Columns = Mapping[str, Column]
"""By the name that they have in an address; the first is what the row is called."""


class Head(NamedTuple):
    """The head of a column: a click sorts by it, another one the other way round."""

    label: str
    url: str = ""
    sorted: str = ""  # "ascending" or "descending", of the one by which the list is sorted
    kind: str = ""


class Cell(NamedTuple):
    """A value as the page shows it; ``standing`` tells how a promise stands."""

    label: str
    value: Value
    words: str
    url: str
    kind: str
    standing: Standing | None = None
    things: Sequence[Model] = ()


class Row(NamedTuple):
    """What a row of the database is on the page."""

    thing: Model
    cells: list[Cell]


@dataclass(frozen=True)
class Choice(Generic[M]):
    """What one person asks of the columns of a list, in its address; what cannot be read is as if it were not there."""

    columns: Columns
    query: QueryDict
    user: User
    usual: str
    """The order where none is asked for."""

    along: Callable[[list[M]], None]
    """Reads for rows that are shown together what no join brings with them."""

    by_key: Read[M] | None = None
    """Reads what is shown of rows; None where the list has brought it."""

    @property
    def allowed(self) -> Columns:
        """Amounts are for those who handle them."""
        amounts = self.user.can("amount.view")
        return {name: one for name, one in self.columns.items() if one.kind != MONEY or amounts}

    @property
    def names(self) -> list[str]:
        """Those that are shown, in the order of the list; its first one always is."""
        first, *others = self.allowed
        asked = set(self.query.getlist("column"))
        usual = {name for name in others if self.columns[name].screen}
        wanted = asked.intersection(others) or usual
        return [first, *(name for name in others if name in wanted)]

    @property
    def shown(self) -> list[Column]:
        return [self.columns[name] for name in self.names]

    @property
    def options(self) -> list[tuple[str, Label, bool]]:
        """What may be ticked: name, label, and whether it is shown."""
        _first, *others = self.allowed
        names = set(self.names)
        return [(name, self.columns[name].label, name in names) for name in others]

    @property
    def sort(self) -> str:
        """The name of the column by which it is sorted, with a minus for the last first; empty for the usual order."""
        asked = self.query.get("sort", "")
        column = self.allowed.get(asked.removeprefix("-"))
        return asked if column and column.sort else ""

    @property
    def order(self) -> str:
        if not self.sort:
            return self.usual
        return ("-" if self.sort.startswith("-") else "") + self.columns[self.sort.lstrip("-")].sort

    def with_a_place(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows that have one in the order: who sorts by a day wants those that have it."""
        name = self.order.lstrip("-")
        nullable = name != "pk" and rows.model._meta.get_field(name).null
        return rows.exclude(**{name: None}) if nullable else rows

    def heads(self) -> list[Head]:
        return [self.head(name, self.columns[name]) for name in self.names]

    def head(self, name: str, column: Column) -> Head:
        if not column.sort:
            return Head(str(column.label), kind=column.kind.name)
        here = self.order.lstrip("-") == column.sort
        query = self.query.copy()
        for other in ("before", "after"):
            query.pop(other, None)
        query["sort"] = name if here and self.order.startswith("-") else f"-{name}"
        direction = "descending" if self.order.startswith("-") else "ascending"
        return Head(str(column.label), f"?{query.urlencode()}", direction if here else "", column.kind.name)

    def rows(self, things: list[M]) -> list[Row]:
        return [Row(thing, cells) for thing, cells in zip(things, cells_of(self.shown, things), strict=True)]

    def sheet(self, rows: QuerySet[M], title: str) -> IO[bytes]:
        """What the page shows, all of its pages: the same rows in the same order, the same columns."""
        shown = self.shown
        heads = [sheet_column(column.label, column.kind) for column in shown]
        found = self.read(in_order(self.with_a_place(rows), self.order))
        cells = ([plain(column.of(row)) for column in shown] for row in found)
        return write_sheets([Sheet(title, heads, cells)], title)

    def read(self, rows: QuerySet[M]) -> Iterator[M]:
        """The rows of a sheet."""
        for things in self.portions(rows):
            self.along(things)
            yield from things

    def portions(self, rows: QuerySet[M]) -> Iterator[list[M]]:
        """What is read together of them."""
        read = self.by_key
        return (read_by(read, keys) for keys in at_once(keys_of(rows))) if read else at_once(rows)


def at_once(rows: QuerySet[M, Found]) -> Iterator[list[Found]]:
    """The rows of a sheet, many at once."""
    found = islice(rows.iterator(AT_ONCE), MOST_ROWS)
    while some := list(islice(found, AT_ONCE)):
        yield some


def cells_of(columns: Sequence[Column], things: Sequence[Model]) -> list[list[Cell]]:
    """The cells of these columns for each thing; their labels are translated once."""
    today, named = timezone.localdate(), [(column, str(column.label)) for column in columns]
    return [[cell(column, label, thing, today) for column, label in named] for thing in things]


def cell(column: Column, label: str, thing: Model, today: dt.date) -> Cell:
    value = column.of(thing)
    due = standing(value, today) if column.kind == DUE and isinstance(value, dt.date) else None
    words = in_words(value, column.kind)
    things = column.things(thing) if column.things else ()
    return Cell(label, value, words, column.url_of(thing), column.kind.name, due, things)
