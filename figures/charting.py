"""The charts of the report: the same ones on the page and on paper."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from aftersales.kit.charts import Point, Series, columns, growth, pareto_chart, spark
from figures.months import Month
from figures.report import PARETO, Bar, Line, Pareto, Report
from figures.service import Cells
from figures.watching import Lot, cumulative

LINES = 5  # years of shipping in one chart
ARROWS = {"up": "↑", "down": "↓", "": ""}


def drawn(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308  (charts escapes every word)


def trend_of(line: Line, report: Report) -> SafeString:
    """The thirteen months of a figure as a small line, with its sentence for who cannot see it."""
    points = [
        Point(month, None if one.number is None else float(one.number), one.text)
        for month, one in zip(report.months, line.trend, strict=True)
    ]
    return drawn(spark(line.label, points))


def year_of(line: Line, report: Report) -> SafeString:
    """The thirteen months of a figure as columns with their values."""
    points = [
        Point(month, None if one.number is None else float(one.number), one.text)
        for month, one in zip(report.months, line.trend, strict=True)
    ]
    return drawn(columns(line.label, points))


def chart_of(pareto: Pareto) -> SafeString:
    """The first values as bars, the rest as one, and the cumulative share."""
    first, rest = pareto.bars[:PARETO], pareto.bars[PARETO:]
    rows = [Point(bar.label, bar.motors, said(bar)) for bar in first]
    if rest:
        left = sum(bar.motors for bar in rest)
        rows.append(Point(_("%(n)d others") % {"n": len(rest)}, left, str(left)))
    return drawn(pareto_chart(f"{pareto.of} · {pareto.title}", rows, pareto.motors))


def charts_of(report: Report) -> list[tuple[str, list[tuple[Pareto, SafeString]]]]:
    """The charts that have bars, by what they are of."""
    groups: dict[str, list[tuple[Pareto, SafeString]]] = {}
    for pareto in report.paretos:
        if pareto.bars:
            groups.setdefault(pareto.of, []).append((pareto, chart_of(pareto)))
    return list(groups.items())


def said(bar: Bar) -> str:
    """The number of a bar; with an arrow where it is unusual."""
    return f"{bar.motors} {ARROWS[bar.arrow]}".strip()


def service_lines(model: str, rows: Sequence[tuple[Month, Cells]]) -> SafeString:
    """The cumulative share by months in service: the last years of shipping as lines, which stop where data stop."""
    years: dict[int, list[Lot]] = {}
    for month, cells in rows:
        years.setdefault(month.year, []).append(cells.lot)
    series = [
        Series(str(year), [share * 100 for share in cumulative(lots)])
        for year, lots in sorted(years.items())[-LINES:]
    ]
    return drawn(
        growth(_("Share returned with a fault of the factory, %(model)s") % {"model": model}, series)
    )
