"""The report, and the lists behind its figures, as Excel."""

from collections.abc import Iterable, Sequence
from typing import IO

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftersales.kit.ledger import Column
from aftersales.kit.ledger.files import plain, sheet_column
from aftersales.kit.spreadsheets import Cell, Sheet, SheetColumn, write_sheets
from figures.charting import ARROWS
from figures.report import Pareto, Report

TEXT, NUMBER = "@", "General"
SHEET_NAME = 31  # letters


def report_sheets(report: Report) -> IO[bytes]:
    """The lines on one sheet, each Pareto on one of its own: what the page says, as numbers."""
    named = zip(sheet_names(report.paretos), report.paretos, strict=True)
    sheets = [Sheet(_("Figures"), heads(), lines(report)), *(pareto_sheet(*one) for one in named)]
    title = _("Monthly quality report")
    return write_sheets(sheets, f"{settings.FACTORY_NAME} {title} {report.month}")


def sheet_names(paretos: Sequence[Pareto]) -> list[str]:
    """What each is by; of what it is as well, where another is by the same. Excel takes 31 letters."""
    names: list[str] = []
    for pareto in paretos:
        name = pareto.title if pareto.title not in names else f"{pareto.title} · {pareto.of}"
        names.append(name[:SHEET_NAME])
    return names


def heads() -> list[SheetColumn]:
    texts = {_("Section"): 20, pgettext("report", "Figure"): 30}
    numbers = (_("This month"), _("Of"), _("Month before"), _("Year before"), _("Target"), _("Met"))
    return [
        *(SheetColumn(label, width, TEXT) for label, width in texts.items()),
        *(SheetColumn(label, 12, NUMBER) for label in numbers),
        SheetColumn(_("What it is of"), 80, TEXT),
    ]


def lines(report: Report) -> Iterable[Sequence[Cell]]:
    words = {True: _("yes"), False: _("no"), None: None}
    for group in report.groups:
        for line in group.lines:
            numbers = (line.now.number, line.now.of or None, line.before.number, line.year_ago.number)
            yield [group.title, line.label, *numbers, line.target or None, words[line.met], line.explained]


def pareto_sheet(name: str, pareto: Pareto) -> Sheet:
    columns = (
        _("Motors"), _("Cases"), _("Motors, month before"), _("Cases, month before"), _("Share (%)"),
        _("Cumulative (%)"), _("Against the twelve months before"),
    )  # fmt: skip
    heading = [SheetColumn(pareto.title, 34, TEXT), *(SheetColumn(name, 14, NUMBER) for name in columns)]
    rows = [
        (
            bar.label, bar.motors, bar.cases, bar.motors_before, bar.cases_before, bar.share, bar.cumulative,
            ARROWS[bar.arrow] or None,
        )
        for bar in pareto.bars
    ]  # fmt: skip
    return Sheet(name, heading, rows)


def list_sheet(title: str, columns: Sequence[Column], rows: Iterable[Model]) -> IO[bytes]:
    """The rows behind a figure."""
    heading = [sheet_column(column.label, column.kind) for column in columns]
    cells = ([plain(column.of(row)) for column in columns] for row in rows)
    return write_sheets([Sheet(title, heading, cells)], f"{settings.FACTORY_NAME} {title}")
