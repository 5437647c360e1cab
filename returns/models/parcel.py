"""A parcel that nobody announced, or that holds motors of several cases: what is in it, and where each motor belongs.

Nothing in the house is without a record: a motor without a case waits for the coordinator from the first minute.
"""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition

from aftersales.kit.choices import ColouredChoices
from aftersales.kit.fields import person, together
from aftersales.kit.numbering import next_number
from aftersales.models import User
from cases.models import Case, Photo, ReturnedMotor
from cases.statuses import MotorPlace
from returns.models.handover import WithFreight, counting_role, other_department
from warranty.fields import SerialKeyField
from warranty.models import Customer, Product
from workflow.guards import Derived, Permission, creation, step
from workflow.models import Dossier, Fact, Facts, Filed, Stateful, StatefulQuerySet


class ParcelStatus(ColouredChoices):
    """A parcel waits for the other department's signature."""

    COUNTED = "counted", "amber", _("awaiting the second signature")
    SIGNED = "signed", "green", _("signed by both")


class ArrivalStatus(ColouredChoices):
    """Where a motor of a parcel belongs."""

    COUNTED = "counted", "amber", _("counted")
    WAITING = "waiting", "red", _("without a case")
    ASKED = "asked", "violet", _("sales is to register it")
    JOINED = "joined", "green", _("joined to a case")


SIGNS: Permission["Parcel"] = Permission("parcel.sign", other_department)


class Parcel(WithFreight, Filed):
    """What one carrier brought from one customer, counted by dispatcher and after-sales (四.2)."""

    noun = "parcel"
    view = "case.view_all"
    brief = "returns/_parcel_brief.html"
    states = ParcelStatus
    party_path = "customer__name"
    reads = ("dossier", "customer")
    unlogged = frozenset({"customer"})
    status = FSMField(_("status"), default=ParcelStatus.COUNTED, choices=ParcelStatus.choices, protected=True)
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="parcels", verbose_name=_("customer"))
    carrier = models.CharField(_("carrier"), max_length=60)
    waybill = models.CharField(_("waybill"), max_length=60, blank=True)
    arrived_on = models.DateField(_("arrived on"))
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    counted_as = models.CharField(_("counted by"), max_length=20)
    counted_by = person(_("counted by"))
    counted_at = models.DateTimeField(default=timezone.now)
    signed_by = person(_("countersigned by"), null=True)
    signed_at = models.DateTimeField(null=True)
    entered_by = person(_("entered by"), null=True)
    scan = models.ForeignKey(Photo, models.PROTECT, null=True, related_name="+")
    """Of a second signature on paper: who has entered it, and the paper."""

    objects = StatefulQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering = ["-pk"]
        constraints = [
            together("signed_by", "signed_at", name="parcel_signed_by_whom"),
            together("entered_by", "scan", name="parcel_on_paper_is_shown"),
        ]

    def __str__(self) -> str:
        return self.number

    def filing(self) -> Facts:
        """Seen by all who see every case."""
        return {"number": self.number, "author_id": self.counted_by_id, "owner_id": None}

    def stamp(self) -> Facts:
        return {"number": self.number}

    @creation(permission=Permission("parcel.count"), custom=step(_("Parcel counted")))
    def count(self, *, by: User, at: dt.datetime, lines: list[Facts], **header: Fact) -> None:
        """The other department still has to sign (四.2)."""
        for name, value in header.items():
            setattr(self, name, value)
        self.number = next_number("SH", timezone.localdate(at))
        self.counted_by, self.counted_at, self.counted_as = by, at, counting_role(by)

    @transition(
        field=status,
        source=ParcelStatus.COUNTED,
        target=None,
        permission=Permission("parcel.count"),
        custom=step(_("Correct the count"), past=_("Count corrected."), page="returns:recount_parcel"),
    )
    def recount(self, *, by: User, at: dt.datetime, lines: list[Facts], **header: Fact) -> None:
        """Whoever corrects the count signs it anew; the other department's signature is still to come."""
        for name, value in header.items():
            setattr(self, name, value)
        self.counted_by, self.counted_at, self.counted_as = by, at, counting_role(by)

    @transition(
        field=status,
        source=ParcelStatus.COUNTED,
        target=ParcelStatus.SIGNED,
        permission=SIGNS,
        custom=step(_("Sign the count"), past=_("Count signed."), tells=["sales_coordinator"]),
    )
    def sign(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        self.signed_by, self.signed_at = by, at

    @transition(
        field=status,
        source=ParcelStatus.COUNTED,
        target=ParcelStatus.SIGNED,
        permission=Permission("parcel.sign_on_paper"),
        custom=step(
            _("Enter the signature on paper"),
            past=_("Signature on paper entered."),
            tells=["sales_coordinator"],
            seldom=True,
        ),
    )
    def sign_on_paper(self, *, by: User, at: dt.datetime, signer_id: int, scan_id: int, **act: Fact) -> None:
        """The other department has signed the printed count; the scan shows it."""
        self.signed_by_id, self.signed_at = signer_id, at
        self.entered_by, self.scan_id = by, scan_id

    @transition(
        field=status,
        source=[ParcelStatus.COUNTED, ParcelStatus.SIGNED],
        target=None,
        permission=Permission("parcel.add_photos"),
        custom=step(_("Add photos"), past=_("Photos added."), page="returns:add_parcel_photos"),
    )
    def add_photos(self, *, photos: int, **act: Fact) -> None:
        """How it arrived: packing, damage, the carrier's paper."""

    @transition(
        field=status,
        source=ParcelStatus.SIGNED,
        target=None,
        permission=Permission("parcel.correct"),
        custom=step(
            _("Correct carrier, waybill or day"),
            past=_("Consignment corrected."),
            tells=["sales_coordinator"],
            seldom=True,
        ),
    )
    def correct(self, *, reason: str, **act: Fact) -> None:
        """Both have signed: the slip is void, and another says what it should have said."""


class Arrival(Stateful):
    """One motor of a parcel, until it belongs to a case."""

    noun = "arrival"
    view = "case.view_all"
    brief = "returns/_arrival_brief.html"
    has_page = False
    states = ArrivalStatus
    comes_with = ("parcel.count",)
    dossier_path = "parcel__dossier"
    reads = ("parcel__dossier", "parcel__customer", "product", "motor", "case")
    status = FSMField(
        _("status"), default=ArrivalStatus.COUNTED, choices=ArrivalStatus.choices, protected=True
    )
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="arrivals")
    position = models.PositiveSmallIntegerField(_("line"), default=1)
    serial_number = models.CharField(_("serial number"), max_length=40, blank=True)
    serial_key = SerialKeyField()
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    other_model = models.CharField(_("model, if not in the list"), max_length=60, blank=True)
    exterior = models.CharField(_("exterior and packing"), max_length=200, blank=True)
    accessories = models.CharField(_("accessories"), max_length=120, blank=True)
    damaged = models.BooleanField(_("damaged in transport"), default=False)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    place = models.CharField(
        _("place"), max_length=20, choices=MotorPlace.choices, blank=True, editable=False
    )
    place_note = models.CharField(_("where exactly"), max_length=60, blank=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="arrivals")
    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, null=True, related_name="arrivals")
    salesperson = person(_("to be registered by"), null=True)

    objects = StatefulQuerySet.as_manager()

    class Meta:
        verbose_name = _("motor of a parcel")
        verbose_name_plural = _("motors of parcels")
        ordering = ["parcel", "position"]

    def __str__(self) -> str:
        return self.serial_number or str(_("motor %(position)s")) % {"position": self.position}

    def get_absolute_url(self) -> str:
        return self.parcel.get_absolute_url()

    @property
    def model_name(self) -> str:
        return self.product.model if self.product else self.other_model

    @property
    def dossier(self) -> Dossier:
        return self.parcel.dossier

    @property
    def dossier_id(self) -> int:
        return self.parcel_id

    def crumbs(self) -> list[Stateful | Dossier]:
        return [self.parcel]

    def stamp(self) -> Facts:
        return {"item": self.serial_number, "position": self.position}

    @property
    def lies(self) -> str:
        """Where it lies in the house, in words; empty where nobody has said it."""
        return " · ".join(filter(None, [str(self.get_place_display()), self.place_note]))

    @property
    def wrong_serial(self) -> bool:
        """Whether a motor of the list is meant whose number was written down wrongly."""
        listed = self.motor.listed_serial or self.motor.serial_number if self.motor else ""
        return bool(listed) and self.motor is not None and listed != self.serial_number

    @transition(
        field=status,
        source=ArrivalStatus.COUNTED,
        target=RETURN_VALUE(ArrivalStatus.WAITING, ArrivalStatus.JOINED),
        permission=Derived(lambda: _("It follows from the second signature under the parcel.")),
        custom=step(_("Received")),
    )
    def receive(self, **act: Fact) -> str:
        return ArrivalStatus.JOINED if self.case_id else ArrivalStatus.WAITING

    @transition(
        field=status,
        source=[ArrivalStatus.WAITING, ArrivalStatus.ASKED],
        target=None,
        permission=Permission("arrival.put"),
        custom=step(_("Say where it lies"), past=_("Place recorded."), seldom=True, done="place"),
    )
    def put(self, *, place: str, place_note: str = "", **act: Fact) -> None:
        """It lies somewhere, though nobody knows yet to which case it belongs."""
        self.place, self.place_note = place, place_note

    @transition(
        field=status,
        source=[ArrivalStatus.WAITING, ArrivalStatus.ASKED],
        target=ArrivalStatus.ASKED,
        permission=Permission("arrival.ask_sales"),
        custom=step(_("Have sales register it"), past=_("Sales are asked to register it."), seldom=True),
    )
    def ask_sales(self, *, salesperson_id: int, **act: Fact) -> None:
        """Nobody knows of it: its salesperson asks the customer and registers a feedback."""
        self.salesperson_id = salesperson_id

    @transition(
        field=status,
        source=[ArrivalStatus.WAITING, ArrivalStatus.ASKED],
        target=ArrivalStatus.JOINED,
        permission=Permission("arrival.assign"),
        custom=step(_("Join it to a case"), past=_("Joined to the case."), tells=["after_sales"]),
    )
    def assign(self, *, case_id: int, **act: Fact) -> None:
        """The case was approved: the motor is received as one of its motors."""
        self.case_id = case_id
