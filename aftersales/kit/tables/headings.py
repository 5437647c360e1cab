"""Which column is which: by headings that mean the same, as a person said it of such a table, or by its cells."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from aftersales.kit.tables import Column, TableKind
from aftersales.kit.tables.cells import in_both_languages, is_blank, shown
from aftersales.kit.tables.reading import Cell, Table
from aftersales.kit.untyped import Json

LOOKED_THROUGH = 40  # rows among which the headings are looked for
MOST_CHOICES = 12  # columns among which those that are needed are looked for
NOTED = "有误之处 / What is wrong"  # the heading of what is said of a row in a file to correct; see taking.py
NOTE = re.compile(r"[（(\[【].*?[)）\]】]|[*＊:：。.]+$")
COUNTED = re.compile(
    r"^[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）.、．]\s*|^[①-⑳]\s*"
)  # 一、 before a heading
PARTS = re.compile(r"[/／、\n]|(?<=[\u4e00-\u9fff])\s*(?=[A-Za-z])|(?<=[A-Za-z.])\s*(?=[\u4e00-\u9fff])")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")  # {name}, in a form that a program fills in
RUNNING = frozenset(
    ["序号", "序", "行号", "项次", "项目", "no", "no.", "#", "seq", "编号", "号", "row", "line", "行"]
)


def folded(heading: str) -> str:
    """A heading as two of them are compared: width, case, spaces and signs do not matter."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", heading).lower()))


@dataclass
class Layout:
    """Where things stand in a table: the row of the headings (from 0; -1 for none), and what each column is."""

    heading: int
    columns: dict[int, str]
    unknown: list[str] = field(default_factory=list)
    """Headings that are no column of the kind: they are not taken over, and that is said."""

    def stored(self) -> Json:
        """As the database keeps it."""
        return {
            "heading": self.heading,
            "columns": {str(place): name for place, name in self.columns.items()},
        }

    @classmethod
    def restored(cls, kept: Json, table: Table) -> "Layout":
        """As it was kept, for a table of which that is true."""
        columns = {int(place): name for place, name in kept["columns"].items()}
        heading = kept["heading"]
        unknown = unknown_in(table.rows[heading], columns) if 0 <= heading < len(table.rows) else []
        return cls(heading, columns, unknown)


def synonyms(columns: Sequence[Column]) -> dict[str, str]:
    """The name of a column by each of its headings, folded."""
    found: dict[str, str] = {}
    for column in columns:
        for heading in (*in_both_languages(column.label), *column.also, column.name):
            found.setdefault(folded(heading), column.name)
            found.setdefault(folded(NOTE.sub("", heading)), column.name)
    return found


def recognised(row: Sequence[Cell], known: Mapping[str, str]) -> dict[int, str]:
    """The columns that a row of headings names, each once: the first of two that are called the same."""
    found: dict[int, str] = {}
    for named in (named_by, named_in_parts):
        for place, cell in enumerate(row):
            if place in found or not isinstance(cell, str) or not cell.strip() or PLACEHOLDER.search(cell):
                continue
            name = named(cell, known)
            if name and name not in found.values():
                found[place] = name
    return dict(sorted(found.items()))


def named_by(heading: str, known: Mapping[str, str]) -> str:
    """The column that a heading names; "" for none."""
    plain = folded(NOTE.sub("", COUNTED.sub("", heading.strip())))
    return known.get(folded(heading)) or known.get(plain) or known.get(plain.removeprefix("是否"), "")


def named_in_parts(heading: str, known: Mapping[str, str]) -> str:
    """The column that a heading names twice, or beside what nobody knows: 编号 Serial No., 故障现象/原因."""
    parts = [part for part in PARTS.split(heading) if part.strip()]
    names = {named_by(part, known) for part in parts} - {""}
    return names.pop() if len(parts) > 1 and len(names) == 1 else ""


def recognised_at(rows: Sequence[Sequence[Cell]], number: int, known: Mapping[str, str]) -> dict[int, str]:
    """The columns that a row of headings names, together with the row above it where headings have two: 出厂, 日期."""
    found = recognised(rows[number], known)
    above = rows[number - 1] if number else []
    if not found or sum(not is_blank(cell) for cell in above) < 2:
        return found
    together: list[Cell] = []
    head = ""
    for place, cell in enumerate(rows[number]):
        over = shown(above[place]) if place < len(above) else ""
        head = over or (head if not is_blank(cell) else "")
        together.append("" if place in found else f"{head}{shown(cell)}")
    more = recognised(together, known)
    further = {place: name for place, name in more.items() if name not in found.values()}
    return dict(sorted((further | found).items()))


def has_what_is_needed(names: Iterable[str], kind: TableKind) -> bool:
    there = set(names)
    return all(there & set(either) for either in kind.needs)


def layout_of(table: Table, kind: TableKind) -> Layout | None:
    """The layout as the headings say it; None where they do not say enough."""
    known = synonyms(kind.columns)
    rows = [recognised_at(table.rows, number, known) for number in range(len(table.rows[:LOOKED_THROUGH]))]
    best = max(range(len(rows)), key=lambda number: len(rows[number]), default=-1)
    if best >= 0 and rows[best]:
        rows[best] |= told_by_cells(table, best, rows[best], kind)
    if best >= 0 and has_what_is_needed(rows[best].values(), kind):
        found = {place: name for place, name in rows[best].items() if not is_running(table, best, place)}
        if has_what_is_needed(found.values(), kind):
            return Layout(best, found, unknown_in(table.rows[best], found))
    return None


def is_one_of_ours(table: Table, layout: Layout, kind: TableKind) -> bool:
    """Whether a table is of this kind beyond doubt: a name and a region, beside what is unknown, has any list."""
    columns = {place: kind.column(name) for place, name in layout.columns.items()}
    heads = table.rows[layout.heading]
    if not layout.unknown or not all(is_common(heads[place], column) for place, column in columns.items()):
        return True
    below = table.rows[layout.heading + 1 :]
    return any(
        column.tells([row[place] for row in below if place < len(row)]) for place, column in columns.items()
    )


def is_common(heading: Cell, column: Column) -> bool:
    """Whether tables of all kinds of things have a column that is called so."""
    return folded(NOTE.sub("", shown(heading).strip())) in map(folded, column.common)


def told_by_cells(table: Table, heading: int, known: Mapping[int, str], kind: TableKind) -> dict[int, str]:
    """Columns below headings that name nothing of ours, whose cells can be one thing only: numbers as ours are."""
    found: dict[int, str] = {}
    for column in kind.columns:
        if column.plausible is None or column.name in known.values():
            continue
        for place, cell in enumerate(table.rows[heading]):
            if place in known or is_blank(cell) or folded(shown(cell)) in PASSED_OVER:
                continue
            if column.can_be([row[place] for row in table.rows[heading + 1 :] if place < len(row)]):
                found[place] = column.name
                break
    return found


def is_running(table: Table, heading: int, place: int) -> bool:
    """Whether a column that is called 编号 or the like only counts its rows: 1, 2, 3."""
    if folded(str(table.rows[heading][place])) not in RUNNING:
        return False
    below = [row[place] for row in table.rows[heading + 1 :] if place < len(row) and not is_blank(row[place])]
    numbers = [shown(cell) for cell in below]
    return len(numbers) > 1 and [n for n in numbers if n.isdecimal()] == [
        str(n) for n in range(1, len(numbers) + 1)
    ]


PASSED_OVER = frozenset([*map(folded, RUNNING), folded(NOTED)])


def unknown_in(row: Sequence[Cell], columns: Mapping[int, str]) -> list[str]:
    """The headings that name nothing of ours, but for those that count rows."""
    unknown = []
    for place, cell in enumerate(row):
        heading = shown(cell).strip()
        if heading and place not in columns and folded(heading) not in PASSED_OVER:
            unknown.append(heading)
    return unknown


def fingerprint(row: Sequence[Cell]) -> str:
    """What tables of the same layout have in common: the headings, in their order; "" for a row without any."""
    words = [folded(shown(cell)) for cell in row]
    while words and not words[-1]:
        words.pop()
    return hashlib.sha256("\n".join(words).encode()).hexdigest() if any(words) else ""


def has_what_is_asked_for(table: Table, kind: TableKind) -> bool:
    """Whether a person can say which column is which.

    Some column for each group that is needed can be it, and the table says that it is one of ours: by two of its
    headings, or by cells that can be nothing else. Names, days and numbers have most tables in the world.
    """
    below = table.rows[:LOOKED_THROUGH]
    places = range(max(map(len, below), default=0))
    columns = [[row[place] for row in below[1:] or below if place < len(row)] for place in places]
    possible = [
        {place for place in places if any(kind.column(name).can_be(columns[place]) for name in either)}
        for either in kind.needs
    ]
    return any(one_each(possible)) and (has_headings_of(below, kind) or tells_itself(columns, kind))


def has_headings_of(rows: Sequence[Sequence[Cell]], kind: TableKind) -> bool:
    """Whether a row has two headings of the kind; one may be called the same anywhere."""
    known = synonyms(kind.columns)
    return any(len(recognised(row, known)) > 1 for row in rows)


def tells_itself(columns: Sequence[Sequence[Cell]], kind: TableKind) -> bool:
    """Whether the cells of a column say by themselves that it is one of those needed."""
    needed = [kind.column(name) for either in kind.needs for name in either]
    return any(column.tells(cells) for column in needed for cells in columns)


def one_each(possible: Sequence[set[int]]) -> Iterable[bool]:
    """Whether each group has a column of its own, for every way to choose them."""
    places = sorted(set().union(*possible))[:MOST_CHOICES]
    for chosen in permutations(places, len(possible)):
        yield all(place in group for place, group in zip(chosen, possible, strict=True))
