"""A look at every row of a table: what is skipped and why, what is wrong, what is to be warned of."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from aftersales.kit.tables import Batch, Column, Memory, Row, TableKind, Thing
from aftersales.kit.tables.cells import is_blank, says_nothing, shown
from aftersales.kit.tables.headings import Layout, folded, recognised, synonyms
from aftersales.kit.tables.reading import Cell, Table
from aftersales.kit.untyped import Json, Value
from aftersales.models import User

PORTION = 5000  # rows judged, and in memory, at a time
SUM = re.compile(
    r"(?i)(?:本页|本单|以上|全部|数量|台数)?(?:合计|小计|总计|共计|累计|总数|总台数|总件数)"
    r"(?:[:：(（].*|人民币.*|大写.*|(?:数量?|台数|金额)?[^a-z\u4e00-\u9fff]*[一二两三四五六七八九十百千]*[台件个只套元]?整?)"
    r"|平均(?:值|分|数)?|average|avg\.?"
    r"|共(?:有)?\d+[台件个只套].*|[∑Σ][:：]?|(?:grand|sub)?-?totals?(?:[:：(（].*|[^a-z]*(?:pcs|units|motors)?)|sum[:]?"
)
FOOT = re.compile(
    r"(?i)(?:制表|制单|填表|填报|审核|审批|经办|复核|批准|负责|联系)人?[:：].*"
    r"|(?:说明|注|备注|日期|电话|签字|盖章|单位)[:：].*|以下(?:空白|无正文).*|第\d+页.*|page \d+.*"
    r"|(?:以上|请|此致|谢谢|特此|如有|注\s*意|[*＊※]).*|.*[。！]|.*[\u4e00-\u9fff].*!|[(（【].*[)）】]|[-—=_\s]*(?:完|end)[-—=_\s]*"
)
LABELLED = re.compile(r"([^:：\d]{2,12})[:：].*", re.DOTALL)
RULE = re.compile(r"[-—–_=:：+|\s]*[-—–_=]{2}[-—–_=:：+|\s]*")  # what is drawn between two rows
DITTO = frozenset(["同上", "同前", "〃", "″", "”", "〞", '"', "ditto", "''"])
AROUND_DITTO = re.compile(r"[\s.。()（）—–-]+")  # (同上), --″--
BEGIN_DITTO = frozenset("同〃″”〞\"'dD (（—–-")
NUMBER = re.compile(r"(?i)[¥￥]?[\d,.]{1,9}(?:元|台|只|件|个|套|pcs)?")


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
    subject: Thing = None
    said: Json = field(default_factory=dict)
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
        self.read_before = {column.name: Readings(column) for column in self.columns}
        self.needed = {column.name for column in self.columns if column.needed}
        self.identifying = {name for either in self.kind.needs for name in either}
        self.asked_for = self.needed | self.identifying
        self.memory: Memory = {}

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
        if self.table.hidden:
            self.warn_of_hidden(batch.rows)
        self.kind.judge(batch)
        return batch

    def warn_of_hidden(self, rows: list[Row]) -> None:
        for row in rows:
            if row.number - 1 in self.table.hidden:
                row.warn("", _("The spreadsheet does not show this row: it is hidden."))

    def rows(self) -> Iterator[Row]:
        """The rows of the table, not yet read; what was typed beside it comes first, under the number 0."""
        for typed in self.said.get("typed", ()):
            yield Row(0, typed)
        above: dict[str, Cell] = {}
        for number, cells in enumerate(self.table.rows):
            if number == self.layout.heading:
                continue
            if not any(cells) and all(map(is_blank, cells)):
                self.blank += number > self.layout.heading
                continue
            named = {name: cells[place] for place, name in self.layout.columns.items() if place < len(cells)}
            why = self.why_skipped(number, cells) or why_empty(named, cells, self.identifying)
            if why or (self.kind.skip and (why := self.kind.skip(named))):
                text = " · ".join(shown(cell) for cell in cells if not is_blank(cell))
                self.skipped.append(Skipped(number + 1, why, text[:200]))
            else:
                above = written_out(named, above)
                yield Row(number + 1, above, source=cells)

    def why_skipped(self, number: int, cells: Sequence[Cell]) -> str:
        """Why a row is none of the table; "" where it is one."""
        if number < self.layout.heading:
            return _("above the headings")
        first = next(cell for cell in cells if not is_blank(cell))
        if not isinstance(first, str) or first[0].isdecimal():
            return _("the headings once more") if self.is_heading(cells) else ""
        if SUM.fullmatch("".join(first.split())):
            return _("a sum")
        if RULE.fullmatch(first) and all(is_blank(cell) or RULE.fullmatch(shown(cell)) for cell in cells):
            return _("a line between rows")
        if self.is_note(first) and not self.identified(cells, first):
            return _("a note below the table")
        return _("the headings once more") if self.is_heading(cells) else ""

    def is_note(self, first: str) -> bool:
        """Whether a text is what stands below tables: a sentence, or a label that is no column of ours."""
        label = LABELLED.fullmatch(first)
        return bool(FOOT.fullmatch(first)) or bool(label and folded(label[1]) not in self.known)

    def is_heading(self, cells: Sequence[Cell]) -> bool:
        """Whether a row repeats the headings, as the top of every printed page does."""
        heading, columns = self.layout.heading, self.layout.columns
        if heading < 0 or not columns:
            return False
        place, head = next(iter(columns)), self.table.rows[heading]
        same = place < len(cells) and cells[place] == head[place]
        return same and recognised(cells, self.known) == columns

    def identified(self, cells: Sequence[Cell], first: Cell) -> bool:
        """Whether anything besides its first cell says what the row is about, or two more columns say something."""
        others = {
            name: cells[place]
            for place, name in self.layout.columns.items()
            if place < len(cells) and not is_blank(cells[place]) and cells[place] != first
        }
        said = [name for name, cell in others.items() if not isinstance(cell, str) or not self.is_note(cell)]
        return len(said) > 1 or not self.identifying.isdisjoint(said)

    def read(self, row: Row) -> None:
        """The value of each cell, or what is wrong with it."""
        try:
            row.values = {name: self.read_before[name][cell] for name, cell in row.cells.items()}
        except ValueError:
            self.read_what_can_be_read(row)
        empty = {name for name in self.asked_for if row.values.get(name) in NOTHING}
        if empty:
            self.say_what_is_empty(row, empty)
            for either in self.kind.needs:
                if empty.issuperset(either):
                    self.say_what_is_missing(row, either)

    def read_what_can_be_read(self, row: Row) -> None:
        for name, cell in row.cells.items():
            try:
                row.values[name] = self.read_before[name][cell]
            except ValueError as error:
                row.wrong(name, str(error))

    def say_what_is_empty(self, row: Row, empty: Set[str]) -> None:
        """Columns of the table in which each row has something."""
        for name in row.values:
            if name in self.needed and name in empty:
                row.wrong(name, _("Something must stand here."))

    def say_what_is_missing(self, row: Row, either: Sequence[str]) -> None:
        """A row has one of each group of columns that say what it is about."""
        if not {name for name, _sentence in row.errors}.intersection(either):
            labels = _(" or ").join(str(self.by_name[name].label) for name in either)
            at = next((name for name in either if name in row.cells), "")
            row.wrong(at, _("%(columns)s is missing.") % {"columns": labels})


def written_out(named: dict[str, Cell], above: Mapping[str, Cell]) -> dict[str, Cell]:
    """The cells of a row, where one only says that it is the same as above with what stands there."""
    if not above or not any(map(is_ditto, named.values())):
        return named
    return {name: above.get(name, cell) if is_ditto(cell) else cell for name, cell in named.items()}


def is_ditto(cell: Cell) -> bool:
    """Whether a cell says that it is the same as above."""
    if not isinstance(cell, str) or cell[:1] not in BEGIN_DITTO:
        return False
    return len(cell) < 10 and AROUND_DITTO.sub("", cell).lower() in DITTO


def why_empty(named: Mapping[str, Cell], cells: Sequence[Cell], identifying: Set[str]) -> str:
    """Why a row that says of nothing what it is about is none of the table; "" where it does, or says something."""
    if all(is_blank(cell) or says_nothing(cell) for cell in named.values()):
        return _("nothing is filled in")
    if any(name in identifying and not is_blank(cell) for name, cell in named.items()):
        return ""
    return _("a sum") if all(map(is_number, (cell for cell in cells if not is_blank(cell)))) else ""


def is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return NUMBER.fullmatch(cell.strip()) is not None
    return isinstance(cell, int | float) and abs(cell) < 10**7


NOTHING: tuple[Value, ...] = ("", None, [])  # values of a cell in which nothing stands
REMEMBERED = 20_000  # values of a column


class Readings(dict[Cell, Value]):
    """What was read of each cell of a column. Texts and days are remembered: most long columns have few."""

    def __init__(self, column: Column) -> None:
        super().__init__({"": column.blank})
        self.column = column

    def __missing__(self, cell: Cell) -> Value:
        value = self.column.blank if is_blank(cell) else self.read(cell)
        if type(cell) in (str, dt.date) and len(self) < REMEMBERED:  # but for numbers: 1, 1.0 and yes are one
            self[cell] = value
        return value

    def read(self, cell: Cell) -> Value:
        """What the column reads of a cell; a stroke is no name, and stands for nothing where it can be no value."""
        if self.column.needed and says_nothing(cell):
            return self.column.blank
        try:
            return self.column.read(cell)
        except ValueError:
            if says_nothing(cell):
                return self.column.blank
            raise
