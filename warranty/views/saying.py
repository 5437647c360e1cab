"""What an entry of a register says, on a page and in a sheet, and what became of it, in words."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.text import capfirst

from aftersales.kit.choices import Label
from aftersales.kit.ledger import DATE, ID, LONG, NUMBER, OPEN_MONEY, TEXT, Column
from aftersales.kit.spreadsheets import Cell, SheetColumn
from aftersales.models import User
from warranty.models import Amendment, Entry, Kind, RegisterChange, fields_of, hidden
from warranty.statuses import AmendmentStatus
from workflow.changes import changes_in_words, label_of, value_in_words


class Said(NamedTuple):
    """A field and what it says, as people read it."""

    label: Label
    words: str


class Told(NamedTuple):
    """A line of the history."""

    change: RegisterChange
    said: list[tuple[Label, str]]


# -- what an entry says -------------------------------------------------------------------------------


def said(entry: Entry, names: list[str]) -> Iterator[Said]:
    """What fields of an entry say; whether it is in use is said of one that is not."""
    for name in names:
        if name != "active":
            yield Said(label_of(type(entry), name), words(entry, name))


def words(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    choices = dict(fields_of(entry.kind)[name].flatchoices)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value_in_words(value if isinstance(value, bool) else str(value or ""), choices)


def column(model: Kind, name: str) -> SheetColumn:
    field = fields_of(model)[name]
    kind = field.get_internal_type()
    form = {"DateField": "yyyy-mm-dd", "DecimalField": "0.00"}.get(kind, "@")
    return SheetColumn(str(label_of(model, name)), 12 if form != "@" else 20, form)


def cell(entry: Entry, name: str) -> Cell:
    """A value as a cell: days and figures as such, all else in the words that come in again."""
    value = getattr(entry, name)
    if isinstance(value, bool) or (value and fields_of(entry.kind)[name].flatchoices):
        return words(entry, name)
    plain: Cell = str(value) if hasattr(value, "pk") else value
    return plain


KINDS = {
    "DateField": DATE,
    "DecimalField": OPEN_MONEY,
    "PositiveSmallIntegerField": NUMBER,
    "PositiveIntegerField": NUMBER,
}
LONG_FROM = 80  # characters that a field holds


def list_column(model: Kind, name: str, *, screen: bool, sort: bool) -> Column:
    """A field as a column of the list."""
    field = fields_of(model)[name]
    long = (field.max_length or 0) >= LONG_FROM or field.is_relation
    kind = KINDS.get(field.get_internal_type(), LONG if long else TEXT)
    label = capfirst(str(label_of(model, name)))
    kind = ID if name == "serial_number" else kind
    return Column(label, partial(cell, name=name), kind, sort=name if sort else "", screen=screen)


# -- what became of it --------------------------------------------------------------------------------


def changes_for(entry: Entry, user: User) -> QuerySet[RegisterChange]:
    """The history of an entry without what is not for this person's eyes, newest first."""
    rows = RegisterChange.objects.filter(noun=entry.noun, entry_id=entry.pk)
    sees_all = not any(hidden(entry.kind, name, user) for name in entry.confined)
    return rows if sees_all else rows.filter(confined=False)


def told(model: Kind, change: RegisterChange, user: User) -> Told:
    """A change in words; of a new entry what it said."""
    seen = {name: pair for name, pair in change.changes.items() if not hidden(model, name, user)}
    if not change.entered:
        return Told(change, changes_in_words(seen, model))
    return Told(change, [(label, said.removeprefix("– → ")) for label, said in changes_in_words(seen, model)])


def waiting(entry: Entry) -> Amendment | None:
    """The change that waits for a second person, if any."""
    rows = Amendment.objects.filter(entry_noun=entry.noun, entry_id=entry.pk, status=AmendmentStatus.OPEN)
    return rows.select_related(*Amendment.reads).first()
