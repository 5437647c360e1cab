"""What dossiers are about, asked of whichever apps have filed them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from django.db.models import Q

from aftersales.kit.search import sought, with_all
from aftersales.models import User
from workflow.machines import machines
from workflow.models import Dossier, Filed, Stateful, StatefulQuerySet

Thing = TypeVar("Thing", bound=Stateful)
NOBODY = 0  # no dossier has this key


def filed() -> Iterator[type[Filed]]:
    """The models that have dossiers."""
    return (model for model in machines().values() if issubclass(model, Filed))


def parties(dossiers: Iterable[Dossier]) -> dict[int, str]:
    """The customers' names of these dossiers by their keys, in one query."""
    keys = {dossier.pk for dossier in dossiers} or {NOBODY}  # a page asks as often for nothing as for much
    first, *others = (
        model._default_manager.order_by().filter(pk__in=keys).values_list("pk", model.party_path)
        for model in filed()
        if model.party_path
    )
    return {key: name for key, name in first.union(*others, all=True) if name}


def of_party(name: str, path: str = "dossier") -> Q:
    """What belongs to dossiers whose customer has ``name`` in its name; ``path`` leads to the dossier."""
    found = Q(pk=None)
    for model in filed():
        if model.party_path:
            rows = model._default_manager.filter(**{f"{model.party_path}__icontains": name})
            found |= Q(**{f"{path}__in": rows.values("pk")})
    return found


LATEST = 40  # things of a kind among which something is looked for while somebody waits
OWN = 3000  # the latest of what is somebody's own, among which it is looked for where they see no more
WAYS = ("author", "owner", "readers")  # in which a dossier is somebody's


def among_own(
    rows: StatefulQuerySet[Thing], user: User, own: Mapping[str, set[int]] | None = None
) -> StatefulQuerySet[Thing]:
    """All of the rows for who sees all of their kind, else the latest that are their own, whose keys an index gives.

    PostgreSQL would walk through all that has a word until it has met enough that is theirs: seconds, where they have
    none. ``own`` are their keys, where they are known.
    """
    if any(one.can(rows.model.view) for one in user.capacities):
        return rows
    return rows.filter(pk__in=(own or latest_own(user))[rows.model.noun])


def latest_own(user: User) -> Mapping[str, set[int]]:
    """By kind the keys of the latest dossiers that are somebody's, or those of whom they stand in for, in any way."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    ways = ({way: one.pk} for one in user.capacities for way in WAYS)
    for mine in ways:
        for noun, key in Dossier.objects.filter(**mine).order_by("-pk").values_list("noun", "pk")[:OWN]:
            found[noun].add(key)
    return found


def latest_with(words: list[str], user: User) -> list[int]:
    """The dossiers of the latest things of every kind that the person may see and that have all of these words."""
    if not words:
        return []
    found: list[int] = []
    own = latest_own(user)
    for model in filed():
        if hasattr(model, "search_text"):
            known = model._default_manager.all()
            assert isinstance(known, StatefulQuerySet)
            rows = with_all(among_own(known.visible_to(user), user, own), words).order_by("-pk")
            found += rows.values_list("pk", flat=True)[:LATEST]
    return found


def found_by(word: str, path: str = "dossier") -> Q:
    """What belongs to dossiers whose search text has the word; ``path`` leads to the dossier."""
    found = Q(pk=None)
    for model in filed():
        if hasattr(model, "search_text"):
            rows = model._default_manager.filter(Q(search_text__contains=sought(word)))
            found |= Q(**{f"{path}__in": rows.values("pk")})
    return found
