"""Events are the audit log and the outbox in one: append-only, and notices are sent from them."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case, person
from cases.models.motor import ReturnedMotor


class Event(models.Model):
    """One thing that happened: who did what to which object, and how its state changed.

    A database trigger refuses every change and deletion. The actor's name and the verb are kept as text,
    so that the log reads the same when people and words change.
    """

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="events")
    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, null=True, related_name="events")
    subject = models.CharField(max_length=20)  # noun of the object: case, motor, handover …
    subject_id = models.BigIntegerField()
    verb = models.CharField(max_length=40)
    from_status = models.CharField(max_length=40, blank=True)
    to_status = models.CharField(max_length=40, blank=True)
    actor = person(_("who"))
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["case", "id"], name="event_of_case"),
            models.Index(fields=["motor", "id"], name="event_of_motor"),
            models.Index(fields=["subject", "subject_id"], name="event_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}.{self.verb} {self.subject_id}"


class Notice(models.Model):
    """An event that one person should hear of."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="notices")
    user = person(_("for"), "notices")
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="notice_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_newest_first"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.user}"
