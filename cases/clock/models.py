"""A later due date, asked for and decided (四.3)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.fields import person, together
from cases.models.motor import ReturnedMotor
from cases.statuses import Lapse


class Extension(models.Model):
    """A later due date, asked for before the motor is due and decided by somebody else (四.3)."""

    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, related_name="extensions")
    old_due_on = models.DateField(_("due so far"))
    new_due_on = models.DateField(_("new due date"))
    reason = models.CharField(_("reason"), max_length=300)
    requested_by = person(_("asked for by"))
    requested_at = models.DateTimeField(default=timezone.now)
    granted = models.BooleanField(_("granted"), null=True)
    decided_by = person(_("decided by"), null=True)
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(_("note"), max_length=300, blank=True)
    holiday = models.BooleanField(_("for a holiday"), default=False)
    lapse = models.CharField(max_length=20, choices=Lapse.choices, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            together("granted", "decided_by", "decided_at", name="extension_decided_by_whom"),
            models.CheckConstraint(condition=Q(new_due_on__gt=F("old_due_on")), name="extension_is_later"),
            models.UniqueConstraint(
                fields=["motor"], condition=Q(decided_at=None), name="one_open_extension_a_motor"
            ),
        ]
        indexes = [
            models.Index(fields=["requested_at", "id"], name="extension_ledger"),
            models.Index(fields=["granted", "requested_at", "id"], name="extension_ledger_decided"),
            models.Index(fields=["new_due_on", "id"], name="extension_ledger_due"),
        ]

    def __str__(self) -> str:
        return f"{self.motor}: {self.old_due_on} → {self.new_due_on}"

    @property
    def decision(self) -> str:
        """What was said to it; or why nobody decides it any more, in the language of the reader."""
        return self.decision_note or self.get_lapse_display()
