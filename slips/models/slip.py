"""Slips: numbered, frozen snapshots."""

import datetime as dt
import hashlib
import json
from typing import Self, Unpack

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.addresses import addresses
from aftersales.kit.choices import ColouredChoices
from aftersales.kit.fields import Saving, person, together
from aftersales.models import User
from slips.conditions import PRINTS
from slips.kinds import KINDS, Copy, Facts, Kind
from workflow.models import Dossier, VisibleQuerySet

MARK = 16  # hex digits of the digest in the QR code: 64 bits, which nobody guesses


def canonical(
    kind: str, number: str, revision: int, facts: Facts, issued_at: dt.datetime, issued_by: str
) -> bytes:
    """A snapshot in one spelling, whatever database gave it back: what its digest is taken of."""
    moment = issued_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    snapshot = [kind, number, revision, facts, moment, issued_by]
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class SlipState(ColouredChoices):
    """Whether a slip is in force."""

    VALID = "valid", "green", _("valid")
    VOID = "void", "red", _("void")


class SlipQuerySet(VisibleQuerySet["Slip"]):
    def visible_to(self, user: User) -> Self:
        return super().visible_to(user) if user.can("slip.view") else self.none()


class Slip(models.Model):
    """A numbered, frozen snapshot: a reprint shows what was issued, never newer data.

    ``digest`` is the SHA-256 of the snapshot (``canonical``), taken when it is issued. ``document`` is that of
    its PDF for the screen, rendered once and kept for ever, and ``void_document`` that of the same with 作废
    across it; both are empty until somebody needs them. ``to_print`` is set until its first print.
    """

    kind = models.CharField(_("kind"), max_length=4)
    number = models.CharField(_("number"), max_length=20)
    revision = models.PositiveSmallIntegerField(_("revision"), default=0)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="slips")
    facts = models.JSONField(_("facts"))
    issued_by = person(_("issued by"))
    issuer = models.CharField(
        max_length=60, default="", editable=False
    )  # the name as it was, which the digest covers
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    digest = models.CharField(max_length=64, default="", editable=False)
    document = models.CharField(max_length=64, blank=True, editable=False)
    void_document = models.CharField(max_length=64, blank=True, editable=False)
    to_print = models.BooleanField(default=False, editable=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replacement", verbose_name=_("instead of")
    )
    voided_by = person(_("voided by"), null=True)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(_("why void"), max_length=300, null=True)

    # What lists read along, see slips.items.
    place: models.Model | None
    items: list[models.Model]

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("slip")
        verbose_name_plural = _("slips")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["number", "revision"], name="slip_number_once"),
            together("voided_by", "voided_at", "void_reason", name="slip_voided_by_whom"),
        ]
        indexes = [
            models.Index(fields=["number"], opclasses=["varchar_pattern_ops"], name="slip_number_begins"),
            models.Index(fields=["kind", "-id"], name="slip_kind_newest_first"),
            models.Index(fields=["kind", "issued_at", "id"], name="slip_ledger"),
            models.Index(fields=["issued_at", "id"], name="slip_by_issue"),
            models.Index(fields=["id"], condition=Q(voided_at__isnull=False), name="slip_void"),
            models.Index(fields=["id"], condition=Q(to_print=True), name="slip_to_print"),
            models.Index(fields=["issued_at"], condition=Q(document=""), name="slip_without_document"),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, **how: Unpack[Saving]) -> None:
        if not self.digest:
            self.issuer = self.issuer or str(self.issued_by)
            self.digest = self.sealed()
        super().save(**how)

    def get_absolute_url(self) -> str:
        return addresses("slips:slip")(self.pk)

    def sealed(self) -> str:
        """The digest of the snapshot as it is now; equal to ``digest`` unless somebody has tampered with it."""
        snapshot = canonical(self.kind, self.number, self.revision, self.facts, self.issued_at, self.issuer)
        return hashlib.sha256(snapshot).hexdigest()

    @property
    def qr_url(self) -> str:
        """What its QR code opens: the slip for those allowed, else a page that says whether it is genuine."""
        path = reverse("slips:check", kwargs={"number": self.number, "mark": self.digest[:MARK]})
        return settings.SITE_URL.rstrip("/") + path

    @property
    def definition(self) -> Kind:
        return KINDS[self.kind]

    def copy(self, number: int) -> Copy:
        """Its copy of this number, from 1."""
        return self.definition.copies[number - 1]

    @property
    def void(self) -> bool:
        return self.voided_at is not None

    @property
    def state(self) -> SlipState:
        return SlipState.VOID if self.void else SlipState.VALID

    @property
    def name(self) -> str:
        """Its number, and which revision of it."""
        again = gettext("revision %(n)s") % {"n": self.revision}
        return f"{self.number} {again}" if self.revision else self.number

    def readable_by(self, user: User) -> bool:
        """Whether the person may read all of it: its amounts are for those who handle amounts, or the slip."""
        kind = self.definition
        return not kind.priced or user.can("amount.view") or bool(user.every_role & kind.handlers)

    def printable_by(self, user: User) -> bool:
        """Whether the person may print its copies."""
        return PRINTS(self, user)
