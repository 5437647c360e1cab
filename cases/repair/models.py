"""What is written down in a repair: quotations, the work and its parts, inspections."""

from decimal import Decimal
from typing import TYPE_CHECKING, Optional

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices
from aftersales.kit.fields import LongTextField, person, together
from cases.models.motor import ReturnedMotor
from cases.repair.fees import Cost
from cases.statuses import Lapse
from catalogue.models import Part

if TYPE_CHECKING:
    from cases.measuring.models import TestSheet


class ReplyWay(models.TextChoices):
    """How a customer answers a quotation."""

    PHONE = "phone", _("by telephone")
    MESSAGE = "message", _("by message (WeChat, SMS)")
    MAIL = "mail", _("by e-mail or fax")
    PAPER = "paper", _("on the signed quotation")
    PERSON = "person", _("in person")


class OldPart(models.TextChoices):
    """What became of the part that was taken out."""

    KEPT = "kept", _("kept")
    SCRAPPED = "scrapped", _("scrapped")


class Quotation(models.Model):
    """An offer for a charged repair, and the customer's answer to it (七.2, 七.3).

    ``discount`` is what is charged less than the rules say: a departure, to which the sales manager agrees first.
    """

    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, related_name="quotations")
    material_fee = models.DecimalField(_("material fee"), max_digits=12, decimal_places=2)
    labour_fee = models.DecimalField(_("labour fee"), max_digits=12, decimal_places=2)
    discount = models.DecimalField(_("charged less by"), max_digits=12, decimal_places=2, default=0)
    discount_reason = models.CharField(_("why less is charged"), max_length=300, blank=True)
    agreed_by = person(_("departure agreed by"), null=True)
    agreed_at = models.DateTimeField(null=True)
    note = models.CharField(_("note for the customer"), max_length=300, blank=True)
    valid_until = models.DateField(_("valid until"))
    quoted_by = person(_("quoted by"))
    quoted_at = models.DateTimeField(default=timezone.now)
    accepted = models.BooleanField(_("accepted"), null=True)
    answered_by = person(_("answer recorded by"), null=True)
    answered_at = models.DateTimeField(null=True)
    answered_for = models.CharField(_("who answered"), max_length=60, blank=True)
    answered_how = models.CharField(_("how"), max_length=20, choices=ReplyWay.choices, blank=True)
    answer_scan = models.ForeignKey(
        "cases.Photo", models.PROTECT, null=True, related_name="+", editable=False
    )
    answer_note = models.CharField(_("who answered, and how"), max_length=300, blank=True)
    lapse = models.CharField(max_length=20, choices=Lapse.choices, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(material_fee__gte=0, labour_fee__gte=0), name="quotation_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(discount__gte=0, discount__lte=F("material_fee") + F("labour_fee")),
                name="quotation_discount_within",
            ),
            together("agreed_by", "agreed_at", name="quotation_agreed_by_whom"),
            together("accepted", "answered_by", "answered_at", name="quotation_answered_by_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.motor}: {self.total}"

    @property
    def answer(self) -> str:
        """Who answered, and how; or why nobody answers any more, in the language of the reader."""
        said = [self.answered_for, self.get_answered_how_display(), self.answer_note]
        return " · ".join(filter(None, said)) or self.get_lapse_display()

    @property
    def by_rules(self) -> Decimal:
        """What material and labour come to before anything is charged less. In CNY."""
        return self.material_fee + self.labour_fee

    @property
    def total(self) -> Decimal:
        """What the customer is asked to pay. In CNY."""
        return self.by_rules - self.discount


class QuotedPart(models.Model):
    """A line of a quotation: a part that the repair needs."""

    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="parts")
    name = models.CharField(_("part"), max_length=60)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    unit_price = models.DecimalField(_("unit price"), max_digits=10, decimal_places=2, default=0)
    customer_machined = models.BooleanField(_("machined by the customer"), default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0), name="quoted_part_has_a_price"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} × {self.quantity}"

    @property
    def amount(self) -> Decimal:
        return self.unit_price * self.quantity


class Repair(models.Model):
    """The work done on a motor, once per pass through the workshop."""

    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, related_name="repairs")
    work_done = LongTextField(_("work done"))
    labour_fee = models.DecimalField(_("labour fee"), max_digits=12, decimal_places=2, default=0)
    charged_material = models.DecimalField(
        _("material fee as charged"), max_digits=12, decimal_places=2, default=0
    )
    charged_labour = models.DecimalField(
        _("labour fee as charged"), max_digits=12, decimal_places=2, default=0
    )
    minutes = models.PositiveSmallIntegerField(_("minutes of work"), default=0)
    minute_cost = models.DecimalField(
        _("own cost of a minute (CNY)"), max_digits=8, decimal_places=4, default=0
    )
    done_by = person(_("repaired by"))
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["done_at", "id"], name="repair_cost_ledger")]

    def __str__(self) -> str:
        return f"{self.motor}: {self.work_done[:40]}"

    @property
    def cost(self) -> Cost:
        """What it cost the factory, whoever pays; reads its parts."""
        material = sum((part.cost for part in self.parts.all()), Decimal(0))
        return Cost(material, (self.minutes * self.minute_cost).quantize(Decimal("0.01")))

    @property
    def charged(self) -> Decimal:
        """What of it the customer pays (七). In CNY."""
        return self.charged_material + self.charged_labour


class RepairPart(models.Model):
    """A part used in a repair."""

    repair = models.ForeignKey(Repair, models.CASCADE, related_name="parts")
    name = models.CharField(_("part"), max_length=60)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    unit_price = models.DecimalField(_("unit price"), max_digits=10, decimal_places=2, default=0)
    customer_machined = models.BooleanField(_("machined by the customer"), default=False)
    part = models.ForeignKey(
        Part, models.PROTECT, null=True, related_name="+", verbose_name=_("part of the catalogue")
    )
    unit_cost = models.DecimalField(_("own cost of one"), max_digits=10, decimal_places=2, default=0)
    supplier = models.CharField(_("supplier"), max_length=80, blank=True)
    """Of whom it was bought on the day of the repair; empty where it is made in the house, or nobody knows."""

    old_part = models.CharField(_("old part"), max_length=10, choices=OldPart.choices, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0, unit_price__gte=0), name="part_has_a_price")
        ]

    def __str__(self) -> str:
        return f"{self.name} × {self.quantity}"

    @property
    def cost(self) -> Decimal:
        return self.unit_cost * self.quantity

    @property
    def amount(self) -> Decimal:
        return self.unit_price * self.quantity


class Inspection(models.Model):
    """Quality's check of a repaired motor, or of an intact one before it goes back into stock."""

    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, related_name="inspections")
    passed = models.BooleanField(_("passed"))
    findings = LongTextField(_("findings"))
    test_sheet: models.ForeignKey[Optional["TestSheet"], Optional["TestSheet"]] = models.ForeignKey(
        "cases.TestSheet", models.PROTECT, null=True, related_name="+", editable=False
    )
    unmeasured = models.CharField(_("why not measured by the whole plan"), max_length=300, blank=True)
    inspected_by = person(_("inspected by"))
    inspected_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.motor}: {self.passed}"


class ReceiptKind(ColouredChoices):
    """What an entry of money says."""

    PAYMENT = "payment", "green", _("payment")
    CORRECTION = "correction", "grey", _("correction")
    REFUND = "refund", "violet", _("refund")


class Receipt(models.Model):
    """Money that came in for a repair; below nought what was paid back, or said wrongly by an earlier entry."""

    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, related_name="receipts")
    kind = models.CharField(max_length=20, choices=ReceiptKind.choices, default=ReceiptKind.PAYMENT)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    reference = models.CharField(_("receipt or transfer number"), max_length=80)
    reason = models.CharField(_("reason of the correction"), max_length=300, blank=True)
    entered_by = person(_("entered by"))
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["entered_at", "id"], name="receipt_ledger"),
            models.Index(fields=["kind", "entered_at", "id"], name="receipt_ledger_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.motor}: {self.amount}"

    @property
    def state(self) -> ReceiptKind:
        """What it says, with its colour."""
        return ReceiptKind(self.kind)
