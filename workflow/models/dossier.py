"""The dossier: what the engine knows of each thing that has its own lock, and of whoever may see it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from aftersales.kit.fields import person
from aftersales.models import User
from workflow.machines import machines, views


class VisibleQuerySet(models.QuerySet[Any]):
    """Rows that somebody sees who sees their dossier."""

    dossier_path = "dossier"

    def visible_to(self, user: User) -> Self:
        return self.filter(visible(user, self.dossier_path))


class DossierQuerySet(VisibleQuerySet):
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

    objects = DossierQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["author", "-id"], name="dossier_author"),
            models.Index(fields=["owner", "-id"], name="dossier_owner"),
        ]

    def __str__(self) -> str:
        return named(self.number, self.pk)

    def get_absolute_url(self) -> str:
        return reverse(f"{machines()[self.noun]._meta.app_label}:{self.noun}", args=[self.pk])

    @property
    def dossier_id(self) -> int:
        """Its own key, as all that belongs to it has it."""
        return self.pk


def named(number: str | None, key: int) -> str:
    """What people call it: its number, or a draft."""
    return number or _("Draft %(id)s") % {"id": key}


def visible(user: User, path: str = "") -> Q:
    """What the person may see; ``path`` leads from the rows that are asked for to their dossier.

    What they wrote or own, unless it is confined; what their permissions show, but for drafts; what concerns them.
    """
    at = f"{path}__" if path else ""
    people = user.stands_for()
    shown = Q(**{f"{at}view__in": [view for view in views() if user.can(view)], f"{at}number__isnull": False})
    written = Q(**{f"{at}author__in": people})
    owned = Q(**{f"{at}owner__in": people, f"{at}number__isnull": False})
    reader = Dossier.readers.through.objects.filter(dossier=OuterRef(f"{at}pk"), user__in=people)
    return shown | (written | owned) & Q(**{f"{at}confined": False}) | Q(Exists(reader))


def no_draft_of_others(user: User, path: str) -> Q:
    """What is left for those who see all of a kind."""
    return Q(**{f"{path}__number__isnull": False}) | Q(**{f"{path}__author__in": user.stands_for()})
