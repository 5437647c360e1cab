"""What stands before a transition: who may take it and what must be true, each with the sentence people read.

The button on the page and the server ask the same objects, so they can never disagree.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from aftersales.kit.choices import Label
from aftersales.models import User
from aftersales.roles import role_names, roles_with

T = TypeVar("T")

OfNoun: TypeAlias = Any
"""A thing of the noun for which something is declared: of that noun's model, as the name says and no type can."""

TellsAlso = Callable[[OfNoun], Iterable[str]]
"""Further roles that get a notice, which depend on the thing."""


class Refused(Exception):
    """An action that may not be taken now. ``reason`` is a sentence for the person who tried."""

    def __init__(self, reason: object) -> None:
        super().__init__(str(reason))
        self.reason = str(reason)


class Forbidden(Refused):
    """This person may not take the action at all."""


class Blocked(Refused):
    """The action is this person's, but something must happen first."""


class Stale(Refused):
    """The object has moved on since the page was opened."""


class Condition(Generic[T]):
    """Something that must be true of an object. ``why`` gives the reason it is not, or an empty string."""

    def __init__(self, why: Callable[[T], str]) -> None:
        self.why = why
        self.__doc__ = why.__doc__

    def __call__(self, obj: T) -> bool:
        return not self.why(obj)


class Permission(Generic[T]):
    """Who may take a transition: a codename of roles.py, and checks of this person against this object."""

    declared: ClassVar[set[str]] = set()
    """The codenames of all of them, also of those that stand for an act without a machine."""

    def __init__(self, codename: str, *checks: Callable[[T, User], str]) -> None:
        self.codename = codename
        self.checks = checks
        self.declared.add(codename)

    def why(self, obj: T, user: User, further: Iterable[Callable[[T, User], str]] = ()) -> str:
        """The reason this person may not, or an empty string; ``further`` are checks of apps above."""
        return self.capacity(obj, user, further)[1]

    def capacity(
        self, obj: T, user: User, further: Iterable[Callable[[T, User], str]] = ()
    ) -> tuple[User, str]:
        """As whom the person may: as themselves, else in somebody's place; or the reason why as nobody."""
        tried = [(one, self.why_as(obj, one, further)) for one in user.capacities]
        may = (found for found in tried if not found[1])
        holds = (found for found in tried if found[0].can(self.codename))
        return next(may, next(holds, tried[0]))

    def why_as(self, obj: T, one: User, further: Iterable[Callable[[T, User], str]]) -> str:
        """The reason why one person may not, whoever acts in their place."""
        if not one.can(self.codename):
            return _("This is done by: %(roles)s.") % {"roles": role_names(roles_with(self.codename))}
        return next(filter(None, (check(obj, one) for check in (*self.checks, *further))), "")

    def __call__(self, obj: T, user: User) -> bool:
        return not self.why(obj, user)


def demand(
    permission: Permission[T], obj: T, user: User, further: Iterable[Callable[[T, User], str]] = ()
) -> User:
    """As whom this person may. Raises Forbidden, with the reason, where they may not."""
    capacity, reason = permission.capacity(obj, user, further)
    if reason:
        raise Forbidden(reason)
    return capacity


class Derived(Permission[models.Model]):
    """Nobody takes this transition by hand: it follows from another action."""

    def __init__(self, follows: Callable[[], Label]) -> None:
        super().__init__("")
        self.follows = follows

    def why_as(
        self, obj: models.Model, one: User, further: Iterable[Callable[[models.Model, User], str]]
    ) -> str:
        return str(self.follows())


@dataclass(frozen=True)
class Step:
    """What people read of a transition, and whom it concerns."""

    label: Label
    past: Label = ""  # what is said once it is done, as a sentence; empty where nobody takes it by hand
    tells: tuple[str, ...] = ()  # roles that get a notice
    tells_also: TellsAlso | None = None  # further ones, that depend on the object
    grave: bool = False  # ends something: asked for in red, with a reason
    page: str = ""  # name of the URL of its own page; empty: the common form page
    seldom: bool = False  # possible for a while, but seldom the thing to do next
    done: str = ""  # the field that tells that it has been done, where one may do it over again
    many: bool = False  # one may take it of several things of a dossier as one act

    @property
    def concerned(self) -> str:
        """Whom the step concerns, in words."""
        return role_names(list(self.tells))

    def told(self, obj: models.Model) -> list[str]:
        """The roles that get a notice of the step of this object."""
        return [*self.tells, *(self.tells_also(obj) if self.tells_also else ())]


def step(
    label: Label,
    *,
    past: Label = "",
    tells: Iterable[str] = (),
    tells_also: TellsAlso | None = None,
    grave: bool = False,
    page: str = "",
    seldom: bool = False,
    done: str = "",
    many: bool = False,
) -> dict[str, Step]:
    """The ``custom=`` of a transition: its Step."""
    return {"step": Step(label, past, tuple(tells), tells_also, grave, page, seldom, done, many)}


@dataclass(frozen=True)
class Transition:
    """What a machine declares of a verb, for one of the states in which it can be taken."""

    name: str
    act: Callable[..., str | None]  # the method that sets what the verb changes
    permission: Permission
    custom: dict[str, Step]
    conditions: Sequence[Condition] = ()
    source: str = ""  # empty: there is nothing yet; *: whatever the state
    targets: Sequence[str] = ()  # the states to which it can lead; empty: the thing stays where it is


@dataclass(frozen=True)
class Creation(Transition):
    """How a thing comes into being: the first verb of its machine, which leads to the first state of all.

    ``of`` names the field of what it is made of, if anything: that is read again under the lock, and the
    version of the form is its version.
    """

    of: str = ""


def creation(
    *,
    permission: Permission,
    custom: dict[str, Step],
    conditions: Sequence[Condition] = (),
    name: str = "",
    of: str = "",
) -> Callable[[Callable[..., None]], Creation]:
    """Declare how the first verb of a machine is taken, as ``@transition`` does for all others.

    The method sets what is known of the thing from the act; its name is the verb unless ``name`` gives another.
    """
    return lambda act: Creation(name or act.__name__, act, permission, custom, conditions, of=of)


@dataclass(frozen=True)
class Offer:
    """A transition as it is shown to one person: open, or blocked with the reason."""

    verb: str
    step: Step
    reason: str

    @property
    def open(self) -> bool:
        return not self.reason
