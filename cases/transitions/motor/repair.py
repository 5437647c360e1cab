"""From the parts to the inspection after the repair (四.3)."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from aftersales.models import User
from aftersales.roles import Role
from cases import conditions as c
from cases.statuses import MotorStatus
from cases.transitions.motor.machine import MotorMachine
from workflow.guards import Permission, step
from workflow.models import Fact

M = MotorStatus


class Repairing(MotorMachine):
    """This part of the machine of a motor."""

    class Meta:
        abstract = True

    @transition(
        field="status",
        source=M.AWAITING_PARTS,
        target=M.REPAIRING,
        permission=Permission("motor.parts_arrived"),
        custom=step(_("Parts have arrived"), past=_("Arrival of the parts recorded."), many=True),
    )
    def parts_arrived(self, *, at: dt.datetime, **act: Fact) -> None:
        """The due date stays: late parts do not restart the clock (四.3)."""
        self.parts_arrived_at = at

    @transition(
        field="status",
        source=[M.AWAITING_PARTS, M.REPAIRING],
        target=None,
        permission=Permission("motor.take_on", c.not_the_repairer),
        custom=step(_("Take it on"), past=_("Taken on."), seldom=True),
    )
    def take_on(self, *, by: User, **act: Fact) -> None:
        """It is this person's to repair, whoever had it before."""
        self.repairer = by

    @transition(
        field="status",
        source=[M.AWAITING_PARTS, M.REPAIRING],
        target=None,
        permission=Permission("motor.pass_to"),
        custom=step(_("Hand it to somebody"), past=_("Handed on."), seldom=True),
    )
    def pass_to(self, *, repairer: User | None, note: str = "", **act: Fact) -> None:
        """Somebody else repairs it, or it goes back into the queue."""
        self.repairer = repairer

    @transition(
        field="status",
        source=M.REPAIRING,
        target=M.INSPECTING,
        permission=Permission("motor.finish_repair"),
        custom=step(
            _("Record the repair"),
            past=_("Repair recorded."),
            tells=[Role.QUALITY],
            page="cases:repair",
            many=True,
        ),
    )
    def finish_repair(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.INSPECTING,
        target=M.READY_TO_SHIP,
        permission=Permission("motor.pass_inspection", c.did_not_repair),
        custom=step(
            _("Inspection passed"),
            past=_("Inspection passed; recorded."),
            tells=[Role.DISPATCHER, Role.SALES_COORDINATOR, Role.FINANCE],
            many=True,
        ),
    )
    def pass_inspection(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.INSPECTING,
        target=M.REPAIRING,
        permission=Permission("motor.fail_inspection", c.did_not_repair),
        custom=step(
            _("Inspection failed"),
            past=_("Inspection failed; recorded."),
            tells=[Role.AFTER_SALES],
            grave=True,
        ),
    )
    def fail_inspection(self, *, reason: str, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=[M.QUOTED, M.REPAIRING, M.AWAITING_PARTS],
        target=M.SCRAPPED,
        permission=Permission("motor.scrap"),
        custom=step(
            _("Scrap with the customer's consent"),
            past=_("Scrapped with the customer's consent."),
            tells=[Role.SALESPERSON],
            grave=True,
            many=True,
        ),
    )
    @transition(
        field="status",
        source=M.TRANSFERRED,
        target=M.SCRAPPED,
        permission=Permission("motor.scrap_transferred"),
        custom=step(_("Scrap"), past=_("Scrapped."), tells=[Role.AFTER_SALES], grave=True, many=True),
    )
    def scrap(self, *, reason: str, **act: Fact) -> None: ...
