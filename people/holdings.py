"""What people hold by name, and how it is handed over: each app says so of its own things.

register(Holding("case", _("feedback"), held=…, give=…))
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from aftersales.kit.choices import Label
from aftersales.models import User
from workflow.guards import OfNoun


@dataclass(frozen=True)
class Holding:
    """A kind of things that are somebody's.

    ``held`` gives those that are not settled. ``give`` gives one to somebody else, with a reason; it raises
    Forbidden or Blocked where that may not be. ``needs`` is the permission that whoever takes it over has.
    """

    name: str
    label: Label
    held: Callable[[User], QuerySet[Model]]
    give: Callable[[OfNoun, User, User, str], None]
    """The thing, who gets it, who hands it over, and why."""

    needs: str = ""


HOLDINGS: dict[str, Holding] = {}


def register(*holdings: Holding) -> None:
    """Let people hand over these."""
    HOLDINGS.update((holding.name, holding) for holding in holdings)


@dataclass(frozen=True)
class Held:
    """One thing that somebody holds; ``key`` tells it from all others."""

    holding: Holding
    thing: Model
    person: User

    @property
    def key(self) -> str:
        return f"{self.holding.name}-{self.thing.pk}"


def held_by(user: User) -> list[Held]:
    """All that a person holds; one query a kind."""
    return [Held(holding, thing, user) for holding in HOLDINGS.values() for thing in holding.held(user)]
