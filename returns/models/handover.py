"""Consignments, counted by dispatcher and after-sales."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from aftersales.kit.choices import ColouredChoices
from aftersales.kit.fields import person, together
from aftersales.models import User
from cases.freight.rules import shares
from cases.freight.statuses import PaidBy
from cases.models import Case, Photo, ReturnedMotor
from cases.statuses import CaseStatus, MotorStatus
from slips.models import Slip
from warranty.models import Product
from workflow.guards import Condition, Permission, creation, step
from workflow.models import Dossier, Fact, Facts, Stateful, StatefulQuerySet

if TYPE_CHECKING:
    from returns.models.parcel import Parcel

COUNTING = (CaseStatus.AWAITING_RECEIPT, CaseStatus.IN_PROCESS)
"""Of a case whose motors are on their way."""

RECEIVING = (*COUNTING, CaseStatus.COMPLETED, CaseStatus.CLOSED)
"""Of a case that may receive a consignment: late and extra ones come at any time."""


class Finding(ColouredChoices):
    """What the count found for one line of the return list (四.2)."""

    RECEIVED = "received", "green", _("received")
    MISSING = "missing", "red", _("missing")
    WRONG_MODEL = "wrong_model", "amber", _("wrong model")
    WRONG_SERIAL = "wrong_serial", "amber", _("wrong serial number")
    UNLISTED = "unlisted", "violet", _("not on the list")


class HandoverStatus(ColouredChoices):
    """A count waits for the other department's signature."""

    COUNTED = "counted", "amber", _("awaiting the second signature")
    SIGNED = "signed", "green", _("signed by both")


@Condition
def consignment_expected(handover: "Handover") -> str:
    """Motors were let come; when they do so is not asked."""
    case = handover.case
    return (
        ""
        if case.status in RECEIVING and case.authorised_at
        else str(_("No consignment is expected for this case."))
    )


@Condition
def no_count_open(handover: "Handover") -> str:
    """Every earlier count of the case has both signatures."""
    if not handover.case.handovers.filter(status=HandoverStatus.COUNTED).exists():
        return ""
    return str(_("A count of this case is waiting for its second signature."))


def countable(case: Case) -> models.QuerySet[ReturnedMotor]:
    """The motors that may arrive with the next consignment, written off ones among them."""
    return case.motors.filter(
        status__in=[MotorStatus.EXPECTED, MotorStatus.MISSING, MotorStatus.NOT_RECEIVED]
    )


def counting_role(user: User) -> str:
    """The department for which a person signs a count."""
    return "dispatcher" if "dispatcher" in user.every_role else "after_sales"


def other_department(handover: "Handover | Parcel", user: User) -> str:
    """Dispatcher and after-sales both sign the actual count; the one who counted has signed already."""
    if user.both & handover.dossier.with_deputies(handover.counted_by_id):
        return str(_("You have signed this count; the other department must sign it too."))
    if handover.counted_as not in user.roles or len(user.roles & {"dispatcher", "after_sales"}) == 2:
        return ""
    return str(_("Your department has signed this count; the other one must sign it too."))


SECOND: Permission["Handover"] = Permission("handover.sign", other_department)
"""Whose signature makes a count whole, in the product or on paper."""


class WithFreight(models.Model):
    """What the carrier got for the whole consignment, and from whom; unknown as long as the bill is not there."""

    freight = models.DecimalField(_("freight"), max_digits=10, decimal_places=2, null=True)
    freight_paid_by = models.CharField(
        _("paid to the carrier by"), max_length=10, choices=PaidBy.choices, blank=True
    )

    class Meta:
        abstract = True

    def freight_shares(self, motors: int) -> list[Facts]:
        """What each of so many motors is told of it; nothing where nobody knows."""
        parts = shares(self.freight, motors) if self.freight and motors else [Decimal(0)] * motors
        return [{"freight": part, "freight_paid_by": self.freight_paid_by} if part else {} for part in parts]


class Handover(WithFreight, Stateful):
    """One consignment, counted against the return list by dispatcher and after-sales (四.2)."""

    noun = "handover"
    view = "case.view_all"
    brief = "cases/_case_brief.html"
    has_page = shows_states = False
    states = HandoverStatus
    dossier_path = "case__dossier"
    reads = ("case__dossier",)
    status = FSMField(
        _("status"), default=HandoverStatus.COUNTED, choices=HandoverStatus.choices, protected=True
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="handovers", verbose_name=_("case"))
    sequence = models.PositiveSmallIntegerField(_("consignment"), default=1)
    carrier = models.CharField(_("carrier"), max_length=60)
    waybill = models.CharField(_("waybill"), max_length=60, blank=True)
    arrived_on = models.DateField(_("arrived on"))
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    slips = models.ManyToManyField(Slip, related_name="handovers", editable=False)
    counted_as = models.CharField(_("counted by"), max_length=20)  # the role in which the counter signed
    counted_by = person(_("counted by"))
    counted_at = models.DateTimeField(default=timezone.now)
    signed_by = person(_("countersigned by"), null=True)
    signed_at = models.DateTimeField(null=True)
    entered_by = person(_("entered by"), null=True)
    scan = models.ForeignKey(Photo, models.PROTECT, null=True, related_name="+")
    """Of a second signature on paper: who has entered it, and the paper."""

    objects = StatefulQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["case", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="consignment_once_per_case"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status=HandoverStatus.COUNTED), name="one_open_count_a_case"
            ),
            together("signed_by", "signed_at", name="handover_signed_by_whom"),
            together("entered_by", "scan", name="handover_on_paper_is_shown"),
        ]
        indexes = [
            models.Index(fields=["arrived_on", "id"], name="handover_ledger"),
            models.Index(fields=["status", "arrived_on", "id"], name="handover_ledger_of_status"),
        ]

    def __str__(self) -> str:
        return str(_("%(case)s, consignment %(sequence)s")) % {"case": self.case, "sequence": self.sequence}

    @property
    def dossier(self) -> Dossier:
        return self.case.dossier

    @property
    def dossier_id(self) -> int:
        return self.case_id

    def crumbs(self) -> list[Stateful | Dossier]:
        return [self.case, self]

    def stamp(self) -> Facts:
        return {"number": self.case.number}

    @creation(
        permission=Permission("handover.count"),
        conditions=[consignment_expected, no_count_open],
        of="case",
        custom=step(_("Consignment counted")),
    )
    def count(self, *, by: User, at: dt.datetime, **header: Fact) -> None:
        """The other department still has to sign (四.2)."""
        for name, value in header.items():
            setattr(self, name, value)
        self.sequence = self.case.handovers.count() + 1
        self.counted_by, self.counted_at, self.counted_as = by, at, counting_role(by)

    @transition(
        field=status,
        source=HandoverStatus.COUNTED,
        target=None,
        permission=Permission("handover.recount"),
        custom=step(_("Correct the count"), past=_("Count corrected."), page="returns:recount"),
    )
    def recount(self, *, by: User, at: dt.datetime, counted_as: str, header: Facts, **act: Fact) -> None:
        """Whoever corrects the count signs it anew; the other department's signature is still to come."""
        for name, value in header.items():
            setattr(self, name, value)
        self.counted_by, self.counted_at, self.counted_as = by, at, counted_as

    @transition(
        field=status,
        source=HandoverStatus.COUNTED,
        target=HandoverStatus.SIGNED,
        permission=SECOND,
        custom=step(
            _("Sign the count"),
            past=_("Count signed."),
            tells=["sales_coordinator", "salesperson"],
            page="returns:sign",
        ),
    )
    def sign(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        self.signed_by, self.signed_at = by, at

    @transition(
        field=status,
        source=HandoverStatus.COUNTED,
        target=HandoverStatus.SIGNED,
        permission=Permission("handover.sign_on_paper"),
        custom=step(
            _("Enter the signature on paper"),
            past=_("Signature on paper entered."),
            tells=["sales_coordinator", "salesperson"],
            seldom=True,
        ),
    )
    def sign_on_paper(self, *, by: User, at: dt.datetime, signer_id: int, scan_id: int, **act: Fact) -> None:
        """The other department has signed the printed count; the scan shows it."""
        self.signed_by_id, self.signed_at = signer_id, at
        self.entered_by, self.scan_id = by, scan_id

    @transition(
        field=status,
        source=HandoverStatus.SIGNED,
        target=None,
        permission=Permission("handover.correct"),
        custom=step(
            _("Correct carrier, waybill or day"),
            past=_("Consignment corrected."),
            tells=["sales_coordinator", "salesperson"],
            seldom=True,
        ),
    )
    def correct(self, *, reason: str, **act: Fact) -> None:
        """Both have signed: the slip is void, and another says what it should have said."""


class HandoverLine(models.Model):
    """What was found of one motor."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="lines")
    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, null=True, related_name="handover_lines")
    finding = models.CharField(_("finding"), max_length=20, choices=Finding.choices)
    serial_number = models.CharField(_("serial number"), max_length=40, blank=True)
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("model")
    )
    other_model = models.CharField(_("model, if not in the list"), max_length=60, blank=True)
    exterior = models.CharField(_("exterior and packing"), max_length=200, blank=True)
    accessories = models.CharField(_("accessories"), max_length=120, blank=True)
    damaged = models.BooleanField(_("damaged in transport"), default=False)
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.serial_number or self.other_model}: {self.finding}"

    @property
    def found(self) -> Finding:
        return Finding(self.finding)

    @property
    def arrived(self) -> bool:
        return self.finding != Finding.MISSING

    @property
    def listed_as(self) -> str:
        """What the return list says where something else arrived; empty where it is as listed."""
        if self.finding == Finding.WRONG_SERIAL and self.motor:
            return self.motor.listed_serial or self.motor.serial_number
        if self.finding != Finding.WRONG_MODEL or self.motor is None:
            return ""
        return self.motor.listed_model or self.motor.model_name

    @property
    def model_name(self) -> str:
        return self.product.model if self.product else self.other_model
