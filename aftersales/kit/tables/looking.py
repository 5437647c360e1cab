"""A look at every row of a table: what is skipped and why, what is wrong, what is to be warned of."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from aftersales.kit.tables import Batch, Column, Row, TableKind
from aftersales.kit.tables.cells import Reader, is_blank, shown
from aftersales.kit.tables.headings import Layout, recognised, synonyms
from aftersales.kit.tables.reading import Cell, Table
from aftersales.models import User

PORTION = 2000  # rows judged, and in memory, at a time
SUM = re.compile(
    r"(?i)(?:本页|本单|以上|全部)?(?:合计|小计|总计|共计|累计|总数)(?:[:：]?.*)?|共\d+[台件个只套].*"
    r"|(?:grand|sub)?-?total[s:]?.*|sum[:]?"
)
FOOT = re.compile(
    r"(?:制表|制单|填表|填报|审核|审批|经办|复核|批准|负责|联系)人?[:：].*"
    r"|(?:说明|注|备注|日期|电话|签字|盖章|单位)[:：].*|以下(?:空白|无正文).*|第\d+页.*"
)


@dataclass(frozen=True)
class Skipped:
    """A row that is no row of the table, and why."""

    number: int
    why: str
    text: str


@dataclass
class Look:
    """One look at a table by one person."""

    kind: TableKind
    table: Table
    layout: Layout
    user: User
    subject: Any = None
    said: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    source: str = ""
    taking: bool = False
    skipped: list[Skipped] = field(default_factory=list)
    blank: int = 0
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns: Sequence[Column] = self.kind.columns
        self.by_name = {column.name: column for column in self.columns}
        self.known = synonyms(self.columns)
        self.readers = {column.name: remembering(column) for column in self.columns}
        self.needed = {column.name for column in self.columns if column.needed}
        self.memory: dict[str, Any] = {}

    def batches(self, size: int = PORTION) -> Iterator[Batch]:
        """All rows, judged, some at a time. What is skipped is noted on the way."""
        self.skipped, self.blank, self.memory, self.notes = [], 0, {}, []
        rows: list[Row] = []
        for row in self.rows():
            rows.append(row)
            if len(rows) >= size:
                yield self.judged(rows)
                rows = []
        if rows:
            yield self.judged(rows)

    def judged(self, rows: list[Row]) -> Batch:
        batch = Batch(
            rows,
            self.user,
            self.subject,
            self.memory,
            self.notes,
            self.said,
            self.name,
            self.taking,
            self.source,
        )
        for row in rows:
            self.read(row)
        if self.kind.spread:
            batch.rows = [one for row in rows for one in self.kind.spread(row)]
        self.kind.judge(batch)
        return batch

    def rows(self) -> Iterator[Row]:
        """The rows of the table, not yet read; what was typed beside it comes first, under the number 0."""
        for typed in self.said.get("typed", ()):
            yield Row(0, typed)
        for number, cells in enumerate(self.table.rows):
            if not any(cells) and all(map(is_blank, cells)):
                self.blank += number > self.layout.heading
                continue
            named = {name: cells[place] for place, name in self.layout.columns.items() if place < len(cells)}
            if why := self.why_skipped(number, cells) or (self.kind.skip and self.kind.skip(named)):
                text = " · ".join(shown(cell) for cell in cells if not is_blank(cell))
                self.skipped.append(Skipped(number + 1, why, text[:200]))
            else:
                yield Row(number + 1, named, source=cells)

    def why_skipped(self, number: int, cells: Sequence[Cell]) -> str:
        """Why a row is none of the table; "" where it is one."""
        if number <= self.layout.heading:
            return _("the headings") if number == self.layout.heading else _("above the headings")
        first = next(cell for cell in cells if not is_blank(cell))
        if not isinstance(first, str) or first[0].isdecimal():
            return _("the headings once more") if self.is_heading(cells) else ""
        if SUM.fullmatch("".join(first.split())):
            return _("a sum")
        if FOOT.fullmatch(first) and not self.identified(cells, first):
            return _("a note below the table")
        return _("the headings once more") if self.is_heading(cells) else ""

    def is_heading(self, cells: Sequence[Cell]) -> bool:
        """Whether a row repeats the headings, as the top of every printed page does."""
        heading, columns = self.layout.heading, self.layout.columns
        if heading < 0 or not columns:
            return False
        place, head = next(iter(columns)), self.table.rows[heading]
        same = place < len(cells) and cells[place] == head[place]
        return same and recognised(cells, self.known) == columns

    def identified(self, cells: Sequence[Cell], first: Cell) -> bool:
        """Whether anything besides its first cell says what the row is about."""
        needed = {name for either in self.kind.needs for name in either}
        places = [
            place for place, name in self.layout.columns.items() if name in needed and place < len(cells)
        ]
        return any(
            cells[place] is not first and not is_blank(cells[place]) and cells[place] != first
            for place in places
        )

    def read(self, row: Row) -> None:
        """The value of each cell, or what is wrong with it."""
        for name, cell in row.cells.items():
            try:
                row.values[name] = self.readers[name](cell)
            except ValueError as error:
                row.wrong(name, str(error))
            else:
                if name in self.needed and row.values[name] in ("", None):
                    row.wrong(name, _("Something must stand here."))
        self.check_needed(row)

    def check_needed(self, row: Row) -> None:
        """A row has one of each group of columns that say what it is about."""
        for either in self.kind.needs:
            if any(row.values.get(name) not in ("", None) for name in either):
                continue
            if not {name for name, _sentence in row.errors}.intersection(either):
                labels = _(" or ").join(str(self.by_name[name].label) for name in either)
                row.wrong(
                    next((n for n in either if n in row.cells), ""),
                    _("%(columns)s is missing.") % {"columns": labels},
                )


REMEMBERED = 20_000  # values of a column


def remembering(column: Column) -> Reader:
    """The reader of a column, which remembers the texts and days it has read: most long columns have few."""
    known: dict[Cell, Any] = {"": column.blank}

    def remembered(cell: Cell) -> Any:
        if type(cell) is not str and type(cell) is not dt.date:  # 1, 1.0 and yes would be one
            return column.read(cell)
        if cell in known:
            return known[cell]
        value = column.blank if is_blank(cell) else column.read(cell)
        if len(known) < REMEMBERED:
            known[cell] = value
        return value

    return remembered
