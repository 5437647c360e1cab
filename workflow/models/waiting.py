"""What waits for whom: written once an act from the things themselves, deleted when it is done."""

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from aftersales.kit.fields import person
from aftersales.models import User
from workflow.machines import views
from workflow.models.dossier import Dossier, visible


class WaitingQuerySet(models.QuerySet["Waiting"]):
    def begun(self, today: dt.date) -> "WaitingQuerySet":
        """Without what only begins to wait on a later day."""
        return self.filter(Q(not_before=None) | Q(not_before__lte=today))

    def in_sight(self, user: User, today: dt.date) -> "WaitingQuerySet":
        """What waits for anybody today, as somebody reads it who leads them: no drafts, nothing confined from them."""
        return self.begun(today).filter(in_the_sight_of(user, Q(number__isnull=False)), beside=False)


def invites(one: User) -> Q:
    """What waits for one person: by name, or by role and in their sight. Not what they are barred from."""
    roles = Q(person=None, role__in=["", *one.roles]) & in_the_sight_of(one)
    barred = Barred.objects.filter(waiting=OuterRef("pk"), person__in=sorted(one.both))
    return (roles | Q(person=one.pk)) & ~Q(Exists(barred))


def in_the_sight_of(user: User, *further: Q) -> Q:
    """What waits where the person may look; the dossier itself is asked only where the row does not say it."""
    dossiers = Dossier.objects.filter(visible(user), *further, pk=OuterRef("dossier"))
    shown = [view for view in views() if user.can(view)]
    return Q(dossier=None) | Q(shown_with__in=shown) | Q(Exists(dossiers))


class Waiting(models.Model):
    """One task of one item, for a person, for a role, or for anybody with the task's permission.

    A projection: ``workflow.waiting`` derives it from the item, and it is the one thing that is deleted. It
    invites and permits nothing. What permissions and roles people hold, and whether they are active, is asked
    when it is read.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="waiting")
    """Whose sight and confinement it shares; None for what belongs to none."""

    shown_with = models.CharField(max_length=40, default="")
    """The permission that shows its dossier to everybody; empty for a draft, as it was when this was written.

    A dossier keeps its permission and its number for good; where this is empty, the dossier itself is asked.
    """

    noun = models.CharField(max_length=20)
    item_id = models.BigIntegerField()
    task = models.CharField(max_length=40)
    role = models.CharField(max_length=30, blank=True)
    person = person(_("for"), null=True)
    beside = models.BooleanField(default=False)
    """This person may do it as well, but it is another's, or others'."""

    due_on = models.DateField(null=True)
    since = models.DateTimeField()
    """The moment of the act that made it wait."""

    not_before = models.DateField(null=True)
    """The day on which it begins to wait, where only the date brings it."""

    objects = WaitingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "noun", "item_id", "task", "role", Coalesce("person", 0), name="waiting_once"
            ),
            models.CheckConstraint(condition=Q(role="") | Q(person=None), name="waiting_for_role_or_person"),
        ]
        indexes = [models.Index(fields=["task", "role", "due_on", "item_id"], name="waiting_of_task")]

    def __str__(self) -> str:
        return f"{self.task} {self.noun} {self.item_id}"


class Barred(models.Model):
    """Somebody who may not do what waits for others of their role: who made it, who has signed already."""

    waiting = models.ForeignKey(Waiting, models.CASCADE, related_name="barred")
    person = person(_("who may not"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["waiting", "person"], name="barred_once")]

    def __str__(self) -> str:
        return f"{self.waiting}: {self.person}"
