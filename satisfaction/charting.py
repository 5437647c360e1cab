"""The charts of a survey's results; the same ones on the page and in the report."""

from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from aftersales.kit.charts import AMBER, GREEN, RED, Bar, Part, bars, lines, stacked
from satisfaction.results import Aspect, Breakdown, Results


class Charts(NamedTuple):
    """SVG pictures, safe to be put into a page."""

    distribution: SafeString
    years: SafeString
    groups: list[tuple[str, SafeString]]


def of(results: Results) -> Charts:
    return Charts(
        distribution(_("Answers to each question"), results.aspects),
        over_years(results),
        [(breakdown.title, by_group(breakdown)) for breakdown in results.breakdowns if breakdown.groups],
    )


def distribution(title: str, aspects: list[Aspect]) -> SafeString:
    """The shares of the three answers, one bar a question."""
    parts = [Part(_("best answer"), GREEN), Part(_("middle answer"), AMBER), Part(_("worst answer"), RED)]
    rows = [Bar(f"{a.question.number}. {a.question.label}", a.tally.shares, figure(a.score)) for a in aspects]
    return safe(stacked(title, parts, rows))


def over_years(results: Results) -> SafeString:
    """The score of each question in this survey and the earlier ones."""
    series = [
        Bar(f"{a.question.number}. {a.question.label}", [year.scores[n] for year in results.years])
        for n, a in enumerate(results.aspects)
    ]
    years = [str(year.year) for year in results.years]
    return safe(lines(_("Scores over the years"), years, series, top(results)))


def by_group(breakdown: Breakdown) -> SafeString:
    rows = [Bar(g.label, [g.overall], f"{figure(g.overall)} · {g.people}") for g in breakdown.groups[:12]]
    return safe(bars(breakdown.title, rows))


def top(results: Results) -> float:
    """The end of the scale: the points of the best answer."""
    return float(max(results.points.good, results.points.fair, results.points.poor, 1))


def figure(score: Decimal | None) -> str:
    return "–" if score is None else f"{score}"


def safe(picture: str) -> SafeString:
    return mark_safe(picture)  # noqa: S308  (charts escapes every word)
