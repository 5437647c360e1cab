"""What slips document, and where they belong: the apps above, which know, say it here."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from django.db.models import Model

from slips.models import Slip

Source = Callable[[Collection[int]], Iterable[tuple[int, Model]]]
"""From keys of slips to (key of a slip, something it documents that has a page)."""

Places = Callable[[Collection[int]], Mapping[int, Model]]
"""From keys of dossiers of one noun to what the slips of each belong to; what has no page is left out."""

_sources: list[Source] = []
_places: dict[str, Places | None] = {}


class Placed(NamedTuple):
    """A slip with what it belongs to, if anything, and what it documents."""

    slip: Slip
    place: Model | None
    items: list[Model]


def documents(source: Source) -> Source:
    """Let the pages of slips link what ``source`` finds for them."""
    _sources.append(source)
    return source


def belong(noun: str, places: Places | None = None) -> None:
    """Say to what the slips of a noun's dossiers belong; without ``places`` to the dossier itself."""
    _places[noun] = places


def placed(slips: Iterable[Slip]) -> list[Placed]:
    """The slips, read with their dossiers, each with its links."""
    rows = list(slips)
    places = places_of(rows)
    return [Placed(slip, places.get(slip.dossier_id), items) for slip, items in with_items(rows)]


def with_items(slips: Iterable[Slip]) -> list[tuple[Slip, list[Model]]]:
    """The slips, each with what it documents."""
    rows = list(slips)
    found: defaultdict[int, list[Model]] = defaultdict(list)
    for source in _sources:
        for key, item in source({slip.pk for slip in rows}):
            found[key].append(item)
    return [(slip, found[slip.pk]) for slip in rows]


def places_of(slips: Iterable[Slip]) -> dict[int, Model]:
    """What the slips belong to, by the keys of their dossiers."""
    found: dict[int, Model] = {}
    asked: defaultdict[str, set[int]] = defaultdict(set)
    for slip in slips:
        noun = slip.dossier.noun
        if noun in _places and _places[noun] is None:
            found[slip.dossier_id] = slip.dossier
        elif noun in _places:
            asked[noun].add(slip.dossier_id)
    for noun, keys in asked.items():
        if places := _places[noun]:
            found |= places(keys)
    return found
