"""The way back to the customer (四.3)."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from aftersales.roles import Role
from cases import conditions as c
from cases.statuses import IN_THE_HOUSE, TAKEN_BACK, MotorStatus
from cases.transitions.motor.machine import MotorMachine
from workflow.guards import Permission, step
from workflow.models import Fact

M = MotorStatus


class Shipping(MotorMachine):
    """This part of the machine of a motor."""

    class Meta:
        abstract = True

    @transition(
        field="status",
        source=M.READY_TO_SHIP,
        target=M.SHIPPED,
        permission=Permission("motor.ship"),
        conditions=[c.paid_or_credit, c.seen_by_finance],
        custom=step(
            _("Ship"), past=_("Shipped."), tells=[Role.SALESPERSON, Role.SALES_COORDINATOR], many=True
        ),
    )
    def ship(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=[M.RECEIVED, *IN_THE_HOUSE, M.SHIPPED, M.DELIVERED, *TAKEN_BACK[1:]],
        target=None,
        permission=Permission("motor.record_freight"),
        custom=step(_("Record the freight"), past=_("Freight recorded."), seldom=True),
    )
    def record_freight(self, *, way: str, freight: Decimal, **act: Fact) -> None:
        """The carrier's bill came later; who bears it follows from the appraisal (四.1)."""

    @transition(
        field="status",
        source=M.SHIPPED,
        target=M.DELIVERED,
        permission=Permission("motor.confirm_delivery", c.own_motor_or_coordinator),
        custom=step(_("Confirm the delivery"), past=_("Delivery confirmed."), many=True),
    )
    def confirm_delivery(self, *, delivered_on: dt.date, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=[M.SHIPPED, M.DELIVERED],
        target=M.READY_TO_SHIP,
        permission=Permission("motor.take_in_again"),
        custom=step(
            _("The shipment came back"),
            past=_("Recorded: the shipment came back."),
            tells=[Role.SALESPERSON, Role.SALES_COORDINATOR, Role.AFTER_SALES],
            grave=True,
        ),
    )
    def take_in_again(self, *, reason: str, **act: Fact) -> None:
        """Nobody took it, or it never arrived though somebody said so: it is here, and is shipped again."""

    @transition(
        field="status",
        source=[M.SHIPPED, M.DELIVERED],
        target=None,
        permission=Permission("motor.correct_shipment"),
        custom=step(
            _("Correct the shipment"),
            past=_("Shipment corrected."),
            tells=[Role.SALESPERSON, Role.SALES_COORDINATOR],
            seldom=True,
        ),
    )
    def correct_shipment(self, *, waybill: str, reason: str, **act: Fact) -> None:
        """A wrong carrier, waybill or address: a second entry stands for the first, which stays on record."""

    @transition(
        field="status",
        source=M.DELIVERED,
        target=None,
        permission=Permission("motor.correct_delivery", c.own_motor_or_coordinator),
        custom=step(
            _("Correct the day of delivery"),
            past=_("Day of delivery corrected."),
            tells=[Role.AFTER_SALES],
            seldom=True,
        ),
    )
    def correct_delivery(self, *, delivered_on: dt.date, reason: str, **act: Fact) -> None:
        """The clock goes by the corrected day (四.3)."""
