"""Events are the audit log and the outbox in one: append-only, and notices are sent from them."""

from collections.abc import Callable

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.models import User
from cases.models.case import Case, person
from cases.models.motor import ReturnedMotor

_confined: dict[str, Callable[[User], Q]] = {}


def confine(subject: str, may_read: Callable[[User], Q]) -> None:
    """Let only some people read the events of a noun; ``may_read`` gives the events that a person may."""
    _confined[subject] = may_read


def is_confined(subject: str) -> bool:
    """Whether not everybody may read of this noun, so that no group is told."""
    return subject in _confined


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User) -> "EventQuerySet":
        """Without those of confined nouns that the person may not read; the case is asked for by the caller."""
        open_to_all = ~Q(subject__in=list(_confined))
        theirs = [Q(subject=subject) & may_read(user) for subject, may_read in _confined.items()]
        return self.filter(Q(open_to_all, *theirs, _connector=Q.OR))


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

    objects = EventQuerySet.as_manager()

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
    """An event or a reminder that one person should hear of.

    It stands in the product from the moment of the commit; ``planned_at`` says when it was looked at for
    what else goes out: e-mail and robots.
    """

    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="notices")
    reminder = models.ForeignKey("Reminder", models.PROTECT, null=True, related_name="notices")
    user = person(_("for"), "notices")
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "user"], name="notice_once"),
            models.UniqueConstraint(fields=["reminder", "user"], name="notice_of_reminder_once"),
            models.CheckConstraint(
                condition=models.Q(event__isnull=True) ^ models.Q(reminder__isnull=True),
                name="notice_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_newest_first"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(fields=["id"], condition=models.Q(planned_at=None), name="notice_to_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.event or self.reminder} → {self.user}"
