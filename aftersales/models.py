"""People, and the small tables that the kit of this package keeps."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersales.kit.jobs import Job
from aftersales.kit.leases import claimed_when
from aftersales.roles import Role, permissions_of, role_names


class People(UserManager["User"]):
    """Makes accounts."""

    use_in_migrations = False

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        """The first administrator has the administrator's role, too, and so what it allows outside /admin/."""
        user = super().create_superuser(username, email, password, **fields)
        RoleGrant.objects.create(user_id=user.pk, role=Role.ADMIN)
        return user


class User(AbstractUser):
    """A person of the factory or of its sales offices."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    must_change_password = models.BooleanField(default=False, editable=False)  # somebody else chose it
    is_demo = models.BooleanField(_("offered on the demo sign-in page"), default=False, editable=False)

    objects: ClassVar[People] = People()

    REQUIRED_FIELDS = ["name"]  # what createsuperuser asks for beside user name and password

    class Meta(AbstractUser.Meta):
        indexes = [models.Index(fields=["is_demo"], condition=models.Q(is_demo=True), name="user_demo")]

    def __str__(self) -> str:
        return self.name or self.username[:60]  # as long as a name, for the records that copy it

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held now, read once per request."""
        return frozenset(grant.role for grant in self.grants.all())

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Codenames of everything that the roles allow."""
        return permissions_of(self.roles)

    def can(self, codename: str) -> bool:
        """Whether any of this person's roles grants the permission."""
        return self.is_active and codename in self.permissions

    def stands_for(self) -> list[int]:
        """Keys of the people in whose place this person acts: today only themselves."""
        return [self.pk]

    @property
    def role_names(self) -> str:
        """The roles in words, in the order of the roles table."""
        return role_names([role for role in Role.values if role in self.roles])


class RoleGrant(models.Model):
    """One role held by one person."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=30, choices=Role.choices, db_index=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_once_per_user")]

    def __str__(self) -> str:
        return str(Role(self.role).label)


class Counter(models.Model):
    """The last number given for a prefix and year; see numbering.py."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="counter_once_per_year")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last}"


class Attempt(models.Model):
    """How often an address without an account has tried something in a minute; see throttle.py."""

    key = models.CharField(max_length=64)
    minute = models.BigIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "minute"], name="attempts_once_a_minute")]

    def __str__(self) -> str:
        return f"{self.key} {self.minute}: {self.count}"


class LedgerFile(Job):
    """A ledger that is too long for a request, as the file that somebody asked for; see ledger/exports.py.

    ``query`` holds its filters and order as an address has them, ``language`` that of its words. Whoever asked
    may fetch it, and nobody else; it has what they may see.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("user"))
    ledger = models.CharField(max_length=40, editable=False)
    query = models.TextField(blank=True, editable=False)
    ending = models.CharField(max_length=4, editable=False)
    language = models.CharField(max_length=10, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("file of a ledger")
        verbose_name_plural = _("files of ledgers")
        ordering = ["-id"]
        constraints = [claimed_when("ledger_file_claimed_when")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="pending"), name="ledger_file_pending"),
            models.Index(fields=["user", "-id"], name="ledger_file_of_person"),
            models.Index(fields=["asked_at"], condition=models.Q(expired_at=None), name="ledger_file_there"),
        ]

    def __str__(self) -> str:
        return f"{self.ledger}.{self.ending} {timezone.localtime(self.asked_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("ledger_file", args=[self.pk])


class TableUpload(Job):
    """A table that somebody sent, from the first look until they have decided; see tables/uploads.py.

    ``kind`` and ``subject`` say what it is of and about; ``source`` is the SHA-256 of what was sent, ``said`` what was
    said beside it. ``sheet`` and ``layout`` are the columns that are meant, ``summary`` is what a look at a long one
    found, ``choice`` what the person decided and ``result`` what became of it. As a job it is looked at or taken over,
    as ``step`` says; the file of the job has the rows to correct. It is its sender's alone.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("user"))
    kind = models.CharField(max_length=40, editable=False)
    subject = models.BigIntegerField(null=True, editable=False)
    name = models.CharField(_("file"), max_length=200, blank=True, editable=False)
    pasted = models.BooleanField(default=False, editable=False)
    source = models.CharField(max_length=64, editable=False)
    said = models.JSONField(default=dict, editable=False)
    sheet = models.PositiveSmallIntegerField(default=0, editable=False)
    layout = models.JSONField(null=True, editable=False)
    step = models.CharField(max_length=10, editable=False)
    summary = models.JSONField(null=True, editable=False)
    choice = models.CharField(max_length=10, blank=True, editable=False)
    result = models.JSONField(null=True, editable=False)
    language = models.CharField(max_length=10, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)

    ending = "xlsx"
    AT_ONCE = 5000  # rows that a request looks at, and takes over

    class Meta:
        verbose_name = _("table that was sent")
        verbose_name_plural = _("tables that were sent")
        ordering = ["-id"]
        constraints = [claimed_when("table_upload_claimed_when")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="pending"), name="table_upload_pending"),
            models.Index(fields=["user", "kind", "-id"], name="table_upload_of_person"),
            models.Index(fields=["asked_at"], condition=models.Q(expired_at=None), name="table_upload_there"),
        ]

    def __str__(self) -> str:
        return self.name or f"{timezone.localtime(self.asked_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("table_upload", args=[self.pk])

    @property
    def long(self) -> bool:
        """Whether it has more rows than a request takes."""
        return self.total > self.AT_ONCE

    @property
    def decided(self) -> bool:
        return bool(self.choice) and self.result is not None and not self.pending


class TableLayout(models.Model):
    """Which columns are which in tables with these headings, as somebody said it; see tables/headings.py."""

    kind = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    columns = models.JSONField()
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("user"))
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("layout of tables")
        verbose_name_plural = _("layouts of tables")
        constraints = [models.UniqueConstraint(fields=["kind", "fingerprint"], name="table_layout_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.fingerprint[:8]}"
