"""The dossier: what the engine knows of each thing that has its own lock, and of whoever may see it."""

import datetime as dt
from functools import reduce
from operator import or_
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.addresses import addresses
from aftersales.kit.fields import person
from aftersales.models import RoleGrant, User
from aftersales.roles import nouns_of, roles_with
from workflow.machines import machines, views

Row = TypeVar("Row", bound=models.Model)
StoodIn = list[int | str]
"""Who acted in whose place: keys of principal and deputy, the moment, and their names."""


class VisibleQuerySet(models.QuerySet[Row]):
    """Rows that somebody sees who sees their dossier."""

    dossier_path = "dossier"

    def visible_to(self, user: User) -> Self:
        return self.filter(visible(user, self.dossier_path))


class DossierQuerySet(VisibleQuerySet["Dossier"]):
    dossier_path = ""


class Dossier(models.Model):
    """One row for a case, a corrective action, a penalty, a survey …, with the same key.

    Its row lock serialises everything that is done to the thing and to what belongs to it. Events, slips and
    notices point at it, so that they need not know what it is the dossier of.
    """

    noun = models.CharField(max_length=20)
    number = models.CharField(max_length=20, null=True)
    """None while only its author may see it; empty for what has no number."""

    author = person(_("author"))
    owner = person(_("owner"), null=True)
    view = models.CharField(max_length=40)
    """The permission that lets see everything of the kind."""

    confined = models.BooleanField(default=False)
    """Only for those with the permission and its readers: no group is told, and no other timeline shows it."""

    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    """Who may see it because it concerns them."""

    stood_in = models.JSONField(default=list)
    """Who acted in whose place in it: keys of principal and deputy, the moment, and their names."""

    objects = DossierQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["author", "-id"], name="dossier_author"),
            models.Index(fields=["owner", "-id"], name="dossier_owner"),
        ]

    def __str__(self) -> str:
        return named(self.number, self.pk)

    def get_absolute_url(self) -> str:
        return addresses(f"{machines()[self.noun]._meta.app_label}:{self.noun}")(self.pk)

    @property
    def dossier_id(self) -> int:
        """Its own key, as all that belongs to it has it."""
        return self.pk

    def with_deputies(self, *people: int | None) -> set[int]:
        """These people, and whoever acted in the place of one of them in this dossier.

        For two who must not be the same: a deputy counts with the principal as one.
        """
        keys = {person for person in people if person}
        return keys | {deputy for principal, deputy, *_rest in self.stood_in if principal in keys}

    def who(self, person: User, at: dt.datetime) -> str:
        """Who did at this moment what is this person's act, and for whom."""
        for principal, _deputy, moment, name, deputy in self.stood_in:
            if principal == person.pk and dt.datetime.fromisoformat(moment) == at:
                return _("%(deputy)s for %(person)s") % {"deputy": deputy, "person": name}
        return str(person)

    def note_deputy(self, principal: User, at: dt.datetime) -> None:
        """Keep who acts in this person's place; under the lock of the dossier."""
        deputy = principal.deputy
        assert deputy
        self.keep_deputies([[principal.pk, deputy.pk, at.isoformat(), principal.own_name, str(deputy)]])

    def take_over_deputies(self, principal: User, other: "Dossier") -> None:
        """What this person did in another dossier counts here, too: so does who did it in their place."""
        if rows := [row for row in other.stood_in if row[0] == principal.pk]:
            self.keep_deputies(rows)

    def keep_deputies(self, rows: list[StoodIn]) -> None:
        """Add to what the database has by now; another object of the same act may have added as well."""
        self.refresh_from_db(fields=["stood_in"])
        self.stood_in = [*self.stood_in, *rows]
        self.save(update_fields=["stood_in"])


def named(number: str | None, key: int) -> str:
    """What people call it: its number, or a draft."""
    return number or gettext("Draft %(id)s") % {"id": key}


def visible(user: User, path: str = "") -> Q:
    """What the person may see; ``path`` leads from the rows that are asked for to their dossier.

    What they see by themselves, and what those see in whose place they act.
    """
    at = f"{path}__" if path else ""
    return reduce(or_, (seen_as(one, at) for one in user.capacities))


def seen_as(one: User, at: str) -> Q:
    """What one person sees.

    What they wrote or own, unless it is confined; what their permissions show, but for drafts; what concerns them.
    """
    shown = Q(**{f"{at}view__in": [view for view in views() if one.can(view)], f"{at}number__isnull": False})
    written = Q(**{f"{at}author": one.pk})
    owned = Q(**{f"{at}owner": one.pk, f"{at}number__isnull": False})
    reader = Dossier.readers.through.objects.filter(dossier=OuterRef(f"{at}pk"), user=one.pk)
    own = (written | owned) & Q(**{f"{at}confined": False}) | Q(Exists(reader))
    return shown | within(one, at, own)


def within(one: User, at: str, own: Q) -> Q:
    """What is a person's own; of somebody who is stood in for, what belongs to the duties of the deputy."""
    return own if one.duties is None else own & Q(**{f"{at}noun__in": sorted(nouns_of(one.duties))})


def who_sees(dossier: Dossier) -> "models.QuerySet[User]":
    """Who may look at it by themselves, whoever acts in their place: ``visible`` asked the other way round."""
    if dossier.number is None:
        return User.objects.filter(pk=dossier.author_id, is_active=True)
    shown = Q(Exists(RoleGrant.objects.filter(user=OuterRef("pk"), role__in=roles_with(dossier.view))))
    reader = Q(pk__in=dossier.readers.values("pk"))
    own = (
        Q(pk=None)
        if dossier.confined
        else Q(pk__in=[dossier.author_id, dossier.owner_id or dossier.author_id])
    )
    return User.objects.filter(shown | reader | own, is_active=True).order_by("name", "pk")


def no_draft_of_others(user: User, path: str) -> Q:
    """What is left for those who see all of a kind."""
    own = (within(one, f"{path}__", Q(**{f"{path}__author": one.pk})) for one in user.capacities)
    return reduce(or_, own, Q(**{f"{path}__number__isnull": False}))
