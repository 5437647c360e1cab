"""The return ledger, and transfers to the workshop.

Both rows name the appraisal under which the motor is taken back: they count as long as the motor has no other.
"""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices
from aftersales.kit.fields import person, together
from cases.models import Appraisal, ReturnedMotor


class SettledBy(ColouredChoices):
    """How the customer is made good for a motor that was taken back."""

    REFUND = "refund", "green", _("refund")
    CREDIT_NOTE = "credit_note", "blue", _("credit note")
    REPLACEMENT = "replacement", "violet", _("replacement order")


class ReturnEntry(models.Model):
    """A line of the return ledger 退货明细: what is taken back, on which document, for how much (四.2)."""

    motor = models.OneToOneField(ReturnedMotor, models.PROTECT, related_name="return_entry")
    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="+", editable=False)
    source_document = models.CharField(_("original delivery note or invoice"), max_length=60)
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=2)
    reason = models.CharField(_("reason for the return"), max_length=300)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    entered_by = person(_("entered by"))
    entered_at = models.DateTimeField(default=timezone.now)
    endorsed_by = person(_("endorsed by"), null=True)
    endorsed_at = models.DateTimeField(null=True)
    settled_with = models.CharField(
        _("settled with"), max_length=20, choices=SettledBy.choices, blank=True, editable=False
    )
    settled_amount = models.DecimalField(_("amount settled"), max_digits=12, decimal_places=2, default=0)
    settled_document = models.CharField(_("document"), max_length=80, blank=True)
    settled_by = person(_("settled by"), null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("return ledger entry")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=0), name="return_price_not_negative"),
            together("endorsed_by", "endorsed_at", name="return_endorsed_by_whom"),
            together("settled_by", "settled_at", name="return_settled_by_whom"),
        ]
        indexes = [
            models.Index(fields=["entered_at", "id"], name="return_ledger"),
            models.Index(fields=["price", "id"], name="return_ledger_by_price"),
            models.Index(fields=["settled_at", "id"], name="refund_ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.motor}: {self.price}"

    @property
    def amount(self) -> Decimal:
        return self.price

    @property
    def settled(self) -> SettledBy | None:
        """How the customer was made good; None while nobody has."""
        return SettledBy(self.settled_with) if self.settled_with else None

    @property
    def counts(self) -> bool:
        """Whether the motor is still taken back under it: not refused, and not appraised again."""
        return self.appraisal_id == self.motor.appraisal_id


class Transfer(models.Model):
    """A returned motor on its way to the workshop, and what became of it there (四.2)."""

    motor = models.OneToOneField(ReturnedMotor, models.PROTECT, related_name="transfer_order")
    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="+", editable=False)
    to_workshop = models.CharField(_("workshop"), max_length=40)
    instruction = models.CharField(_("what to do"), max_length=300)
    due_on = models.DateField(_("by when"))
    prepared_by = person(_("prepared by"))
    prepared_at = models.DateTimeField(default=timezone.now)
    accepted_by = person(_("taken over by"), null=True)
    accepted_at = models.DateTimeField(null=True)
    result = models.CharField(_("workshop result"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("transfer")
        ordering = ["-id"]
        constraints = [together("accepted_by", "accepted_at", name="transfer_accepted_by_whom")]
        indexes = [
            models.Index(fields=["prepared_at", "id"], name="transfer_ledger"),
            models.Index(fields=["due_on", "id"], name="transfer_ledger_due"),
        ]

    def __str__(self) -> str:
        return f"{self.motor} → {self.to_workshop}"

    @property
    def counts(self) -> bool:
        """Whether the motor still goes to the workshop under it: it was not appraised again."""
        return self.appraisal_id == self.motor.appraisal_id
