"""The returned motor: each unit has its own state, outcome, charge and clock; never a quantity."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Optional

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersales.addresses import addresses_of_text
from aftersales.kit.dated import Dated
from aftersales.kit.due import Standing, standing
from aftersales.kit.fields import person
from aftersales.models import User
from cases.conditions import departments_of
from cases.models.case import Case
from cases.statuses import FINAL_MOTOR, GOES_BACK, TAKEN_BACK, Disposition, MotorPlace, MotorStatus
from cases.transitions import MotorWorkflow
from catalogue.models import Failure
from slips.models import Slip
from warranty.fields import SerialKeyField
from warranty.models import Motor, Product
from workflow.models import Dossier, Event, Facts, Stateful, StatefulQuerySet

if TYPE_CHECKING:
    from cases.appraisal.models import Appraisal
    from cases.clock.models import Extension
    from cases.repair.models import Inspection, Quotation, Repair
    from cases.shipping.models import Shipment


class ReturnedMotor(Dated, MotorWorkflow):
    """One motor on its way through the factory, from the return list to its end."""

    dossier_path = "case__dossier"
    reads = (
        "case__dossier", "case__customer", "appraisal__failure", "quotation", "repair", "registered__consignee",
        "product", "repairer",
    )  # fmt: skip

    case = models.ForeignKey(Case, models.PROTECT, related_name="motors", verbose_name=_("case"))
    position = models.PositiveSmallIntegerField(_("line"), default=1)
    serial_number = models.CharField(_("serial number"), max_length=40, blank=True, db_index=True)
    serial_key = SerialKeyField()
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("model")
    )
    other_model = models.CharField(_("model, if not in the list"), max_length=60, blank=True)
    registered = models.ForeignKey(
        Motor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="returned",
        verbose_name=_("register entry"),
    )
    listed = models.BooleanField(_("on the return list"), default=True)
    listed_model = models.CharField(
        _("model on the return list, where it differs"), max_length=60, blank=True
    )
    listed_serial = models.CharField(
        _("serial number on the return list, where it differs"), max_length=40, blank=True
    )
    round = models.PositiveSmallIntegerField(_("round"), default=0, editable=False)
    """That of its case: 0 at first, one more each time the case was reopened."""

    exterior = models.CharField(_("exterior and packing"), max_length=200, blank=True)
    accessories = models.CharField(_("accessories"), max_length=120, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    place = models.CharField(
        _("place"), max_length=20, choices=MotorPlace.choices, blank=True, editable=False
    )
    place_note = models.CharField(_("where exactly"), max_length=60, blank=True, editable=False)
    received_at = models.DateTimeField(null=True, editable=False)
    slips = models.ManyToManyField(Slip, related_name="motors", editable=False)

    # The rows that count now; earlier ones stay on record without being pointed at.
    appraisal: models.ForeignKey[Optional["Appraisal"], Optional["Appraisal"]] = models.ForeignKey(
        "cases.Appraisal", models.PROTECT, null=True, related_name="+", editable=False
    )
    # Of the signed appraisal, once more: figures of many motors are counted from the index alone.
    disposition = models.CharField(
        _("disposition"), max_length=20, choices=Disposition.choices, blank=True, editable=False
    )
    failure = models.ForeignKey(
        Failure, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("failure code")
    )
    """The code that the signed appraisal chose; of one without a code, what its text was mapped to since."""

    intact = models.BooleanField(_("intact (五.1)"), default=False, editable=False)
    exceptional = models.BooleanField(_("exceptional return"), default=False, editable=False)

    quotation: models.ForeignKey[Optional["Quotation"], Optional["Quotation"]] = models.ForeignKey(
        "cases.Quotation", models.PROTECT, null=True, related_name="+", editable=False
    )
    repair: models.ForeignKey[Optional["Repair"], Optional["Repair"]] = models.ForeignKey(
        "cases.Repair", models.PROTECT, null=True, related_name="+", editable=False
    )
    inspection: models.ForeignKey[Optional["Inspection"], Optional["Inspection"]] = models.ForeignKey(
        "cases.Inspection", models.PROTECT, null=True, related_name="+", editable=False
    )
    shipment: models.ForeignKey[Optional["Shipment"], Optional["Shipment"]] = models.ForeignKey(
        "cases.Shipment", models.PROTECT, null=True, related_name="+", editable=False
    )
    repairer = person(_("repairer"), null=True, editable=False)
    parts_arrived_at = models.DateTimeField(null=True, editable=False)
    paid_amount = models.DecimalField(max_digits=12, decimal_places=2, default=0, editable=False)
    credit_at = models.DateTimeField(null=True, editable=False)
    no_charge_at = models.DateTimeField(null=True, editable=False)

    due_on = models.DateField(_("due"), null=True, editable=False)
    original_due_on = models.DateField(_("due originally"), null=True, editable=False)
    extended_to = models.DateField(_("extended to"), null=True, editable=False)
    reply_due_on = models.DateField(_("customer's reply due"), null=True, editable=False)
    stopped_on = models.DateField(_("clock stopped on"), null=True, editable=False)

    objects = StatefulQuerySet.as_manager()

    class Meta:
        verbose_name = _("returned motor")
        verbose_name_plural = _("returned motors")
        ordering = ["case", "position"]
        indexes = [
            models.Index(fields=["status", "due_on"], name="motor_status_due"),
            models.Index(fields=["status", "id"], name="motor_by_status"),
            models.Index(fields=["serial_number", "id"], name="motor_by_number"),
            models.Index(fields=["due_on", "id"], condition=Q(due_on__isnull=False), name="motor_by_due"),
            models.Index(fields=["serial_key"], name="returned_by_key"),
            models.Index(
                fields=["repairer", "due_on"], condition=Q(repairer__isnull=False), name="motor_repairer"
            ),
            models.Index(fields=["id"], condition=Q(credit_at__isnull=False), name="motor_on_credit"),
            models.Index(
                fields=["credit_at", "id"], condition=Q(credit_at__isnull=False), name="motor_credit_ledger"
            ),
            models.Index(fields=["id"], condition=Q(paid_amount__gt=0), name="motor_with_money"),
            models.Index(
                fields=["reply_due_on"], condition=Q(reply_due_on__isnull=False), name="motor_reply_due"
            ),
            models.Index(
                fields=["original_due_on", "disposition", "due_on", "stopped_on"], name="motor_promise"
            ),
            models.Index(fields=["received_at", "id"], name="motor_received_ledger"),
            models.Index(fields=["stopped_on"], name="motor_given_back"),
            models.Index(fields=["failure", "product", "-id"], name="motor_failure"),
            models.Index(fields=["failure", "-id"], name="motor_failure_latest"),
            models.Index(
                fields=["id"],
                condition=Q(failure=None) & ~Q(disposition=""),
                name="motor_without_failure",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="motor_line_once_per_case"),
            models.UniqueConstraint(
                fields=["case", "round", "serial_number"],
                condition=~Q(serial_number="") & ~Q(status=MotorStatus.STRUCK),
                name="motor_serial_once_per_round",
            ),
        ]

    def __str__(self) -> str:
        return self.serial_number or str(_("motor %(position)s")) % {"position": self.position}

    @property
    def history_url(self) -> str:
        """The page of all its rounds; empty for a motor without a number."""
        return addresses_of_text("cases:life")(self.serial_number) if self.serial_number else ""

    @property
    def model_name(self) -> str:
        return self.product.model if self.product else self.other_model

    @property
    def dossier(self) -> Dossier:
        return self.case.dossier

    @property
    def dossier_id(self) -> int:
        return self.case_id

    def crumbs(self) -> list[Stateful | Dossier]:
        return [self.case, self]

    def as_whom(self, verb: str, user: User, data: Facts) -> User:
        """Whoever may sign for several departments signs as the one who is of the department that they name."""
        if verb != "sign_appraisal":
            return user
        department = data["department"]
        return next((one for one in user.capacities if department in departments_of(self, one)), user)

    def readers(self, event: Event) -> set[int]:
        """To whom it was handed hears of it."""
        return {self.repairer_id} if event.verb == "pass_to" and self.repairer_id else set()

    def stamp(self) -> Facts:
        return {"item": self.serial_number, "position": self.position}

    @property
    def first_due_day(self) -> dt.date | None:
        return self.original_due_on if self.original_due_on != self.due_on else None

    @property
    def seen_on(self) -> dt.date:
        """Today, or the day on which the promise was settled."""
        return self.stopped_on or self.today

    @property
    def reply_standing(self) -> Standing | None:
        """How the open quotation stands: whether the customer should be asked again; None where none is open."""
        return standing(self.reply_due_on, self.today) if self.reply_due_on else None

    @property
    def paused(self) -> bool:
        """Whether the clock waits for the customer's answer to a quotation."""
        return self.status == MotorStatus.QUOTED and self.quotation_id is not None and self.due_on is None

    @property
    def came_unapproved(self) -> str:
        """Why it counts as sent without approval, its freight as the salesperson's (四.1); else empty."""
        approved = self.case.authorised_at
        if approved is None:
            return gettext("Nobody has approved that it comes back.")
        if not self.listed:
            return gettext("It came without being on the list of the approved return.")
        if (self.received_at or approved) < approved:
            days = {"came": timezone.localdate(self.received_at), "approved": timezone.localdate(approved)}
            return gettext("It came on %(came)s; that was approved only on %(approved)s.") % days
        return ""

    stood: int | None = None
    """Days at this step where no clock runs; a page that shows it sets it, from the events that it has read."""

    @property
    def lies(self) -> str:
        """Where it lies in the house, in words; empty where nobody has said it."""
        return " · ".join(filter(None, [str(self.get_place_display()), self.place_note]))

    @property
    def final(self) -> bool:
        return self.status in FINAL_MOTOR

    @property
    def signed(self) -> Optional["Appraisal"]:
        """The appraisal that all departments have signed; None while there is none or only a draft."""
        return self.appraisal if self.disposition else None

    @property
    def charge(self) -> str:
        """What the signed appraisal says of the charge (七): an outcome of warranty.rules, or an empty string."""
        return self.signed.verdict["charge"]["outcome"] if self.signed else ""

    @property
    def unrepaired(self) -> bool:
        """Whether it goes back as it came: so appraised, or the customer has refused the quotation."""
        return self.status in GOES_BACK and self.repair_id is None

    @property
    def cleared(self) -> bool:
        """Whether quality has found a motor that is taken back fit for stock."""
        return self.disposition == Disposition.RETURN and self.intact and self.inspection_id is not None

    @property
    def amount_due(self) -> Decimal:
        """What the customer owes for the repair: the fees once known, until then the quotation. In CNY."""
        if self.unrepaired or self.status == MotorStatus.SCRAPPED:
            return Decimal(0)
        if self.repair:
            less = self.quotation.discount if self.quotation else Decimal(0)
            return max(self.repair.charged - less, Decimal(0))
        return self.quotation.total if self.quotation else Decimal(0)

    @property
    def charged_nothing(self) -> bool:
        """Whether a repair that the rules charge in full (七.2, 七.3) costs the customer nothing."""
        full = self.disposition == Disposition.REPAIR_CHARGED and self.charge == "material_and_labour"
        return full and self.repair is not None and not self.amount_due

    @property
    def departure(self) -> bool:
        """Whether less is charged than the rules say, or nothing, and nobody has agreed to it."""
        offer = self.quotation
        if offer is None or offer.agreed_at:
            return False
        nothing = self.charge == "material_and_labour" and not offer.total
        return bool(offer.discount) or nothing or self.charged_nothing

    @property
    def outstanding(self) -> Decimal:
        """What is still to be paid. In CNY; what was paid under an earlier appraisal counts."""
        return max(self.amount_due - self.paid_amount, Decimal(0))

    @property
    def overpaid(self) -> Decimal:
        """What is to be paid back, once it is certain what the repair costs. In CNY."""
        certain = self.status in (*GOES_BACK, *TAKEN_BACK)
        return max(self.paid_amount - self.amount_due, Decimal(0)) if certain else Decimal(0)

    @property
    def today(self) -> dt.date:
        """The day of the action under way, or today in Shanghai."""
        return timezone.localdate(getattr(self, "moment", None))

    def open_extension(self) -> Optional["Extension"]:
        """The extension that waits for a decision, if any."""
        return next((row for row in self.extensions.all() if row.decided_at is None), None)

    def adopt(self, appraisal: "Appraisal") -> None:
        """Take over what the four departments have signed; from now on the register cannot change it."""
        self.disposition = appraisal.disposition
        self.failure = appraisal.failure
        self.intact = appraisal.verdict["return"]["grounds"] == ["五.1"]
        self.exceptional = self.disposition == Disposition.RETURN and (
            appraisal.departs or bool(appraisal.facts.get("custom_made"))
        )

    def forget_appraisal(self) -> None:
        """Everything that followed from the appraisal is open again; what was paid stays paid."""
        self.appraisal = self.quotation = self.repair = self.inspection = None
        self.disposition, self.failure = "", None
        self.repairer = None
        self.credit_at = self.no_charge_at = self.parts_arrived_at = None
        self.intact = self.exceptional = False
        self.extended_to = None
