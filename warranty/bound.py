"""What hangs on an entry of the register: the apps above say so, the register only asks."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from warranty.models import Entry
from workflow.changes import Changes
from workflow.guards import OfNoun
from workflow.models import Dossier


@dataclass(frozen=True)
class Bond:
    """One thing that depends on what an entry says, such as an open case."""

    dossier: Dossier

    def __str__(self) -> str:
        return str(self.dossier)


Binding = Callable[[Sequence[OfNoun]], Mapping[int, list[Bond]]]

BINDINGS: defaultdict[str, list[Binding]] = defaultdict(list)


def binds(noun: str) -> Callable[[Binding], Binding]:
    """Let a function say of many entries of a noun at once what hangs on each, by key, in few queries."""

    def register(binding: Binding) -> Binding:
        BINDINGS[noun].append(binding)
        return binding

    return register


Following = Callable[[OfNoun, Changes], None]

FOLLOWING: defaultdict[str, list[Following]] = defaultdict(list)


def follows(noun: str) -> Callable[[Following], Following]:
    """Let a function bring up to date what an app above keeps of a changed entry, by its fields' old and new values."""

    def register(following: Following) -> Following:
        FOLLOWING[noun].append(following)
        return following

    return register


def bonds_of(entries: Sequence[Entry]) -> dict[int, list[Bond]]:
    """What hangs on these entries of one kind, by key; those on which nothing does are left out."""
    found: defaultdict[int, list[Bond]] = defaultdict(list)
    for binding in BINDINGS[entries[0].noun] if entries else ():
        for key, bonds in binding(entries).items():
            found[key] += bonds
    return {key: bonds for key, bonds in found.items() if bonds}
