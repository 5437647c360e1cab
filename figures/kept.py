"""Figures of closed months from what is kept, of the month that is running live."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from figures.counting import Breakdown, Count, broken_down, counted
from figures.declared import Figure, figures
from figures.models import KeptFigure, KeptMonth
from figures.months import Month, months_until

MONTHS = 25  # kept up every night: the report looks a year back, and the year before that
NIGHT = dt.time(3)  # from when on a count of the day before is old

Key = tuple[str, str, str]  # figure, dimension, value
Figures = dict[Key, Count]


def fresh(month: Month) -> Figures:
    """All figures of a month, in all and broken down, counted now."""
    found: Figures = {(key, "", ""): count for key, count in counted(figures(), month).items()}
    for figure in figures():
        if figure.by:
            found |= keyed(figure, broken_down(figure, month))
    return found


def keyed(figure: Figure, found: Breakdown) -> Figures:
    return {(figure.key, by, value): count for by, values in found.items() for value, count in values.items()}


# -- what is kept -------------------------------------------------------------------------------------


@transaction.atomic
def keep(month: Month) -> int:
    """Count a closed month and keep its figures instead of what was kept before; how many."""
    row = KeptMonth.objects.update_or_create(first=month.first, defaults={"counted_at": timezone.now()})[0]
    KeptMonth.objects.select_for_update(of=("self",)).get(pk=row.pk)
    found = fresh(month)
    KeptFigure.objects.filter(month=row).delete()
    rows = [
        KeptFigure(month=row, figure=figure, by=by, value=value, part=count.part, whole=count.whole)
        for (figure, by, value), count in found.items()
    ]
    KeptFigure.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def as_kept(month: Month) -> Figures:
    """What is kept of a month."""
    rows = KeptFigure.objects.filter(month__first=month.first)
    return {
        (figure, by, value): Count(part, whole)
        for figure, by, value, part, whole in rows.values_list("figure", "by", "value", "part", "whole")
    }


def differing(month: Month) -> Iterator[tuple[Key, Count | None, Count | None]]:
    """Where what is kept of a month and a fresh count differ: kept, counted."""
    kept, now = as_kept(month), fresh(month)
    for key in sorted(kept.keys() | now.keys()):
        if rounded(kept.get(key)) != rounded(now.get(key)):
            yield key, kept.get(key), now.get(key)


def rounded(count: Count | None) -> tuple[Decimal, Decimal | None] | None:
    cent = Decimal("0.01")
    if count is None:
        return None
    return count.part.quantize(cent), None if count.whole is None else count.whole.quantize(cent)


def closed_months() -> list[Month]:
    """The months that are kept up, the latest first."""
    return list(months_until(Month.now().plus(-1), MONTHS))[::-1]


def to_keep() -> list[Month]:
    """The closed months that have not been counted since last night."""
    now = timezone.localtime()
    night = now.replace(hour=NIGHT.hour, minute=0, second=0, microsecond=0)
    night = night if now >= night else night - dt.timedelta(days=1)
    done = set(KeptMonth.objects.filter(counted_at__gte=night).values_list("first", flat=True))
    return [month for month in closed_months() if month.first not in done]


# -- what is read -------------------------------------------------------------------------------------


def history(
    months: Sequence[Month], wanted: Sequence[Figure], needed: Iterable[Month]
) -> dict[Month, dict[str, Count]]:
    """Figures of some months, in one statement as far as they are kept.

    Of a month that is not kept only what is ``needed`` is counted: to count years at once would take long.
    """
    found: dict[Month, dict[str, Count]] = {month: {} for month in months}
    closed = [month.first for month in months if month != Month.now()]
    rows = KeptFigure.objects.filter(month__first__in=closed, by="")
    for first, key, part, whole in rows.values_list("month__first", "figure", "part", "whole"):
        found[Month.of(first)][key] = Count(part, whole)
    for month in needed:
        missing = [figure for figure in wanted if figure.key not in found[month]]
        if missing:
            found[month] |= counted(missing, month)
    return found


def breakdown(figure: Figure, month: Month) -> Breakdown:
    """A figure of a month by its dimensions, as it is kept or live."""
    if month != Month.now() and KeptMonth.objects.filter(first=month.first).exists():
        return of_rows(figure, KeptFigure.objects.filter(month__first=month.first))
    return broken_down(figure, month)


def months_before(figure: Figure, month: Month, months: int) -> Breakdown:
    """The sums over some months before, as far as they are kept."""
    span = (month.plus(-months).first, month.plus(-1).first)
    return of_rows(figure, KeptFigure.objects.filter(month__first__range=span))


def of_rows(figure: Figure, rows: QuerySet[KeptFigure]) -> Breakdown:
    """Kept rows of a figure, added up by dimension and value."""
    found: defaultdict[str, dict[str, Count]] = defaultdict(dict)
    sums = rows.filter(figure=figure.key).exclude(by="").values_list("by", "value")
    for by, value, part, whole in sums.annotate(part_sum=Sum("part"), whole_sum=Sum("whole")).order_by():
        found[by][value] = Count(Decimal(part), None if whole is None else Decimal(whole))
    return dict(found)
