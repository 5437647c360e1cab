"""A ledger as Excel sheet and as PDF, in the reader's language."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import IO, NamedTuple

from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.kit import pdf
from aftersales.kit.choices import ColouredChoices, Label
from aftersales.kit.ledger import ID, LONG, MONEY, NUMBER, TEXT, Column, Kind, Value
from aftersales.kit.ledger.filters import Selection
from aftersales.kit.ledger.totals import Total, totals_of
from aftersales.kit.pdf_pages import overprinted
from aftersales.kit.spreadsheets import Cell, Sheet, SheetColumn, write_sheets
from aftersales.kit.untyped import Context

AT_ONCE = 1000  # rows read from the database at a time
PART = 500  # rows of a PDF that are laid out, and in memory, at a time: forty pages, which take ten seconds
ON_PAPER = 5000  # rows of the longest PDF: four hundred pages

PAPER_WIDTH = 277  # mm between the margins of A4 on its side


Progress = Callable[[int, int], object]  # is told how many rows of how many are through


def nobody(done: int, total: int) -> None:
    """Progress that nobody wants to hear of."""


# -- Excel --------------------------------------------------------------------------------------------


def spreadsheet(selection: Selection, progress: Progress = nobody) -> IO[bytes]:
    """All rows with their types; the totals, where there are any, on a second sheet."""
    title = str(selection.ledger.title)
    columns = [sheet_column(column.label, column.kind) for column in selection.columns]
    rows = ([plain(column.of(row)) for column in selection.columns] for row in every(selection, progress))
    sheets = [Sheet(title, columns, rows)]
    if selection.ledger.totals:
        heads = [sheet_column(label, kind) for label, kind in total_heads(selection)]
        totals = [[plain(value) for value in total_cells(selection, line)] for line in totals_of(selection)]
        sheets.append(Sheet(_("Totals"), heads, totals))
    return write_sheets(sheets, f"{settings.FACTORY_NAME} {title}")


def sheet_column(label: Label, kind: Kind) -> SheetColumn:
    return SheetColumn(str(label), kind.width, kind.excel)


def every(selection: Selection, progress: Progress = nobody) -> Iterator[Model]:
    """The rows in their order, a few of them in memory at a time."""
    for portion in portions(selection, AT_ONCE, progress):
        yield from portion.rows


class Portion(NamedTuple):
    """Some rows of a file, and where among how many they stand; an empty file has one portion."""

    rows: list[Model]
    start: int
    end: int
    total: int


def portions(selection: Selection, size: int, progress: Progress) -> Iterator[Portion]:
    """The rows in their order, so many at a time.

    Which ones is decided at the beginning. Then each portion is asked for by itself: a cursor that stays open for
    as long as a file takes would keep SQLite from writing down the progress.
    """
    keys = list(selection.in_order.values_list("pk", flat=True))
    total = len(keys)
    for start in range(0, max(total, 1), size):
        here = keys[start : start + size]
        found = selection.visible.in_bulk(here)
        end = start + len(here)
        yield Portion([found[key] for key in here if key in found], start, end, total)
        progress(end, total)


def plain(value: Value) -> Cell:
    """A value as Excel has it: words for a state, the factory's time without a zone, nothing for nothing."""
    if isinstance(value, ColouredChoices):
        return str(value.label)
    if isinstance(value, dt.datetime):
        return timezone.make_naive(value).replace(second=0, microsecond=0)
    if value is None or isinstance(value, dt.date | int | float | Decimal):
        return value
    return str(value) or None


def total_heads(selection: Selection) -> list[tuple[str, Kind]]:
    assert selection.ledger.totals is not None
    of = str(selection.ledger.totals.of or _("Customer"))
    heads = [(_("Month"), ID), (of, LONG), (_("Entries"), NUMBER), (_("Amount"), MONEY)]
    return heads if reads_sums(selection) else heads[:3]


def reads_sums(selection: Selection) -> bool:
    assert selection.ledger.totals is not None
    return selection.user.can(selection.ledger.totals.permission)


def total_cells(selection: Selection, line: Total) -> list[Value]:
    """A line of the totals under its heads."""
    month = line.month.strftime("%Y-%m") if line.month else _("All")
    cells: list[Value] = [month, line.customer or _("Total"), line.entries, line.amount]
    return cells if reads_sums(selection) else cells[:3]


# -- PDF ----------------------------------------------------------------------------------------------


def paper(selection: Selection, progress: Progress = nobody) -> bytes:
    """The ledger on A4 on its side, every page with head and page number."""
    now = timezone.localtime()
    parts = [printed(selection, portion, now) for portion in portions(selection, PART, progress)]
    pages = sum(pages for _part, pages in parts)
    numbers, _pages = as_pdf("ledgers/page_numbers.html", {"pages": range(pages)})
    return overprinted([part for part, _pages in parts], numbers)


def as_pdf(template: str, context: Context) -> tuple[bytes, int]:
    """A page of templates/ledgers as PDF, and how many pages it takes."""
    with pdf.no_collector():
        document = pdf.lay_out(render_to_string(template, context), "print-ledger.css")
        return pdf.write(document), len(document.pages)


def printed(selection: Selection, portion: Portion, now: dt.datetime) -> tuple[bytes, int]:
    """Some rows of a ledger on pages without numbers, and how many pages they take."""
    context = {
        "ledger": selection.ledger,
        "factory": settings.FACTORY_NAME,
        "filter": selection.described(),
        "printed_by": selection.user,
        "printed_at": now,
        "portion": portion,
        "columns": selection.columns,
        "widths": widths(selection.columns),
        "rows": [[(column.kind, words(column, row)) for column in selection.columns] for row in portion.rows],
    }
    if selection.ledger.totals and portion.end == portion.total:
        context |= {"total_heads": total_heads(selection), "totals": printed_totals(selection)}
    return as_pdf("ledgers/paper.html", context)


def widths(columns: Sequence[Column]) -> list[float]:
    """The columns on paper, in mm."""
    shares = [column.kind.paper for column in columns]
    left = PAPER_WIDTH - sum(share for share in shares if share > 0)
    part = left / max(1, -sum(share for share in shares if share < 0))
    return [float(share) if share > 0 else round(-share * part, 1) for share in shares]


def printed_totals(selection: Selection) -> list[tuple[Total, list[str]]]:
    """Each line of the totals with its cells as they are printed."""
    kinds = [kind for _label, kind in total_heads(selection)]
    return [
        (
            line,
            [in_words(value, kind) for value, kind in zip(total_cells(selection, line), kinds, strict=True)],
        )
        for line in totals_of(selection)
    ]


def words(column: Column, row: Model) -> str:
    """A value as it is printed."""
    return in_words(column.of(row), column.kind)


def in_words(value: Value, kind: Kind = TEXT) -> str:
    if type(value) is str:
        return value
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if kind.name == MONEY.name and not isinstance(value, str):
        return f"{value:,.2f}"
    return str(value)
