"""What dossiers are about, asked of whichever apps have filed them."""

from collections.abc import Iterable, Iterator

from django.db.models import Q

from aftersales.kit.search import sought, with_all
from aftersales.models import User
from workflow.machines import machines
from workflow.models import Dossier, Filed, StatefulQuerySet

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


def latest_with(words: list[str], user: User) -> list[int]:
    """The dossiers of the latest things of every kind that the person may see and that have all of these words."""
    found: list[int] = []
    for model in filed():
        if words and hasattr(model, "search_text"):
            known = model._default_manager.all()
            assert isinstance(known, StatefulQuerySet)
            rows = with_all(known.visible_to(user), words).order_by("-pk")
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
