"""The charts of the report: the same ones on the page and on paper."""

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from aftersales.kit.charts import Point, columns, pareto_chart, spark
from figures.report import PARETO, Bar, Line, Pareto, Report

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
    return drawn(pareto_chart(_("Faults by %(what)s") % {"what": pareto.title}, rows, pareto.motors))


def said(bar: Bar) -> str:
    """The number of a bar; with an arrow where it is unusual."""
    return f"{bar.motors} {ARROWS[bar.arrow]}".strip()
