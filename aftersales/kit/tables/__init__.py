"""What comes in as a table: one way to read every kind of it.

A file or a pasted text → its headings, known by many names → a look at every row: what is skipped, what is wrong.
An app declares a ``TableKind`` for a thing of its own. ``reading`` makes cells of files, ``cells`` values of cells,
``headings`` finds the columns, ``looking`` judges the rows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aftersales.kit.choices import Label
from aftersales.kit.tables.cells import Reader
from aftersales.kit.tables.reading import Cell
from aftersales.models import User


@dataclass(frozen=True)
class Column:
    """A column of a kind of table.

    ``name`` is where its value goes; ``label``, in every language, and the words of ``also`` are its headings. A
    ``needed`` one has something in every row. ``blank`` is what an empty cell means.
    """

    name: str
    label: Label
    read: Reader
    also: tuple[str, ...] = ()
    needed: bool = False
    blank: Any = ""


@dataclass(slots=True)
class Row:
    """One row: its number as the spreadsheet program counts, its cells and values by column, and what is said of it.

    ``errors`` are pairs of a column, or "" for the whole row, and a sentence.
    """

    number: int
    cells: dict[str, Cell]
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)

    def wrong(self, column: str, sentence: str) -> None:
        self.errors.append((column, sentence))

    def get(self, name: str, default: Any = "") -> Any:
        """A value; the default where there is no such column, or its cell cannot be read."""
        return self.values.get(name, default)


@dataclass
class Batch:
    """Some rows in a kind's hands: whose they are, what they are about, and what all of the table has in common."""

    rows: list[Row]
    user: User
    subject: Any = None
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TableKind:
    """A kind of table.

    ``needs`` are groups of columns, of each of which one must be there. ``judge`` compares rows with what is known and
    with each other; ``spread`` makes several rows of one whose cell stands for several things.
    """

    columns: Sequence[Column]
    needs: tuple[tuple[str, ...], ...]
    judge: Callable[[Batch], None]
    spread: Callable[[Row], Iterator[Row]] | None = None
