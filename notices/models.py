"""Who hears of what, and how: reminders, what people have chosen, robots, and every single message."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices, Label
from aftersales.kit.fields import person
from aftersales.kit.leases import Leased, claimed_when
from aftersales.models import User
from aftersales.roles import Role
from workflow.models import Dossier, Event

MORNING = dt.time(8)  # when a daily digest goes out unless somebody chooses another time


class Level(models.TextChoices):
    """How far a reminder goes: to who has the work, then further up by days overdue."""

    SOON = "soon", _("due soon")
    DUE = "due", _("due today")
    LEAD = "lead", _("brought before the lead")
    MANAGER = "manager", _("brought before the sales manager")
    DIRECTOR = "director", _("brought before the director")


class Reminder(models.Model):
    """A piece of work has come to a level of its due date. One for each task, object, date and level, ever.

    It keeps what it says as text, so that it reads the same when the work is done and off the worklist.
    """

    task = models.CharField(max_length=40)  # key of the worklist's task
    object_id = models.BigIntegerField()
    due_on = models.DateField()
    level = models.CharField(max_length=10, choices=Level.choices)
    title = models.CharField(max_length=200)
    customer = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=200)  # where the work is done
    page = models.CharField(max_length=200)  # where anybody else reads about it
    confidential = models.BooleanField(default=False)  # nothing for a group
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)  # the work is done, or due on another day

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "object_id", "due_on", "level"], name="reminder_once")
        ]
        indexes = [
            models.Index(fields=["due_on"], name="reminder_by_due"),
            models.Index(fields=["due_on"], condition=Q(settled_at=None), name="reminder_open"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.object_id} {self.due_on} {self.level}"


class Digest(models.Model):
    """When messages go out: each at once, or a day's together."""

    daily = models.BooleanField(
        _("when"),
        default=True,
        choices=[(True, _("once a day, everything together")), (False, _("at once"))],
    )
    daily_at = models.TimeField(_("time of the daily message"), default=MORNING)

    class Meta:
        abstract = True

    def next_after(self, moment: dt.datetime) -> dt.datetime:
        """When to send what came up at ``moment``; the time of day is that of Shanghai."""
        if not self.daily:
            return moment
        day = timezone.localdate(moment)
        at = dt.datetime.combine(day, self.daily_at, tzinfo=timezone.get_default_timezone())
        return at if at >= moment else at + dt.timedelta(days=1)


class NoticeChoice(Digest):
    """What a person has chosen. In the product everybody is told always; e-mail comes on top."""

    user = models.OneToOneField(User, models.PROTECT, related_name="notice_choice")
    by_email = models.BooleanField(_("by e-mail, too"), default=True)
    language = models.CharField(
        _("language of the messages"), max_length=10, choices=settings.LANGUAGES, default="zh-hans"
    )

    def __str__(self) -> str:
        return str(self.user)


def choice_of(user: User) -> NoticeChoice:
    """What the person has chosen, or what holds for who has not."""
    return getattr(user, "notice_choice", None) or NoticeChoice(user=user)


class Robot(Digest):
    """A robot in a group of WeCom, DingTalk or Feishu. Its address, a secret, is in the environment alone."""

    name = models.CharField(_("group"), max_length=60, unique=True)
    roles = models.JSONField(_("hears what these roles hear"), default=list)
    quiet_until = models.DateTimeField(null=True)  # a message has just gone out

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def speaks(self) -> bool:
        """Whether the environment still has its address."""
        return self.name in settings.ROBOT_SECRETS

    @property
    def role_names(self) -> list[Label]:
        return [Role(role).label for role in Role.values if role in self.roles]


class DeliveryState(ColouredChoices):
    """How far a message has come."""

    PENDING = "pending", "blue", _("waits")
    CLAIMED = "claimed", "blue", _("is being sent")
    SENT = "sent", "green", _("sent")
    DROPPED = "dropped", "grey", _("no longer needed")
    GIVEN_UP = "given_up", "red", _("given up")


class Letter(models.Model):
    """A message of its own that an app writes to one person, once for each ``key``: it says what was known then.

    Who has no account is written to at an ``address``; answers go to ``reply_to``, if anybody reads there.
    """

    key = models.CharField(max_length=60)
    user = person(_("for"), null=True)
    address = models.EmailField(_("address"), blank=True)
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=120)
    text = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "user"], name="letter_once"),
            models.UniqueConstraint(fields=["key"], condition=Q(user=None), name="letter_outside_once"),
            models.CheckConstraint(condition=Q(user=None) ^ Q(address=""), name="letter_to_one_address"),
        ]

    def __str__(self) -> str:
        return self.subject


class Delivery(Leased):
    """One thing to be told to one person by e-mail, or to one group by its robot; or a letter to somebody outside.

    Those that go out together share a batch, which never changes again: the same batch is tried again, under
    the same Message-ID.
    """

    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")
    reminder = models.ForeignKey(Reminder, models.PROTECT, null=True, related_name="+")
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, related_name="delivery")
    user = person(_("for"), null=True)
    robot = models.ForeignKey(Robot, models.PROTECT, null=True, related_name="deliveries")
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    due_at = models.DateTimeField()
    batch = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            claimed_when("delivery_claimed_when"),
            models.CheckConstraint(
                condition=Q(event__isnull=False, reminder=None, letter=None)
                | Q(event=None, reminder__isnull=False, letter=None)
                | Q(event=None, reminder=None, letter__isnull=False, robot=None),
                name="delivery_of_one_of_three",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, robot=None)
                | Q(user=None, robot__isnull=False)
                | Q(user=None, robot=None, letter__isnull=False, batch__isnull=False),
                name="delivery_to_one_of_three",
            ),
            models.UniqueConstraint(fields=["event", "user"], name="event_mailed_once"),
            models.UniqueConstraint(fields=["event", "robot"], name="event_posted_once"),
            models.UniqueConstraint(fields=["reminder", "user"], name="reminder_mailed_once"),
            models.UniqueConstraint(fields=["reminder", "robot"], name="reminder_posted_once"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="pending"), name="delivery_waits"),
            models.Index(fields=["claimed_at"], condition=Q(state="claimed"), name="delivery_claimed"),
            models.Index(fields=["batch"], name="delivery_batch"),
            models.Index(fields=["state", "-id"], name="delivery_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.event or self.reminder or self.letter} → {self.addressee}"

    @property
    def addressee(self) -> User | Robot | str:
        """Who gets it; of a letter to somebody outside its address."""
        who = self.user or self.robot or (self.letter and self.letter.address)
        assert who
        return who

    @property
    def about(self) -> str:
        """What it tells of, for the administrator, who does not read what is confidential."""
        if self.letter:
            return self.letter.subject
        if self.reminder:
            return str(_("confidential")) if self.reminder.confidential else self.reminder.title
        assert self.event is not None
        return str(_("confidential")) if self.event.dossier.confined else self.event.about

    @property
    def moment(self) -> dt.datetime:
        """When it was sent, or is to be."""
        return self.sent_at or self.due_at

    @property
    def colour(self) -> str:
        return DeliveryState(self.state).colour


class Notice(models.Model):
    """An event or a reminder that one person should hear of.

    It stands in the product from the moment of the commit; ``planned_at`` says when it was looked at for
    what else goes out: e-mail and robots.
    """

    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="notices")
    reminder = models.ForeignKey("Reminder", models.PROTECT, null=True, related_name="notices")
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="notices")
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
