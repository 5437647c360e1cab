"""What everything with states has: a place in a dossier, its lock, who sees it, what may be done with it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from inspect import getmembers_static
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar, Unpack
from uuid import UUID

from django.db import models, transaction
from django_fsm import RETURN_VALUE, FSMField

from aftersales.addresses import addresses
from aftersales.kit.choices import ColouredChoices, Label
from aftersales.kit.fields import Saving
from aftersales.kit.prepared import prepared
from aftersales.models import User
from workflow.guards import Creation, Offer, Transition
from workflow.models.dossier import Dossier, no_draft_of_others, visible
from workflow.models.event import Event, EventQuerySet
from workflow.verbs import refusal

Fact: TypeAlias = (
    "models.Model | dt.date | Decimal | UUID | str | float | Sequence[Fact] | Mapping[str, Fact] | None"
)
"""What an act may be told: things, moments and days, amounts, words and figures, and lists of these."""

Facts = dict[str, Any]
"""Facts by name, from a form or an event: Django types neither what is cleaned nor what was JSON."""


Thing = TypeVar("Thing", bound="Stateful")


class StatefulQuerySet(models.QuerySet[Thing]):
    """Rows of a model with states."""

    def visible_to(self, user: User) -> Self:
        """What the person may see: their dossiers say so. Who sees all of a kind sees all but drafts of others."""
        if not user.can(self.model.view):
            return self.filter(visible(user, self.model.dossier_path))
        return self.filter(no_draft_of_others(user, self.model.dossier_path)) if self.model.drafted else self


class Stateful(models.Model):
    """A row with a state machine. Only workflow.actions.perform() changes it."""

    noun = ""  # the first half of its permissions
    states: type[ColouredChoices]
    comes_with: tuple[str, ...] = ()  # the verbs that make one, where it has no creation of its own
    brief = ""  # the template that sums it up beside the form of an action
    reads: tuple[str, ...] = ()  # what conditions look at, read in one query
    dossier_path = "dossier"  # from a row to its dossier, as queries have it
    view = ""  # the permission that lets see everything of the kind
    has_page = True  # under its noun; else one reads of it on the page of its dossier
    shows_states = True  # in the timeline
    drafted = False  # it may be a draft, which only its author sees
    confined = False  # only for those with the permission, and for whom it concerns
    private: frozenset[str] = frozenset()  # phone numbers, addresses, wages: of these the log keeps no value
    unlogged: frozenset[str] = frozenset()  # what an act is told that the log does not keep
    further_labels: dict[str, Label] = {}  # of what further_changes() names
    status: str  # an FSMField of the concrete machine
    moment: dt.datetime  # of the act under way
    version = models.PositiveIntegerField(default=1, editable=False)

    if TYPE_CHECKING:  # a field of what is filed, else that of what it belongs to

        @property
        def dossier(self) -> Dossier: ...

        @property
        def dossier_id(self) -> int: ...

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return addresses(f"{self._meta.app_label}:{self.noun}")(self.pk)

    def _get_FIELD_display(self, field: models.Field) -> str:  # noqa: N802
        """The name of a choice; as Django's own, which makes every label hashable each time."""
        value = getattr(self, field.attname)
        return str(dict(field.flatchoices).get(value, "" if value is None else value))

    @classmethod
    @cache
    def creations(cls) -> list[Creation]:
        """How one comes into being: one row, or none where another verb makes it, see ``comes_with``."""
        return [row for _name, row in getmembers_static(cls, lambda member: isinstance(member, Creation))]

    @classmethod
    def opening(cls) -> Creation:
        """The creation of what is not made by another verb."""
        (row,) = cls.creations()
        return row

    @classmethod
    def machine(cls) -> FSMField:
        """The field that holds the state."""
        return cls._meta.get_field("status")

    @classmethod
    @cache
    def transitions(cls) -> list[Transition]:
        """What may become of one, a row for each state from which it may."""
        return [
            Transition(
                row.name,
                row.method,
                row.permission,
                row.custom,
                row.conditions,
                row.source,
                targets_of(row.target),
            )
            for row in cls.machine().get_all_transitions(cls)
        ]

    @classmethod
    def rows(cls) -> list[Transition]:
        """Every row of the machine: the creation, and the transitions."""
        return [*cls.creations(), *cls.transitions()]

    def why_not_create(self, user: User) -> str:
        """Why this person may not bring the thing into being now, or an empty string; it is not saved yet."""
        return refusal(self.opening(), self, user)

    @property
    def lock_id(self) -> int:
        """The dossier whose lock serialises everything that is done to it."""
        return self.dossier_id

    def lock(self) -> None:
        """Take the row lock of the dossier."""
        if not locked(self.lock_id):
            raise Dossier.DoesNotExist(self.lock_id)

    @property
    def state(self) -> ColouredChoices:
        """The present state, with its label and colour."""
        return self.states(self.status)

    @property
    def events(self) -> EventQuerySet:
        """What happened to it, oldest first."""
        return Event.objects.filter(subject=self.noun, subject_id=self.pk)

    def transition(self, verb: str) -> Transition | None:
        """The transition that ``verb`` is from the present state, or None."""
        rows = (row for row in self.transitions() if row.name == verb)
        return next((row for row in rows if row.source in (self.status, "*")), None)

    def readers(self, event: Event) -> set[int]:
        """Keys of the people who hear of the event because of who they are, not of their role."""
        return set()

    def stamp(self) -> Facts:
        """What every event of the object keeps, so that its lines name it without reading it."""
        return {}

    def further_changes(self, data: Facts) -> "Mapping[str, list[Fact]]":
        """Old and new of what an edit changes in other rows, from what the act is told; for the log."""
        return {}

    def as_whom(self, verb: str, user: User, data: Facts) -> User:
        """Who acts, where what the act is told decides whether they do in somebody's place; else the person."""
        return user

    def crumbs(self) -> "list[Stateful | Dossier]":
        """The pages that lead to its own, the outermost first."""
        return [self]

    def offers(self, user: User) -> list[Offer]:
        """What this person's roles could do with the object in its present state, blocked ones included."""
        status = self.status  # django_fsm asks the machine each time
        rows = [row for row in self.transitions() if row.source == status]
        return [
            Offer(row.name, row.custom["step"], refusal(row, self, user))
            for row in rows
            if user.can(row.permission.codename)
        ]


@prepared
def locked(dossier: int) -> models.QuerySet[Dossier]:
    """The dossier with its row lock, until the end of the transaction."""
    return Dossier.objects.filter(pk=dossier).select_for_update(of=("self",), no_key=True).only("pk")


def targets_of(target: str | RETURN_VALUE | None) -> list[str]:
    """The states that a transition names: one, those among which its method decides, or none."""
    if isinstance(target, RETURN_VALUE):
        return list(target.allowed_states)
    return [target] if target else []


class Filed(Stateful):
    """What has a dossier of its own, under the same key."""

    party_path = ""  # from a row to the name of the customer whom it is about
    dossier = models.OneToOneField(
        Dossier, models.PROTECT, primary_key=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    def save(self, **how: Unpack[Saving]) -> None:
        written = how.get("update_fields")
        with transaction.atomic(savepoint=False):
            if self._state.adding:
                how["force_insert"] = True
            if written is None or "number" in written:
                self.file()
            super().save(**how)

    @property
    def events(self) -> EventQuerySet:
        """What happened to it and to all that belongs to it, oldest first."""
        return Event.objects.filter(dossier=self.pk)

    def filing(self) -> Facts:
        """What its dossier says: ``number``, ``author_id`` and ``owner_id``."""
        raise NotImplementedError

    def file(self) -> None:
        """Begin the dossier, or keep it in step."""
        facts = self.filing()
        if self.dossier_id is None:
            self.dossier = Dossier.objects.create(
                noun=self.noun, view=self.view, confined=self.confined, **facts
            )
            return
        stale = [name for name, value in facts.items() if getattr(self.dossier, name) != value]
        for name in stale:
            setattr(self.dossier, name, facts[name])
        if stale:
            self.dossier.save(update_fields=[name.removesuffix("_id") for name in stale])
