"""Counts the figures of a month afresh: one statement for all of the same rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from figures.declared import MONEY, RATE, Figure, Rows
from figures.months import Month

DAY = dt.timedelta(days=1)
HUNDREDTH, TENTH, ONE = Decimal("0.01"), Decimal("0.1"), Decimal(1)


class Count(NamedTuple):
    """What was counted or summed, and of what; None where it is of nothing."""

    part: Decimal = Decimal(0)
    whole: Decimal | None = None


Breakdown = dict[str, dict[str, Count]]
"""By dimension and value."""


def number(figure: Figure, count: Count) -> Decimal | None:
    """The figure itself: per cent, the mean, or what was counted; None where there is nothing to divide by."""
    if figure.unit == "count":
        return count.part
    if figure.unit == MONEY:
        return count.part.quantize(HUNDREDTH)
    if not count.whole:
        return None
    if figure.unit == "mean":
        return (count.part / count.whole).quantize(TENTH)
    return (count.part * 100 / count.whole).quantize(HUNDREDTH if figure.unit == RATE else TENTH)


def counted(figures: Iterable[Figure], month: Month) -> dict[str, Count]:
    """What each of these figures is in a month, by its key."""
    of_rows: defaultdict[Rows, list[Figure]] = defaultdict(list)
    for figure in figures:
        of_rows[figure.rows].append(figure)
    found: dict[str, Count] = {}
    for rows, together in of_rows.items():
        found |= aggregated(rows, together, month)
    return per_others(found, figures, month)


def aggregated(rows: Rows, figures: Sequence[Figure], month: Month) -> dict[str, Count]:
    """Figures of the same rows, in one statement."""
    asked = {f"part_{figure.key}": figure.part for figure in figures}
    asked |= {f"whole_{figure.key}": figure.whole for figure in figures if figure.whole is not None}
    answer = rows(month).order_by().aggregate(**asked)
    return {
        figure.key: Count(
            plain(answer[f"part_{figure.key}"]),
            plain(answer[f"whole_{figure.key}"]) if f"whole_{figure.key}" in asked else None,
        )
        for figure in figures
    }


def per_others(found: dict[str, Count], figures: Iterable[Figure], month: Month) -> dict[str, Count]:
    """The same, with what the rates are counted per."""
    sizes: dict[Rows, Decimal] = {}
    for figure in figures:
        if figure.per:
            if figure.per not in sizes:
                sizes[figure.per] = Decimal(figure.per(month).count())
            found[figure.key] = Count(found[figure.key].part, sizes[figure.per])
    return found


def broken_down(figure: Figure, month: Month) -> Breakdown:
    """A figure by each of its dimensions: what was counted, and how many clumps or rows that was."""
    names = {key: f"by_{key}" for key in figure.by}
    rows = figure.listed(month).order_by().annotate(**{names[key]: path for key, path in figure.by.items()})
    columns = [*names.values(), figure.clump or "pk"]
    rows = rows.annotate(summed=figure.amount) if figure.amount else rows
    columns += ["summed"] if figure.amount else []
    sums: dict[str, defaultdict[str, Decimal]] = {key: defaultdict(Decimal) for key in names}
    clumps: dict[str, defaultdict[str, set[int]]] = {key: defaultdict(set) for key in names}
    for row in rows.values_list(*columns):
        amount = plain(row[-1]) if figure.amount else ONE
        for key, value in zip(names, row, strict=False):
            sums[key][value] += amount
            clumps[key][value].add(row[len(names)])
    return {key: counts_of(sums[key], clumps[key]) for key in names}


def counts_of(sums: Mapping[str, Decimal], clumps: Mapping[str, set[int]]) -> dict[str, Count]:
    return {value: Count(part, Decimal(len(clumps[value]))) for value, part in sums.items()}


def plain(value: Decimal | int | dt.timedelta | None) -> Decimal:
    """A count, a sum, or days as a number; 0 for the sum of nothing."""
    if isinstance(value, dt.timedelta):
        return Decimal(value // DAY)
    return Decimal(value or 0)
