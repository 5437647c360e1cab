"""What a page shows of a look: how many rows of each fate, and the first of each in words."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from aftersales.kit.spreadsheets import Cell as OutCell
from aftersales.kit.tables import Column, Fate, Row
from aftersales.kit.tables.cells import shown
from aftersales.kit.tables.looking import Look
from aftersales.kit.untyped import Json, Value

SHOWN = 200  # rows of each fate that a page shows
LONG = 120  # characters of a cell
WARNED = "warned"  # rows that are right, and of which something is to be said

Summary = Json
Progress = Callable[[int], object]  # is told how many rows are through


def nobody(done: int) -> None:
    """For whom nobody waits."""


def summary_of(look: Look, progress: Progress = nobody) -> Summary:
    """What was found: counts, and rows in the order in which they concern whoever reads it."""
    counts: Counter[str] = Counter()
    lines: defaultdict[str, list[Summary]] = defaultdict(list)
    for batch in look.batches():
        for row in batch.rows:
            fate = row.fate
            counts[fate] += 1
            place = WARNED if row.warnings and not row.errors else fate
            if len(lines[place]) < SHOWN:
                lines[place].append(line_of(row, look))
        counts[WARNED] += sum(bool(row.warnings) for row in batch.good)
        progress(min(counts.total() - counts[WARNED], len(look.table.rows)))
    order = [Fate.WRONG, WARNED, Fate.HELD, Fate.CHANGED, Fate.NEW, Fate.SAME]
    return about(look) | {"counts": dict(counts), "lines": [line for name in order for line in lines[name]]}


def about(look: Look) -> Summary:
    """What is said of the table as a whole, once it was looked through."""
    return {
        "sheet": look.table.name,
        "left_out": look.table.left_out,
        "others": look.table.others,
        "heads": [str(look.by_name[name].label) for name in names_of(look)],
        "unknown": look.layout.unknown,
        "blank": look.blank,
        "skipped": [[one.number, one.why, one.text] for one in look.skipped[:SHOWN]],
        "more_skipped": max(len(look.skipped) - SHOWN, 0),
        "notes": look.notes,
    }


def names_of(look: Look) -> list[str]:
    """The columns that the table has, in the order of the kind."""
    there = set(look.layout.columns.values()).union(*look.said.get("typed", ()))
    return [column.name for column in look.columns if column.name in there]


def line_of(row: Row, look: Look) -> Summary:
    """A row in words."""
    wrong = {name for name, _sentence in row.errors}
    label = {"": ""} | {name: str(column.label) for name, column in look.by_name.items()}
    return {
        "number": row.number,
        "state": [str(row.fate.label), row.fate.colour],
        "cells": [[label[n], cell_in_words(look, row, n)[:LONG], n in wrong] for n in names_of(look)],
        "errors": [[label[name], sentence] for name, sentence in row.errors],
        "warnings": [[label[name], sentence, url] for name, sentence, url in row.warnings],
        "changes": [list(change) for change in row.changes],
    }


def cell_in_words(look: Look, row: Row, name: str) -> str:
    """What was read of a cell; what was sent, where it could not be read."""
    if name not in row.values or any(name == column for column, _sentence in row.errors):
        return shown(row.cells.get(name, ""))
    return in_words(look.by_name[name], row.values[name])


def in_words(column: Column, value: Value) -> str:
    """A value as people read it."""
    if value is None or value == "" or value == []:
        return ""
    if column.words:
        return column.words(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def as_cell(column: Column, value: Value) -> OutCell:
    """A value as an export has it: days and figures as what they are, all else in words."""
    kept = isinstance(value, int | Decimal | dt.date) and not isinstance(value, bool) and not column.words
    return value if kept else in_words(column, value) or None
