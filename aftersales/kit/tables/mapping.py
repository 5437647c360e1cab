"""The form on which a person says which column is which."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from aftersales.kit.tables import TableKind
from aftersales.kit.tables.cells import is_blank, shown
from aftersales.kit.tables.headings import (
    LOOKED_THROUGH,
    Layout,
    recognised,
    synonyms,
)
from aftersales.kit.tables.reading import Cell, Table
from aftersales.models import TableUpload

SEEN = 8  # rows that the page shows below the headings
LONG = 40  # characters of a cell
OFFERED = 15  # rows that may have the headings
NO_HEADING = -1


@dataclass
class ColumnsForm:
    """Which sheet is meant, which of its rows has the headings, and what each of its columns is.

    ``names`` are what was said, or is proposed, by place; ``errors`` what is wrong with that.
    """

    kind: TableKind
    tables: Sequence[Table]
    sheet: int
    heading: int
    names: dict[int, str]
    errors: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls, upload: TableUpload, kind: TableKind, tables: Sequence[Table], said: QueryDict
    ) -> "ColumnsForm":
        """As it was filled in; else with what is known of the table."""
        sheet = number(said.get("sheet"), range(len(tables)), upload.sheet)
        table = tables[sheet]
        known = upload.layout if upload.layout and sheet == upload.sheet else None
        layout = Layout.restored(known, table) if known else proposed(table, kind)
        rows = range(NO_HEADING, min(len(table.rows), LOOKED_THROUGH))
        heading = number(said.get("heading"), rows, layout.heading)
        if heading != layout.heading and not known:
            layout = Layout(heading, headings_of(table, kind, heading))
        names = {place: said.get(f"column-{place}", layout.columns.get(place, "")) for place in places(table)}
        return cls(kind, tables, sheet, heading, names)

    @property
    def table(self) -> Table:
        return self.tables[self.sheet]

    def first_rows(self) -> list[tuple[int, str]]:
        """The rows that may have the headings: each with its number from 0, and what stands in it."""
        rows = enumerate(self.table.rows[:OFFERED])
        return [
            (n, f"{n + 1}  {' · '.join(cell_at(row, p) for p in range(len(row)))[:LONG]}") for n, row in rows
        ]

    def columns(self) -> dict[int, str]:
        """What was said of the columns that are something."""
        return {place: name for place, name in self.names.items() if name}

    def is_valid(self) -> bool:
        """Whether each column is there once, and all that is needed."""
        said = list(self.columns().values())
        labels = {column.name: str(column.label) for column in self.kind.columns}
        for name in dict.fromkeys(said):
            if name not in labels:
                self.errors.append(_("There is no such column."))
            elif said.count(name) > 1:
                self.errors.append(_("“%(column)s” can be one column only.") % {"column": labels[name]})
        for either in self.kind.needs:
            if not set(said) & set(either):
                wanted = _(" or ").join(f"“{labels[name]}”" for name in either)
                self.errors.append(_("Say which column is %(wanted)s.") % {"wanted": wanted})
        return not self.errors


def number(said: str | None, among: range, otherwise: int) -> int:
    """A number that was said, if it is one of these."""
    text = said or ""
    plain = text.removeprefix("-")
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 6):
        return otherwise
    return int(text) if int(text) in among else otherwise


def places(table: Table) -> range:
    """The columns that have anything in them, from the first one."""
    filled = (place for row in table.rows for place, cell in enumerate(row) if not is_blank(cell))
    return range(max(filled, default=-1) + 1)


def proposed(table: Table, kind: TableKind) -> Layout:
    """The row whose headings are known best; else the first one that has as many cells as any."""
    known = synonyms(kind.columns)
    rows = table.rows[:LOOKED_THROUGH]
    found = [recognised(row, known) for row in rows]
    widths = [sum(not is_blank(cell) for cell in row) for row in rows]
    order = sorted(range(len(rows)), key=lambda n: (-len(found[n]), -widths[n], n))
    return Layout(order[0], found[order[0]]) if order else Layout(NO_HEADING, {})


def headings_of(table: Table, kind: TableKind, heading: int) -> dict[int, str]:
    return recognised(table.rows[heading], synonyms(kind.columns)) if heading >= 0 else {}


@dataclass(frozen=True)
class Place:
    """A column as the page shows it: what stands in it, and what it is said to be."""

    number: int
    heading: str
    name: str
    cells: Sequence[str]


def beginning_of(form: ColumnsForm) -> list[Place]:
    """The columns of the sheet, with their first cells."""
    rows = form.table.rows
    below = [row for row in rows[form.heading + 1 :] if not all(map(is_blank, row))][:SEEN]
    head = rows[form.heading] if form.heading >= 0 else []
    return [
        Place(
            place,
            cell_at(head, place),
            form.names[place],
            list(filter(None, (cell_at(row, place) for row in below))),
        )
        for place in places(form.table)
    ]


def cell_at(row: Sequence[Cell], place: int) -> str:
    text = shown(row[place]) if place < len(row) else ""
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"
