"""One search over everything: an app says in its finders.py what of its own somebody may be looking for.

    register(
        Finder(
            key="slip",
            label=_("Slips"),
            icon="files",
            rank=60,
            permission="slip.view",
            find=slips_meant,
            all_url=…,
        )
    )

``find`` gives the hits that the person may see, the best first and no more than a page shows: it goes down an index
for every kind of query, for it is asked of a million cases while somebody waits.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aftersales.kit.choices import Label
from aftersales.kit.finding.wanted import Wanted
from aftersales.models import User

SHOWN = 6  # hits of a kind on the page


@dataclass(frozen=True)
class Hit:
    """Something that was found: what it is called, where its page is, and what tells it from the others."""

    name: str
    url: str
    said: tuple[Label, ...] = ()
    state: Label = ""
    colour: str = "grey"
    exact: bool = False
    """Whether it is what was typed, and not something that has it in it."""


@dataclass(frozen=True)
class Finder:
    """What finds one kind of thing."""

    key: str
    label: Label
    icon: str
    rank: int
    find: Callable[[Wanted, User], Iterable[Hit]]
    permission: str = ""
    all_url: str = ""
    """The list that answers ``?q=`` with all of them, by the name of its address."""


@dataclass(frozen=True)
class Group:
    """The hits of one kind, as the page shows them."""

    finder: Finder
    hits: list[Hit]

    @property
    def more(self) -> bool:
        """Whether there may be further ones in the list."""
        return len(self.hits) >= SHOWN and bool(self.finder.all_url)


_finders: dict[str, Finder] = {}


def register(*finders: Finder) -> None:
    """Let the search of the product look for these, too."""
    _finders.update({finder.key: finder for finder in finders})


def found(wanted: Wanted, user: User) -> list[Group]:
    """What the person may see of what they are looking for, by kind."""
    finders = [one for one in _finders.values() if not one.permission or user.can(one.permission)]
    groups = (Group(one, list(one.find(wanted, user))) for one in sorted(finders, key=lambda one: one.rank))
    return [group for group in groups if group.hits]


def the_one(groups: list[Group]) -> Hit | None:
    """What was meant, if that is beyond doubt: the only hit, or the only one that is called so."""
    for group in groups:
        if exact := [hit for hit in group.hits if hit.exact]:
            return exact[0] if len(exact) == 1 else None
    hits = [hit for group in groups for hit in group.hits]
    return hits[0] if len(hits) == 1 else None
