"""Paging by cursor: each page is found by the row it starts from, and nobody counts a million rows."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeAlias, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 25
NEWEST_FIRST = "-pk"

M = TypeVar("M", bound=Model)
Read: TypeAlias = Callable[[list[int]], list[M]]
"""Reads the rows of some keys, in any order, with what is shown of them."""

Place: TypeAlias = tuple[str | float | Decimal | dt.date, int]
"""Where a row stands in an order: the value of the field, and the id."""


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page of a list, with the addresses of its neighbours ("" where none): the page before, the page after."""

    rows: list[M]
    newer_url: str
    older_url: str


def paginate(
    request: HttpRequest,
    rows: QuerySet[M],
    size: int = PAGE_SIZE,
    order: str = NEWEST_FIRST,
    known: QuerySet[Model] | None = None,
    read: Read[M] | None = None,
) -> Page[M]:
    """The page that ``?before=`` or ``?after=`` points to; an unreadable cursor gives the first page.

    ``order`` is a field path, descending with a minus sign; it is never null, and the id decides between equals.
    A cursor is the id of a row among ``known`` (``rows`` unless given: rows that the filter may have let go by now).
    ``read`` reads what is found, where ``rows`` do not bring along what is shown of them.
    """
    known = rows if known is None else known
    before, after = place(request, "before", known, order), place(request, "after", known, order)
    if after is not None:
        found = some(beyond(rows, opposite(order), after), size + 1, read)
        more_newer, more_older = len(found) > size, True
        found = found[:size][::-1]
    else:
        found = some(beyond(rows, order, before) if before else in_order(rows, order), size + 1, read)
        more_newer, more_older = before is not None, len(found) > size
        found = found[:size]
    if not found:
        return Page([], "", "")
    return Page(
        found,
        address(request, "after", found[0].pk) if more_newer else "",
        address(request, "before", found[-1].pk) if more_older else "",
    )


def some(rows: QuerySet[M], number: int, read: Read[M] | None) -> list[M]:
    """The first of the rows; their keys are found first where others read them."""
    return list(rows[:number]) if read is None else read_by(read, keys_of(rows)[:number])


def keys_of(rows: QuerySet[M]) -> "QuerySet[M, int]":
    """The keys of rows alone, for which a short statement does."""
    return rows.values_list("pk", flat=True)


def read_by(read: Read[M], keys: Iterable[int]) -> list[M]:
    """The rows of these keys, in their order."""
    wanted = list(keys)
    things = {thing.pk: thing for thing in read(wanted)} if wanted else {}
    return [things[key] for key in wanted if key in things]


def cursor(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def place(request: HttpRequest, name: str, known: QuerySet[Model], order: str) -> Place | None:
    """Where in the order the cursor of this name stands, as (value, id), or None."""
    pk = cursor(request, name)
    if pk is None:
        return None
    if order.lstrip("-") == "pk":
        return (pk, pk)
    return known.order_by().filter(pk=pk).values_list(order.lstrip("-"), "pk").first()


def opposite(order: str) -> str:
    return order[1:] if order.startswith("-") else f"-{order}"


def in_order(rows: QuerySet[M], order: str) -> QuerySet[M]:
    """The rows by this field, and those that have the same by their id in the same direction."""
    by_id = "-pk" if order.startswith("-") else "pk"
    return rows.order_by(by_id) if order == by_id else rows.order_by(order, by_id)


def beyond(rows: QuerySet[M], order: str, here: Place) -> QuerySet[M]:
    """What comes after a place in an order, in this order; written so that an index finds the first of it."""
    name, than = order.lstrip("-"), "lt" if order.startswith("-") else "gt"
    value, pk = here
    if name == "pk":
        return in_order(rows.filter(**{f"pk__{than}": pk}), order)
    equal_or_beyond = Q(**{f"{name}__{than}e": value})
    past = Q(**{f"{name}__{than}": value}) | Q(**{f"pk__{than}": pk})
    return in_order(rows.filter(equal_or_beyond, past), order)


def address(request: HttpRequest, name: str, pk: int) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    query.pop("after", None)
    query[name] = str(pk)
    return f"?{query.urlencode()}"
