"""What a carrier was paid for one motor: in or out, how much, who bears it, whether that is settled."""

import datetime as dt
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition

from aftersales.kit.fields import person, together
from aftersales.models import User
from aftersales.roles import Role
from cases.conditions import not_own_motor
from cases.freight.statuses import FreightStatus, PaidBy, Payer, Way
from cases.models.motor import ReturnedMotor
from cases.shipping.models import Shipment
from workflow.guards import Condition, Derived, Permission, creation, step
from workflow.models import Dossier, Fact, Facts, Stateful, StatefulQuerySet

F = FreightStatus
COUNTS = (F.OPEN, F.DUE, F.PAID, F.CHARGED, F.WAIVED)
"""As long as no second entry stands for it."""


def not_own_freight(freight: "Freight", user: User) -> str:
    return not_own_motor(freight.motor, user)


@Condition
def appraisal_leaves_it_open(freight: "Freight") -> str:
    return (
        ""
        if freight.motor.signed
        else gettext("The appraisal says who bears the freight; it is not signed yet.")
    )


@Condition
def somebody_else_pays(freight: "Freight") -> str:
    return gettext("The factory bears this freight; there is nothing to waive.") if freight.ours else ""


class Freight(Stateful):
    """The freight of one motor one way; of a parcel with several motors its share."""

    noun = "freight"
    view = "case.view_all"
    brief = "cases/_freight_brief.html"
    has_page = False
    states = FreightStatus
    dossier_path = "motor__case__dossier"
    reads = ("motor__case__dossier", "motor__appraisal", "motor__product", "salesperson")
    status = FSMField(_("status"), default=F.OPEN, choices=F.choices, protected=True)
    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, related_name="freights")
    way = models.CharField(_("way"), max_length=10, choices=Way.choices)
    amount = models.DecimalField(_("freight"), max_digits=10, decimal_places=2)
    paid_by = models.CharField(_("paid to the carrier by"), max_length=10, choices=PaidBy.choices)
    shipment = models.ForeignKey(Shipment, models.PROTECT, null=True, related_name="freights")
    payer = models.CharField(_("borne by"), max_length=20, choices=Payer.choices, blank=True)
    clauses = models.CharField(_("by which clause"), max_length=60, blank=True)
    salesperson = person(_("salesperson who bears it"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    """Why the manager decided, or waived it; or why it was corrected."""

    document = models.CharField(_("bill, transfer or deduction"), max_length=80, blank=True)
    entered_by = person(_("entered by"))
    entered_at = models.DateTimeField(default=timezone.now)
    settled_by = person(_("settled by"), null=True)
    settled_at = models.DateTimeField(null=True)

    objects = StatefulQuerySet.as_manager()

    class Meta:
        verbose_name = _("freight")
        verbose_name_plural = _("freight")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="freight_is_an_amount"),
            together("settled_by", "settled_at", name="freight_settled_by_whom"),
        ]
        indexes = [
            models.Index(fields=["entered_at", "id"], name="freight_ledger"),
            models.Index(fields=["status", "entered_at", "id"], name="freight_ledger_of_status"),
            models.Index(fields=["salesperson", "entered_at", "id"], name="freight_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.motor} · {self.get_way_display()}"

    def get_absolute_url(self) -> str:
        return self.motor.get_absolute_url()

    @property
    def dossier(self) -> Dossier:
        return self.motor.case.dossier

    @property
    def dossier_id(self) -> int:
        return self.motor.case_id

    def crumbs(self) -> list[Stateful | Dossier]:
        return self.motor.crumbs()

    def stamp(self) -> Facts:
        return self.motor.stamp()

    @property
    def counts(self) -> bool:
        """Whether no second entry stands for it."""
        return self.status != F.CORRECTED

    @property
    def ours(self) -> bool:
        """Whether the factory bears it."""
        return self.payer == Payer.FACTORY

    def bear(self, payer: str, clauses: str) -> str:
        """Take down who bears it, and how it stands then: nothing is to be settled with who has paid it already."""
        self.payer, self.clauses = payer, clauses
        if payer == Payer.SALESPERSON:
            self.salesperson = self.motor.case.salesperson
        return F.PAID if payer == self.paid_by else F.DUE

    @creation(
        permission=Derived(lambda: _("It is recorded with the count, with shipping, or at the motor.")),
        custom=step(_("Freight recorded")),
    )
    def record(self, *, by: User, at: dt.datetime, **said: Fact) -> None:
        """Who bears it follows from the appraisal (四.1)."""
        for name, value in said.items():
            setattr(self, name, value)
        self.entered_by, self.entered_at = by, at

    @transition(
        field=status,
        source=[F.OPEN, F.DUE, F.PAID, F.CHARGED],
        target=RETURN_VALUE(F.DUE, F.PAID),
        permission=Derived(lambda: _("It follows from the signed appraisal.")),
        custom=step(
            _("Freight: who bears it"),
            tells_also=lambda freight: [Role.SALESPERSON] if freight.payer == Payer.SALESPERSON else [],
        ),
    )
    def follow(self, *, payer: str, clauses: str, **act: Fact) -> str:
        return self.bear(payer, clauses)

    @transition(
        field=status,
        source=F.OPEN,
        target=RETURN_VALUE(F.DUE, F.PAID),
        permission=Permission("freight.decide", not_own_freight),
        conditions=[appraisal_leaves_it_open],
        custom=step(
            _("Decide who bears the freight"),
            past=_("Decided who bears the freight."),
            tells=[Role.SALESPERSON, Role.FINANCE],
        ),
    )
    def decide(self, *, payer: str, reason: str, **act: Fact) -> str:
        """The verdict leaves it open."""
        self.reason = reason
        return self.bear(payer, "")

    @transition(
        field=status,
        source=F.DUE,
        target=RETURN_VALUE(F.PAID, F.CHARGED),
        permission=Permission("freight.settle"),
        custom=step(_("Settle the freight"), past=_("Freight settled."), tells=[Role.SALESPERSON]),
    )
    def settle(self, *, settled_as: str, document: str, by: User, at: dt.datetime, **act: Fact) -> str:
        """Paid, or charged to the customer's account or the salesperson's wage."""
        self.document, self.settled_by, self.settled_at = document, by, at
        return settled_as

    @transition(
        field=status,
        source=F.DUE,
        target=RETURN_VALUE(F.WAIVED, F.DUE),
        permission=Permission("freight.waive", not_own_freight),
        conditions=[somebody_else_pays],
        custom=step(
            _("Waive the freight"),
            past=_("Freight waived."),
            tells=[Role.SALESPERSON, Role.FINANCE],
            seldom=True,
        ),
    )
    def waive(self, *, reason: str, **act: Fact) -> str:
        """The factory bears it after all; what the customer has paid is still to be paid back (四.1)."""
        self.payer, self.reason = Payer.FACTORY, reason
        return F.WAIVED if self.paid_by == PaidBy.FACTORY else F.DUE

    @transition(
        field=status,
        source=list(COUNTS),
        target=F.CORRECTED,
        permission=Permission("freight.correct"),
        custom=step(
            _("Correct the freight"), past=_("Freight corrected."), tells=[Role.FINANCE], seldom=True
        ),
    )
    def correct(self, *, amount: Decimal, paid_by: str, reason: str, **act: Fact) -> None:
        """A second entry stands for it; none where there was no freight at all."""
        self.reason = reason
