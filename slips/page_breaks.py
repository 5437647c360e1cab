"""The list of a slip in stretches, one a page, with what is carried from each page to the next (承前页, 过次页)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

Row = Mapping[str, Any]
TAIL = 4  # rows that keep the signatures company on a page they would be alone on

Carried = dict[str, str | int]  # count, and the total of every column that has one


@dataclass(frozen=True)
class Listing:
    """The list among the facts of a kind of slip.

    ``key`` is where it is, ``sums`` are the columns that are totalled. It is ruled for ``rows`` rows at
    least on a tall page and for ``wide_rows`` on a wide one.
    """

    key: str
    rows: int
    wide_rows: int
    sums: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """The rows of one page, numbered through the list, what the pages before and up to here come to, and
    the empty rows ruled after them. ``last`` has the totals of the list."""

    lines: Sequence[tuple[int, Row]]
    before: Carried | None = None
    after: Carried | None = None
    blank: range = range(0)
    fresh: bool = False
    last: bool = True


def whole(rows: Sequence[Row], ruled: int = 0) -> list[Stretch]:
    """The list in one stretch, ruled for so many rows at least."""
    return [Stretch(numbered(rows), blank=range(ruled - len(rows)))]


def roomy(listing: Listing, rows: Sequence[Row]) -> list[Stretch]:
    """The list in one stretch with the carried rows that every page may need, to see where pages end."""
    total = carried(listing, rows)
    return [Stretch(numbered(rows), before=total, after=total)]


def broken(listing: Listing, rows: Sequence[Row], starts: Sequence[int]) -> list[Stretch]:
    """The list with a new page before each of the rows ``starts`` (0 is the first row; len(rows) the totals)."""
    edges = [0, *starts, len(rows)]
    lines = numbered(rows)
    return [
        Stretch(
            lines[start:end],
            before=carried(listing, rows[:start]) if start else None,
            after=carried(listing, rows[:end]) if n < len(starts) else None,
            fresh=n > 0,
            last=n == len(starts),
        )
        for n, (start, end) in enumerate(pairwise(edges))
    ]


def numbered(rows: Sequence[Row]) -> list[tuple[int, Row]]:
    return list(enumerate(rows, 1))


def carried(listing: Listing, rows: Sequence[Row]) -> Carried:
    return {"count": len(rows)} | {key: total(row[key] for row in rows) for key in listing.sums}


def total(values: Iterable[str | int]) -> str:
    """The sum, with decimals where the values have some; "" where one of them is no number."""
    try:
        return str(sum((Decimal(str(value)) for value in values), Decimal(0)))
    except InvalidOperation:
        return ""


def starts(pages: Mapping[str, int], count: int) -> list[int]:
    """The rows that begin a page, from the pages of row-1, row-2 … and row-end, the totals."""
    names = [*(f"row-{n}" for n in range(1, count + 1)), "row-end"]
    found = [pages[name] for name in names if name in pages]
    return [n for n, (page, following) in enumerate(pairwise(found), 1) if following != page]


def with_company(breaks: Sequence[int], count: int) -> list[int]:
    """The same breaks and one more, so that the last rows go with what follows the list on its last page."""
    last = breaks[-1] if breaks else 0
    return [*breaks, count - TAIL] if count - last > 2 * TAIL else list(breaks)
