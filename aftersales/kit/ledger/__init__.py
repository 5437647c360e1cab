"""台账: a ledger is one table of data, shown as a page, an Excel sheet and a PDF.

An app describes its ledgers in its ledgers.py, imported by ``AppConfig.ready``::

    register(
        Ledger(
            key="extension",
            title=_("Extensions"),
            hint=_("Later due dates, asked for and decided."),
            icon="calendar-clock",
            rank=20,
            permission="slip.view",
            rows=lambda user: Extension.objects.filter(...visible to user...).select_related("motor__case"),
            period="requested_at",
            search="motor__case__search_text",
            filters=(customer("motor__case__customer"), model("motor__"), choice("granted", ...)),
            columns=(
                Column(_("Case"), "motor.case.number", ID, url="motor.get_absolute_url"),
                Column(_("Asked for"), "requested_at", MOMENT, sort="requested_at"),
                Column(_("Amount"), lambda row: row.fee, MONEY),
            ),
        )
    )

``rows`` decides which rows a person may see; ``permission`` whether the ledger exists for them at all. A column
of kind MONEY is left out, on the page and on paper, for people without ``amount.view``. The first column is the
title of the row on a phone.

The list of all ledgers is in the order of the work: that of their ``rank``, whichever app they are in.

``period`` is the date or moment by which the ledger is filtered from–to and ordered, newest first. ``period`` and
every ``sort`` name a field that is never null among the rows and has an index together with the id: a page is
found by the last row of the page before it, however long the ledger is.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from aftersales.kit.choices import Label
from aftersales.kit.spreadsheets import Cell
from aftersales.models import User

logger = logging.getLogger(__name__)


Value: TypeAlias = "Cell | Label | Model"
"""What a column has of a row."""

Row: TypeAlias = Any
"""A row of a ledger or list: of the model of which it is, as its columns and filters know and no type says."""

Rows: TypeAlias = "QuerySet[Row]"

Search: TypeAlias = str | Callable[[Rows, str], Rows]
"""The path of a search_text column, see aftersales.kit.search, or what finds the rows that match a word."""


class Kind(NamedTuple):
    """How the values of a column look: in Excel (number format, characters wide) and on paper (mm).

    On paper a column that may break shares what the others leave, a negative number being its part.
    """

    name: str
    excel: str
    width: int
    paper: int = -2


TEXT = Kind("text", "@", 20, -2)
LONG = Kind("long", "@", 36, -3)
ID = Kind("id", "@", 15, 21)  # numbers of slips and motors, which stay text and never break
STATE = Kind("state", "@", 14, 17)  # a member of ColouredChoices
DATE = Kind("date", "yyyy-mm-dd", 12, 18)
MOMENT = Kind("moment", "yyyy-mm-dd hh:mm", 17, 18)  # aware; shown in the factory's time
NUMBER = Kind("number", "0", 8, 10)
MONEY = Kind("money", "#,##0.00", 12, 17)  # CNY; for people with amount.view
OPEN_MONEY = Kind("money", "#,##0.00", 13, 17)  # CNY; for whoever sees the row


@dataclass(frozen=True)
class Column:
    """A column: its heading, and how to get its value from a row.

    ``value`` and ``url`` are a path of attributes ("motor.case.number") or a function of the row. ``sort`` is the
    field to sort by. ``screen=False`` keeps a column for Excel and PDF, where there is room. ``things`` are what the
    value names, where it names several, each with a page of its own.
    """

    label: Label
    value: str | Callable[[Row], Value]
    kind: Kind = TEXT
    sort: str = ""
    url: str | Callable[[Row], str] = ""
    screen: bool = True
    things: Callable[[Row], Sequence[Model]] | None = None

    def of(self, row: Model) -> Value:
        """The value in a row; None where there is none. What is stored damaged spoils its own cell alone."""
        try:
            return follow(row, self.value)
        except (LookupError, TypeError, ValueError, ArithmeticError) as problem:
            logger.warning("%s of %r cannot be read: %r", self.label, row, problem)
            return _("unreadable")

    def url_of(self, row: Model) -> str:
        return str(follow(row, self.url) or "") if self.url else ""


def follow(row: Model, path: str | Callable[[Row], Value]) -> Value:
    """What a path of attributes leads to; None where it breaks off. Methods on the way are called."""
    if not isinstance(path, str):
        return path(row)
    here: Value = row
    for name in path.split("."):
        found = getattr(here, name, None)
        here = found() if callable(found) else found
        if here is None:
            return None
    return here


@dataclass(frozen=True)
class Filter:
    """A field above the ledger, and what it leaves of the rows."""

    name: str
    field: Callable[[], forms.Field]
    narrow: Callable[[Rows, Any], Rows]


@dataclass(frozen=True)
class Totals:
    """Sums per month of the period and customer.

    ``customer`` and ``amount`` are field paths; ``count_only`` leaves of the rows what counts, and ``of`` says what
    the sums are of, where it is not the customer. Who lacks ``permission`` reads how many there are alone.
    """

    customer: str
    amount: str
    count_only: Callable[[Rows], Rows] = field(default=lambda rows: rows)
    of: Label = ""
    permission: str = "amount.view"


@dataclass(frozen=True)
class Ledger:
    """One 台账; the module says how to write one."""

    key: str
    title: Label
    hint: Label
    icon: str
    rank: int
    permission: str
    rows: Callable[[User], QuerySet[Model]]
    columns: Sequence[Column]
    period: str
    search: Search = ""
    filters: Sequence[Filter] = ()
    totals: Totals | None = None

    def columns_for(self, user: User) -> list[Column]:
        """The columns that the person may read."""
        return [column for column in self.columns if column.kind != MONEY or user.can("amount.view")]


_ledgers: dict[str, Ledger] = {}


def register(*ledgers: Ledger) -> None:
    """Add ledgers to the list of all."""
    _ledgers.update({ledger.key: ledger for ledger in ledgers})


def all_ledgers() -> list[Ledger]:
    """Every ledger of every app."""
    return list(_ledgers.values())


def ledgers_of(user: User) -> list[Ledger]:
    """The ledgers that this person may open, in the order of the work."""
    found = [ledger for ledger in _ledgers.values() if user.can(ledger.permission)]
    return sorted(found, key=lambda ledger: ledger.rank)


def ledger_of(user: User, key: str) -> Ledger | None:
    """The ledger of this key if the person may open it."""
    return next((ledger for ledger in ledgers_of(user) if ledger.key == key), None)
