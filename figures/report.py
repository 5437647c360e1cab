"""The monthly quality report as one object: page, PDF, Excel and what is frozen of it are drawn from it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.models import User
from figures import sections  # noqa: F401  (declare what the report has)
from figures.chance import LEAST, arrow
from figures.counting import Count, number
from figures.declared import MONEY, MORE, RATE, SHARE, Figure, Section, figures
from figures.kept import breakdown, history, months_before
from figures.models import KeptMonth
from figures.months import Month, months_until
from figures.policy import FiguresPolicy
from figures.sections.common import DIMENSIONS
from workflow.models import editions_once, policy_on

TREND = 13  # months, so that the same one of last year is the first
PARETO = 10  # rows; what is left is one more
YEAR = 12
NOTHING = "–"
FAULTS = next(figure for figure in figures() if figure.key == "faults")
BOUGHT = next(figure for figure in figures() if figure.key == "faults_bought")
OPEN = next(figure for figure in figures() if figure.key == "actions_open")
PARETOS_OF = (FAULTS, BOUGHT, OPEN)


@dataclass(frozen=True)
class Shown:
    """A figure of one month: its number, as it is written, and of what it is ("3 / 4")."""

    number: Decimal | None = None
    text: str = NOTHING
    of: str = ""


@dataclass(frozen=True)
class Line:
    """One figure of the report, beside the month before, the year before and its target."""

    key: str
    label: str
    explained: str
    now: Shown
    before: Shown
    year_ago: Shown
    target: str
    met: bool | None
    trend: tuple[Shown, ...]


@dataclass(frozen=True)
class Group:
    """The lines of a section."""

    title: str
    icon: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Bar:
    """One value of a Pareto: motors and cases of the month and of the one before, and whether that is unusual."""

    value: str
    label: str
    motors: int
    cases: int
    motors_before: int
    cases_before: int
    share: Decimal
    cumulative: Decimal
    arrow: str


@dataclass(frozen=True)
class Pareto:
    """A figure broken down by one dimension, the most frequent values first; motors may be actions as well."""

    figure: str
    by: str
    title: str
    bars: tuple[Bar, ...]
    motors: int
    of: str = ""
    """What the figure is called."""


@dataclass(frozen=True)
class Report:
    """All figures of a month that somebody may see."""

    month: str
    live: bool
    counted_at: dt.datetime
    months: tuple[str, ...]
    groups: tuple[Group, ...]
    paretos: tuple[Pareto, ...]


# -- how a figure is written --------------------------------------------------------------------------


def shown(figure: Figure, count: Count | None) -> Shown:
    """A figure as people read it, in their language."""
    if count is None:
        return Shown()
    value = number(figure, count)
    divided = figure.unit in (SHARE, RATE) and count.whole is not None
    return Shown(value, written(figure, value), f"{count.part:.0f} / {count.whole:.0f}" if divided else "")


def written(figure: Figure, value: Decimal | None) -> str:
    """A number of this figure with its unit."""
    if value is None:
        return NOTHING
    if figure.unit == SHARE:
        return f"{value:.1f}%"
    if figure.unit == MONEY:
        return f"{value:,.2f}"
    return f"{value:.0f}" if figure.unit == "count" else str(value)


def target_of(figure: Figure, month: Month) -> Decimal | None:
    """What the edition in force at the end of the month asks for; None where it sets no target."""
    if not figure.target:
        return None
    value = getattr(policy_on(FiguresPolicy, month.last), figure.target)
    return Decimal(value) / figure.scale if value else None


def met(figure: Figure, value: Decimal | None, target: Decimal | None) -> bool | None:
    """Whether a target is met; None where there is none, or nothing to judge."""
    if value is None or target is None:
        return None
    return value >= target if figure.better == MORE else value <= target


def target_text(figure: Figure, target: Decimal | None) -> str:
    if target is None:
        return ""
    sign = "≥" if figure.better == MORE else "≤"
    return f"{sign}\N{NO-BREAK SPACE}{target.normalize():f}{'%' if figure.unit == 'share' else ''}"


# -- the report ---------------------------------------------------------------------------------------


def figures_for(user: User) -> list[Figure]:
    """The figures that somebody may see; those of people only for the chain that decides on penalties."""
    return [figure for figure in figures() if not figure.permission or user.can(figure.permission)]


@editions_once()
def report_of(month: Month, wanted: Sequence[Figure], paretos: bool = True) -> Report:
    """The report of a month with these figures, in the active language."""
    months = list(months_until(month, TREND))
    needed = (month, month.plus(-1), month.plus(-YEAR))
    found = history(months, wanted, needed)
    lines = [(figure.section, line(figure, month, found)) for figure in wanted]
    kept = KeptMonth.objects.filter(first=month.first).first()
    return Report(
        month=str(month),
        live=month == Month.now(),
        counted_at=kept.counted_at if kept and month != Month.now() else timezone.now(),
        months=tuple(map(str, months)),
        groups=tuple(grouped(lines)),
        paretos=tuple(all_paretos(wanted, month, earlier(found))) if paretos else (),
    )


def line(figure: Figure, month: Month, found: dict[Month, dict[str, Count]]) -> Line:
    trend = tuple(shown(figure, counts.get(figure.key)) for counts in found.values())
    target = target_of(figure, month)
    return Line(
        key=figure.key,
        label=str(figure.label),
        explained=str(figure.explained),
        now=trend[-1],
        before=trend[-2],
        year_ago=trend[0],
        target=target_text(figure, target),
        met=met(figure, trend[-1].number, target),
        trend=trend,
    )


def grouped(lines: Sequence[tuple[Section, Line]]) -> Iterator[Group]:
    for section in dict.fromkeys(section for section, _line in lines):
        own = tuple(line for of, line in lines if of == section)
        yield Group(str(section.title), section.icon, own)


def earlier(found: dict[Month, dict[str, Count]]) -> int:
    """How many of the twelve months before anything is known of: before the first appraisal nobody counted."""
    before = [counts.get(FAULTS.key, Count()).part for counts in found.values()][:-1]
    return next((len(before) - n for n, part in enumerate(before) if part), 0)


def all_paretos(wanted: Sequence[Figure], month: Month, months: int) -> Iterator[Pareto]:
    for figure in PARETOS_OF:
        if figure in wanted:
            yield from paretos_of(figure, month, months)


def paretos_of(figure: Figure, month: Month, months: int) -> Iterator[Pareto]:
    """The figure by each of its dimensions; an arrow where the months before are known and differ."""
    now, before = breakdown(figure, month), breakdown(figure, month.plus(-1))
    stock = figure.key == OPEN.key  # of what is open at the end of a month a sum over months says nothing
    year = {} if stock else months_before(figure, month, months)
    false_percent = policy_on(FiguresPolicy, month.last).pareto_false_percent
    for by in figure.by:
        yield pareto(figure, by, now.get(by, {}), before.get(by, {}), year.get(by, {}), months, false_percent)


def pareto(
    figure: Figure,
    by: str,
    now: dict[str, Count],
    before: dict[str, Count],
    year: dict[str, Count],
    months: int,
    false_percent: int,
) -> Pareto:
    """One Pareto; the arrow compares the cases of this month with those of the months before."""
    ranked = sorted(now, key=lambda value: (-now[value].part, value))
    total = sum(int(count.part) for count in now.values())
    words = DIMENSIONS[by].words(ranked)
    cases = {value: (whole(now[value]), whole(year.get(value))) for value in ranked}
    watched = sum(1 for here, others in cases.values() if here + others >= LEAST)
    running = accumulate(int(now[value].part) for value in ranked)
    bars = tuple(
        Bar(
            value=value,
            label=words[value] or _("not known"),
            motors=int(now[value].part),
            cases=cases[value][0],
            motors_before=int(before.get(value, Count()).part),
            cases_before=whole(before.get(value)),
            share=percent(int(now[value].part), total),
            cumulative=percent(so_far, total),
            arrow=arrow(*cases[value], 1 / (months + 1), watched, false_percent) if year else "",
        )
        for value, so_far in zip(ranked, running, strict=True)
    )
    return Pareto(figure.key, by, str(DIMENSIONS[by].label), bars, total, str(figure.label))


def whole(count: Count | None) -> int:
    return int(count.whole or 0) if count else 0


def percent(part: int, total: int) -> Decimal:
    return (Decimal(part) * 100 / total).quantize(Decimal("0.1")) if total else Decimal(0)
