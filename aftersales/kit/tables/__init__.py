"""What comes in as a table: one way in for every kind of it.

A file or a pasted text → its headings, known by many names or said by the person → a look at every row: what is
skipped, wrong, new, or would change → all of it or nothing, or the good rows and the others as a file to correct.

An app declares a ``TableKind`` for a thing of its own: columns as data, one function that judges rows and one that
takes them. ``reading`` makes cells of files, ``cells`` values of cells, ``headings`` finds the columns, ``looking``
judges the rows, ``taking`` writes them, ``uploads`` keeps what somebody sent until they have decided, and
``background`` does what takes longer than a request.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersales.kit.choices import ColouredChoices, Label
from aftersales.kit.spreadsheets import Cell as OutCell
from aftersales.kit.spreadsheets import Sheet
from aftersales.kit.tables.cells import Reader, is_blank
from aftersales.kit.tables.reading import COLUMNS, ROWS, Cell, Table
from aftersales.kit.untyped import Json, Value
from aftersales.models import User

if TYPE_CHECKING:
    from aftersales.kit.tables.headings import Layout

Thing: TypeAlias = Any
"""What a table or a row is about: a thing of the app that declares the kind."""

Example: TypeAlias = "OutCell | Label"
Memory: TypeAlias = dict[str, Any]
"""What a kind keeps in mind from one portion of a table to the next."""


class Fate(ColouredChoices):
    """What becomes of a row."""

    NEW = "new", "green", pgettext_lazy("row of a table", "new")
    CHANGED = "changed", "blue", pgettext_lazy("row of a table", "changes")
    HELD = "held", "violet", _("waits for a second person")
    SAME = "same", "grey", _("there already")
    WRONG = "wrong", "red", pgettext_lazy("row of a table", "wrong")


class NotTaken(Exception):
    """The rows cannot be taken over; the message says why."""


@dataclass(frozen=True)
class Column:
    """A column of a kind of table.

    ``name`` is where its value goes; ``label``, in every language, and the words of ``also`` are its headings. A
    ``needed`` one has something in every row. ``blank`` is what an empty cell means, ``example`` what stands in the
    template, ``words`` how a value is shown and exported.
    """

    name: str
    label: Label
    read: Reader
    also: tuple[str, ...] = ()
    needed: bool = False
    blank: Value = ""
    example: Example = ""
    width: int = 14
    words: Callable[[Value], str] | None = None
    permission: str = ""
    """Who may see and send it; empty: everybody who may send the table."""

    common: tuple[str, ...] = ()
    """Those of its headings that say nothing of the table: a name, a region may be anybody's."""

    plausible: Callable[[Sequence[Cell]], bool] | None = None
    """Whether these cells, below a heading that nobody knows, can be this column; else whether most can be read."""

    telling: Callable[[Sequence[Cell]], bool] | None = None
    """Whether these cells say by themselves what they are, such as numbers as ours are, or names of the register."""

    def can_be(self, cells: Sequence[Cell]) -> bool:
        """Whether a column of these cells can be this one."""
        filled = [cell for cell in cells if not is_blank(cell)]
        if self.plausible:
            return self.plausible(filled)
        return bool(filled) and 2 * sum(map(self.readable, filled)) > len(filled)

    def tells(self, cells: Sequence[Cell]) -> bool:
        """Whether a column of these cells is this one, and so the table one of ours."""
        asked = self.telling or self.plausible
        filled = [cell for cell in cells if not is_blank(cell)]
        return bool(asked and filled and asked(filled))

    def readable(self, cell: Cell) -> bool:
        try:
            return bool(self.read(cell))
        except ValueError:
            return False


class Change(NamedTuple):
    """What a row would change: the column, and both values in words."""

    label: str
    old: str
    new: str


class Warned(NamedTuple):
    """What is to be said of a row that is not wrong; ``url`` leads to what it speaks of."""

    column: str
    sentence: str
    url: str = ""


@dataclass(slots=True)
class Row:
    """One row: its number as the spreadsheet program counts, its cells and values by column, and what is said of it.

    ``errors`` are pairs of a column, or "" for the whole row, and a sentence. ``source`` are all cells as they were
    sent; ``thing`` is what the row is about, where that is there already.
    """

    number: int
    cells: dict[str, Cell]
    values: dict[str, Value] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    source: Sequence[Cell] = ()
    thing: Thing = None
    state: Fate = Fate.NEW

    @property
    def fate(self) -> Fate:
        return Fate.WRONG if self.errors else self.state

    def wrong(self, column: str, sentence: str) -> None:
        self.errors.append((column, sentence))

    def warn(self, column: str, sentence: str, url: str = "") -> None:
        self.warnings.append(Warned(column, sentence, url))

    def get(self, name: str, default: Value = "") -> Value:
        """A value; the default where there is no such column, or its cell cannot be read."""
        return self.values.get(name, default)


@dataclass
class Batch:
    """Some rows in a kind's hands: whose they are, what they are about, and what all of the table has in common.

    ``memory`` is the same from the first rows of a table to its last, ``notes`` are what is said of the whole table,
    ``said`` is what the person said beside it, ``name`` that of the file, or "" of what was pasted. While it is
    ``taking``, what is there is read under lock, in the transaction in which the rows are written.
    """

    rows: list[Row]
    user: User
    subject: Thing = None
    memory: Memory = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    said: Json = field(default_factory=dict)
    name: str = ""
    taking: bool = False
    source: str = ""
    """The SHA-256 of what was sent, "" where nothing was; see uploads.py."""

    @property
    def good(self) -> list[Row]:
        return [row for row in self.rows if not row.errors]


class Home(NamedTuple):
    """The page that a way begins from, and leads back to."""

    url: str
    label: str


@dataclass(frozen=True)
class TableKind:
    """A kind of table.

    ``needs`` are groups of columns, of each of which one must be there. ``judge`` compares rows with what is known and
    with each other, and says of each what becomes of it; ``take`` writes rows that are right, in a transaction, or
    raises NotTaken.
    """

    key: str
    title: Label
    permission: str
    columns: Sequence[Column]
    needs: tuple[tuple[str, ...], ...]
    judge: Callable[[Batch], None]
    take: Callable[[Batch], None]
    home: Callable[[Thing], Home]
    subject: Callable[[User, int], Thing] | None = None
    """What a table is about, as the person may see it; raises Http404."""

    hint: Label = ""
    rows: int = ROWS
    width: int = COLUMNS
    skip: Callable[[dict[str, Cell]], str] | None = None
    """Why a row of these cells is none of the table; "" where it is one."""

    spread: Callable[[Row], Iterator[Row]] | None = None
    """Makes several rows of one whose cell stands for several things."""

    guess: Callable[[Table, bool], Sequence[str]] | None = None
    """The columns of a table without headings, which was pasted or not; none where it can be no such table."""

    refuse: Callable[[Table, "Layout"], str] | None = None
    """Why a table with this layout is none of the kind all the same; "" where it is one."""

    prepared: Callable[[Table], Table] | None = None
    """A pasted table without headings, with its cells where the guess looks for them."""

    existing: Callable[[User, Thing], Iterable[Sequence[Value]]] | None = None
    """All that there is, in the order of the columns: what an export writes."""

    export: Callable[[], str] | None = None
    """The address of the page that writes all that there is, where the app has one."""

    template: Callable[[User, Thing], Iterable[Sequence[OutCell]]] | None = None
    """The rows of the template; else one of the examples."""

    explained: Callable[[], Sequence[Sheet]] | None = None
    """Further sheets of the template."""

    def for_user(self, user: User) -> "TableKind":
        """The kind with the columns that this person may see."""
        columns = [column for column in self.columns if not column.permission or user.can(column.permission)]
        return self if len(columns) == len(self.columns) else replace(self, columns=columns)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


KINDS: dict[str, TableKind] = {}


def register(kind: TableKind) -> TableKind:
    """Make a kind of table known, by the key under which uploads are kept."""
    KINDS[kind.key] = kind
    return kind
