"""People, and the small tables that the kit of this package keeps."""

import datetime as dt
from copy import copy
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersales.kit.fields import together
from aftersales.kit.jobs import Job
from aftersales.kit.leases import claimed_when
from aftersales.roles import Role, duty_of, permissions_of, role_names


class People(UserManager["User"]):
    """Makes accounts."""

    use_in_migrations = False

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: str | bool
    ) -> "User":
        """The first administrator has the administrator's role, too, and so what it allows outside /admin/."""
        user = super().create_superuser(username, email, password, **fields)
        RoleGrant.objects.create(user_id=user.pk, role=Role.ADMIN)
        return user


class User(AbstractUser):
    """A person of the factory or of its sales offices."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, blank=True, editable=False)
    """What the person has chosen to read; empty as long as they have chosen nothing."""

    must_change_password = models.BooleanField(default=False, editable=False)  # somebody else chose it
    is_demo = models.BooleanField(_("offered on the demo sign-in page"), default=False, editable=False)

    objects: ClassVar[People] = People()

    REQUIRED_FIELDS = ["name"]  # what createsuperuser asks for beside user name and password

    class Meta(AbstractUser.Meta):
        indexes = [models.Index(fields=["is_demo"], condition=models.Q(is_demo=True), name="user_demo")]

    def __str__(self) -> str:
        own = self.name or self.username[:60]  # as long as a name, for the records that copy it
        return _("%(deputy)s for %(person)s") % {"deputy": self.deputy, "person": own} if self.deputy else own

    @property
    def own_name(self) -> str:
        """The name alone, whoever acts in this person's place."""
        return self.name or self.username[:60]

    duties: "frozenset[str] | None" = None
    """What a deputy may do in this person's place; None where this is nobody's principal here."""

    deputy: "User | None" = None
    """Who acts in this person's place, where it is not they themselves."""

    until: "dt.date | None" = None
    """The last day on which the deputy acts in this person's place."""

    away: "tuple[tuple[str, dt.date], ...]" = ()
    """Who acts in this person's place today, each with the last day; read with the session as well."""

    keeps_views = True
    """Whether they have kept views of lists; read with the session, and likely where nobody has looked."""

    stands_in: "tuple[User, ...]" = ()
    """In whose place this person acts today; read with the session, see ``standing_in.py``."""

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held now, read once per request."""
        return frozenset(grant.role for grant in self.grants.all())

    @cached_property
    def every_role(self) -> frozenset[str]:
        """The roles held now, and those of whom this person stands in for."""
        return self.roles.union(*(principal.roles for principal in self.stands_in))

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Codenames of everything that the roles allow, and of what they do in somebody's place."""
        own = permissions_of(self.roles)
        if self.duties is not None:
            return frozenset(name for name in own if duty_of(name) in self.duties)
        return own.union(*(principal.permissions for principal in self.stands_in))

    def can(self, codename: str) -> bool:
        """Whether any of this person's roles grants the permission, or those of whom they stand in for."""
        return self.is_active and codename in self.permissions

    @cached_property
    def capacities(self) -> "tuple[User, ...]":
        """As whom this person may act: as themselves, then in the place of each of whom they stand in for."""
        return (self.alone, *self.stands_in)

    @property
    def alone(self) -> "User":
        """The person without whom they stand in for."""
        if not self.stands_in:
            return self
        own = copy(self)
        own.stands_in = ()
        for name in ("permissions", "every_role", "capacities"):
            own.__dict__.pop(name, None)
        return own

    def places(self, duty: str) -> list[int]:
        """The keys of this person, and of whom they stand in for in this duty."""
        return [one.pk for one in self.capacities if one.duties is None or duty in one.duties]

    @property
    def both(self) -> frozenset[int]:
        """The keys of who acts, and in whose place: neither may be on both sides of what two people do."""
        return frozenset({self.pk, self.deputy.pk} if self.deputy else {self.pk})

    @property
    def role_names(self) -> str:
        """The roles in words, in the order of the roles table."""
        return role_names([role for role in Role.values if role in self.roles])


class DeputyshipQuerySet(models.QuerySet["Deputyship"]):
    def on(self, day: dt.date) -> "DeputyshipQuerySet":
        """Those that hold on a day; each ends by itself."""
        return self.filter(starts_on__lte=day, ends_on__gte=day, ended_at=None)


class Deputyship(models.Model):
    """Somebody acts in the place of somebody else for a time: 代理.

    For the ``duties`` that are named, see ``roles.DUTIES``. It ends by itself, and before that by ``ended_at``. It
    is not handed on: a deputy has what the principal's own roles allow, and nothing for which these stand in.
    """

    principal = models.ForeignKey(
        User, models.PROTECT, related_name="deputies", verbose_name=_("in whose place")
    )
    deputy = models.ForeignKey(
        User, models.PROTECT, related_name="deputyships", verbose_name=pgettext_lazy("person", "deputy")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    duties = models.JSONField(_("duties"), default=list)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    objects = DeputyshipQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("person", "deputy")
        verbose_name_plural = _("deputies")
        ordering = ["-ends_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(deputy=models.F("principal")), name="nobody_is_their_own_deputy"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")), name="deputy_from_until"
            ),
            together("ended_by", "ended_at", name="deputy_ended_by_whom"),
        ]
        indexes = [
            models.Index(fields=["deputy", "ends_on"], name="deputy_until"),
            models.Index(fields=["principal", "ends_on"], name="principal_until"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} / {self.principal}"


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


class SecondFactor(models.Model):
    """What an app of this person makes codes from; see second_factor.py.

    ``last_step`` is the step of time whose code was taken last: each is taken once.
    """

    user = models.OneToOneField(User, models.PROTECT, related_name="second_factor", editable=False)
    secret = models.CharField(max_length=64, editable=False)
    set_up_at = models.DateTimeField(default=timezone.now, editable=False)
    last_step = models.BigIntegerField(default=0, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    failed_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """A code on paper for who has not the phone at hand; it opens the door once."""

    factor = models.ForeignKey(SecondFactor, models.PROTECT, related_name="codes", editable=False)
    digest = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return str(self.factor)


class QuickSign(models.Model):
    """With what a person signs in at a computer of the workshop; see quick_change.py. Neither can be read back."""

    user = models.OneToOneField(User, models.PROTECT, related_name="quick_sign", editable=False)
    badge = models.CharField(max_length=64, null=True, unique=True, editable=False)
    pin = models.CharField(max_length=128, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)

    def __str__(self) -> str:
        return str(self.user)


class Journal(models.Model):
    """One thing that an administrator did, or somebody for themselves: who, what, about whom; see journal.py.

    ``deed`` names what was done, ``about`` what it was done to, ``said`` has what else is known of it. It is
    written and never changed.
    """

    at = models.DateTimeField(_("moment"), default=timezone.now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"), editable=False)
    by_name = models.CharField(max_length=60, editable=False)
    deed = models.CharField(_("what was done"), max_length=40, editable=False)
    about = models.CharField(_("about"), max_length=200, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="journal", null=True, editable=False)
    said = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("log of the administration")
        verbose_name_plural = _("log of the administration")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["at", "id"], name="journal_at"),
            models.Index(fields=["deed", "at", "id"], name="journal_of_deed"),
            models.Index(fields=["person", "at", "id"], name="journal_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.deed}: {self.about}"


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


class SavedView(models.Model):
    """How a person wants to see a list: filters, order and columns, as its address says them; theirs alone."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("user"))
    page = models.CharField(max_length=60)
    """The name of the address of the list."""

    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name


def people_with(*roles: str) -> "models.QuerySet[User]":
    """Everybody who holds one of these roles now."""
    held = User.objects.filter(grants__role__in=roles, is_active=True).distinct()
    return held.prefetch_related("grants").order_by("name", "pk")
