"""Paging by cursor: newest first, and never a count of a million rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


@dataclass(frozen=True)
class Page:
    """One page of a list ordered by descending id, with the addresses of its neighbours ("" where none)."""

    rows: list[Any]
    newer_url: str
    older_url: str


def paginate(request: HttpRequest, rows: QuerySet[Any], size: int = PAGE_SIZE) -> Page:
    """The page that ``?before=`` or ``?after=`` points to; an unreadable cursor gives the first page."""
    before, after = cursor(request, "before"), cursor(request, "after")
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        more_newer, more_older = len(found) > size, True
        found = found[:size][::-1]
    else:
        selected = rows if before is None else rows.filter(pk__lt=before)
        found = list(selected.order_by("-pk")[: size + 1])
        more_newer, more_older = before is not None, len(found) > size
        found = found[:size]
    if not found:
        return Page([], "", "")
    return Page(
        found,
        address(request, "after", found[0].pk) if more_newer else "",
        address(request, "before", found[-1].pk) if more_older else "",
    )


def cursor(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def address(request: HttpRequest, name: str, pk: int) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    query.pop("after", None)
    query[name] = str(pk)
    return f"?{query.urlencode()}"
