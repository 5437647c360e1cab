"""The monthly report as it was issued: what was said then, whatever becomes known later."""

import hashlib
from typing import Unpack

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.fields import Saving, person
from slips.models import canonical
from workflow.models import Facts

KIND = "YB"  # 月报


class IssuedReport(models.Model):
    """One edition of the report of a month: frozen figures under a seal, as a slip is.

    ``facts`` are the report in Chinese with every figure (see figures.issuing); who reads it sees those that they may.
    ``digest`` is the SHA-256 of the snapshot, spelt as that of slips.
    """

    first = models.DateField(_("month"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    facts = models.JSONField(_("facts"))
    issued_by = person(_("issued by"))
    issuer = models.CharField(max_length=60, default="", editable=False)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    digest = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        verbose_name = _("issued report")
        verbose_name_plural = _("issued reports")
        ordering = ["-first", "-edition"]
        constraints = [models.UniqueConstraint(fields=["first", "edition"], name="report_issued_once")]

    def __str__(self) -> str:
        return self.number if self.edition == 1 else f"{self.number}-R{self.edition - 1}"

    def save(self, **how: Unpack[Saving]) -> None:
        if not self.digest:
            self.issuer = self.issuer or str(self.issued_by)
            self.digest = self.sealed()
        super().save(**how)

    def get_absolute_url(self) -> str:
        return reverse("figures:issued", args=[self.pk])

    @property
    def number(self) -> str:
        return f"{KIND}-{self.first:%Y-%m}"

    def sealed(self) -> str:
        """The digest of the snapshot as it is now."""
        facts: Facts = self.facts
        snapshot = canonical(KIND, self.number, self.edition, facts, self.issued_at, self.issuer)
        return hashlib.sha256(snapshot).hexdigest()

    @property
    def intact(self) -> bool:
        """Whether it is what was issued."""
        return self.digest == self.sealed()
