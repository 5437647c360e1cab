"""What slips document: the apps above, which know, say it here."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

from slips.models import Slip

Source = Callable[[Collection[int]], Iterable[tuple[int, Any]]]
"""From keys of slips to (key of a slip, something it documents that has a page)."""

_sources: list[Source] = []


def documents(source: Source) -> Source:
    """Let the pages of slips link what ``source`` finds for them."""
    _sources.append(source)
    return source


def items_of(slips: Iterable[Slip]) -> dict[int, list[Any]]:
    """What these slips document, by their keys."""
    keys = {slip.pk for slip in slips}
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for source in _sources:
        for key, item in source(keys):
            found[key].append(item)
    return dict(found)


def with_items(slips: Iterable[Slip]) -> list[tuple[Slip, list[Any]]]:
    """The slips, each with what it documents."""
    rows = list(slips)
    found = items_of(rows)
    return [(slip, found.get(slip.pk, [])) for slip in rows]
