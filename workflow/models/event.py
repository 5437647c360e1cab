"""Events are the audit log and the outbox in one: append-only, and notices are sent from them."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.kit.fields import person, together
from aftersales.models import User
from workflow.models.dossier import Dossier, VisibleQuerySet, visible


class EventQuerySet(VisibleQuerySet["Event"]):
    def not_confined_from(self, user: User) -> "EventQuerySet":
        """Without those of confined dossiers that the person may not see; for a timeline that they may."""
        return self.filter(Q(dossier__confined=False) | visible(user, "dossier"))


class JointAct(models.Model):
    """A verb that a person took of several things of one dossier at once; each has its own event.

    ``form`` is the key of the form, which may have acted in several dossiers. ``left_out`` are the things that
    were chosen and did not go, each as [key, name, reason].
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.UUIDField(null=True, db_index=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=20)
    verb = models.CharField(max_length=40)
    actor = person(_("who"))
    at = models.DateTimeField(default=timezone.now)
    left_out = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.subject}.{self.verb} {self.key}"


class Event(models.Model):
    """One thing that happened: who did what to which object, and how its state changed.

    ``subject`` and ``subject_id`` are the noun and key of the object, which the dossier is of, or which belongs
    to it. Who did it for somebody else names them as ``on_behalf_of``. A database trigger refuses every change
    and deletion. Names and verb are kept as text, so that the log reads the same when people and words change.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="events")
    subject = models.CharField(max_length=20)  # noun of the object: case, motor, handover …
    subject_id = models.BigIntegerField()
    verb = models.CharField(max_length=40)
    from_status = models.CharField(max_length=40, blank=True)
    to_status = models.CharField(max_length=40, blank=True)
    actor = person(_("who"))
    actor_name = models.CharField(max_length=60)
    on_behalf_of = person(_("on behalf of"), null=True)
    on_behalf_of_name = models.CharField(max_length=60, null=True)
    at = models.DateTimeField(default=timezone.now)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    joint = models.ForeignKey(JointAct, models.PROTECT, null=True, related_name="events", db_index=False)
    """The act with several things of which it is a part."""

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [together("on_behalf_of", "on_behalf_of_name", name="event_on_behalf_of_whom")]
        indexes = [
            models.Index(fields=["dossier", "id"], name="event_of_dossier"),
            models.Index(fields=["subject", "subject_id", "id"], name="event_of_subject"),
            models.Index(fields=["joint"], condition=Q(joint__isnull=False), name="event_of_joint_act"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}.{self.verb} {self.subject_id}"

    @property
    def by(self) -> User:
        """Whose act it is: who did it, or in whose place they did."""
        return self.on_behalf_of or self.actor

    @property
    def who(self) -> str:
        """Who did it, and for whom."""
        if self.on_behalf_of_name is None:
            return self.actor_name
        return gettext("%(deputy)s for %(person)s") % {
            "deputy": self.actor_name,
            "person": self.on_behalf_of_name,
        }

    @property
    def about(self) -> str:
        """What it is about, in short: the number or name that its object had, or that of the dossier."""
        if "item" in self.data:
            return self.data["item"] or gettext("motor %(position)s") % {"position": self.data["position"]}
        return self.data.get("number") or str(self.dossier)
