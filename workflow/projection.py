"""Whether what is written down of the worklist is what waits: derived anew from every open item, and mended."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max, Model, Q
from django.utils import timezone

from workflow.models import Dossier, Event, Waiting
from workflow.waiting import SOURCES, Key, Row, Says, derived, stored, write

BATCH = 1000  # dossiers looked at together


class Difference(NamedTuple):
    """A row that is missing, one too many, or one that says something else."""

    dossier_id: int | None
    key: Key
    there: Says | None
    wanted: Says | None

    def __str__(self) -> str:
        if self.there is None:
            return f"{self.key}: missing"
        if self.wanted is None:
            return f"{self.key}: waits no more"
        return f"{self.key}: {self.there} -> {self.wanted}"


def all_differences() -> Iterator[tuple[int, list[Difference]]]:
    """Up to which dossier, and what differs; in the order of their keys, then what belongs to no dossier."""
    last = 0
    while keys := list(
        Dossier.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        first, last = keys[0], keys[-1]
        yield last, differences(Q(of__gte=first, of__lte=last), Q(dossier__gte=first, dossier__lte=last))
    yield last, differences(Q(of=None), Q(dossier=None))


def differences(of: Q, dossiers: Q) -> list[Difference]:
    """What differs of some dossiers: asked of items by ``of``, and of rows by ``dossiers``."""
    wanted, there = derived(items(of)), rows(dossiers)
    found = (difference(key, there.get(key), wanted.get(key)) for key in there.keys() | wanted.keys())
    return sorted(filter(None, found), key=lambda one: str(one.key))


def difference(key: Key, row: Row | None, wanted: Says | None) -> Difference | None:
    """What is wrong with a row, if anything is."""
    there = row.says if row else None
    if there == wanted:
        return None
    says = wanted or there
    return Difference(says and says.dossier_id, key, there, wanted)


def items(of: Q, *, locked: bool = False) -> list[Model]:
    """Every open item of some dossiers."""
    found: list[Model] = []
    for source in SOURCES.values():
        open_rows = source.of_dossiers(of)
        found += open_rows.select_for_update(of=("self",), no_key=True) if locked else open_rows
    return found


def rows(dossiers: Q) -> dict[Key, Row]:
    """Every row of some dossiers."""
    places = Waiting.objects.filter(dossiers).order_by().values_list("noun", "item_id").distinct()
    return stored("noun, item_id", list(places))


@transaction.atomic
def mend(dossier: int | None) -> int:
    """Write what waits in a dossier, or in none, under its lock: somebody may have acted in between; how many rows."""
    if dossier:
        Dossier.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=dossier)
    wanted = derived(items(Q(of=dossier), locked=True))
    there = rows(Q(dossier=dossier))
    write(wanted, there, since(dossier))
    return sum(
        difference(key, there.get(key), wanted.get(key)) is not None for key in there.keys() | wanted.keys()
    )


def since(dossier: int | None) -> dt.datetime:
    """Nobody knows since when a row waits that is written late: since the last that happened in its dossier."""
    last = Event.objects.filter(dossier=dossier).aggregate(at=Max("at"))["at"] if dossier else None
    return last or timezone.now()
