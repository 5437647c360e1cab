"""A ledger as Excel sheet and as PDF, in the reader's language."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales import pdf
from aftersales.choices import ColouredChoices
from aftersales.ledger import ID, LONG, MONEY, NUMBER, TEXT, Column, Kind
from aftersales.ledger.filters import Selection
from aftersales.ledger.totals import Total, totals_of
from aftersales.spreadsheets import Sheet, SheetColumn, write_sheets

AT_ONCE = 2000  # rows read from the database at a time
ON_PAPER = 500  # rows of the longest PDF: forty pages, which take ten seconds to lay out

PAPER_WIDTH = 277  # mm between the margins of A4 on its side


class TooLong(Exception):
    """The ledger has more rows than a PDF takes."""


# -- Excel --------------------------------------------------------------------------------------------


def spreadsheet(selection: Selection) -> IO[bytes]:
    """All rows with their types; the totals, where there are any, on a second sheet."""
    title = str(selection.ledger.title)
    columns = [sheet_column(column.label, column.kind) for column in selection.columns]
    rows = ([plain(column.of(row)) for column in selection.columns] for row in every(selection))
    sheets = [Sheet(title, columns, rows)]
    if selection.ledger.totals:
        heads = [sheet_column(label, kind) for label, kind in total_heads(selection)]
        totals = [[plain(value) for value in total_cells(selection, line)] for line in totals_of(selection)]
        sheets.append(Sheet(_("Totals"), heads, totals))
    return write_sheets(sheets, f"{settings.FACTORY_NAME} {title}")


def sheet_column(label: Any, kind: Kind) -> SheetColumn:
    return SheetColumn(str(label), kind.width, kind.excel)


def every(selection: Selection) -> Iterator[Any]:
    """The rows in their order, a few of them in memory at a time."""
    return iter(selection.in_order.iterator(chunk_size=AT_ONCE))


def plain(value: Any) -> Any:
    """A value as Excel has it: words for a state, the factory's time without a zone, nothing for nothing."""
    if isinstance(value, ColouredChoices):
        return str(value.label)
    if isinstance(value, dt.datetime):
        return timezone.make_naive(value).replace(second=0, microsecond=0)
    if value is None or isinstance(value, dt.date | int | float) or hasattr(value, "quantize"):
        return value
    return str(value) or None


def total_heads(selection: Selection) -> list[tuple[str, Kind]]:
    heads = [(_("Month"), ID), (_("Customer"), LONG), (_("Entries"), NUMBER), (_("Amount"), MONEY)]
    return heads if selection.user.can("amount.view") else heads[:3]


def total_cells(selection: Selection, line: Total) -> list[Any]:
    """A line of the totals under its heads."""
    month = line.month.strftime("%Y-%m") if line.month else _("All")
    cells = [month, line.customer or _("Total"), line.entries, line.amount]
    return cells if selection.user.can("amount.view") else cells[:3]


# -- PDF ----------------------------------------------------------------------------------------------


def paper(selection: Selection) -> bytes:
    """The ledger on A4 on its side, every page with head and page number.

    Raises ``TooLong`` and ``pdf.MissingGlyphs``.
    """
    rows = list(selection.in_order[: ON_PAPER + 1])
    if len(rows) > ON_PAPER:
        raise TooLong
    context = {
        "ledger": selection.ledger,
        "factory": settings.FACTORY_NAME,
        "filter": selection.described(),
        "printed_by": selection.user,
        "columns": selection.columns,
        "widths": widths(selection.columns),
        "rows": [[(column.kind, words(column, row)) for column in selection.columns] for row in rows],
    }
    if selection.ledger.totals:
        context |= {"total_heads": total_heads(selection), "totals": printed_totals(selection)}
    return pdf.write(pdf.lay_out(render_to_string("ledgers/paper.html", context), "print-ledger.css"))


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


def words(column: Column, row: Any) -> str:
    """A value as it is printed."""
    return in_words(column.of(row), column.kind)


def in_words(value: Any, kind: Kind = TEXT) -> str:
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if kind.name == MONEY.name:
        return f"{value:,.2f}"
    return str(value)
