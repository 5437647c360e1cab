"""A motor that is taken back; what its papers must say first is in returns.conditions (五, 六)."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from aftersales.roles import Role
from cases import conditions as c
from cases.statuses import TAKEN_BACK, MotorStatus
from cases.transitions.motor.machine import MotorMachine
from workflow.guards import Permission, step
from workflow.models import Fact

M = MotorStatus


class TakingBack(MotorMachine):
    """This part of the machine of a motor."""

    class Meta:
        abstract = True

    @transition(
        field="status",
        source=M.RETURN_PENDING,
        target=None,
        permission=Permission("motor.draft_return"),
        custom=step(
            _("Enter in the return ledger"),
            past=_("Entered in the return ledger."),
            tells=[Role.SALES_MANAGER],
            many=True,
        ),
    )
    def draft_return(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.RETURN_PENDING,
        target=None,
        permission=Permission("motor.endorse_return"),
        custom=step(
            _("Endorse the exceptional return"),
            past=_("Exceptional return endorsed."),
            tells=[Role.SALES_MANAGER],
            many=True,
        ),
    )
    def endorse_return(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.RETURN_PENDING,
        target=M.RETURN_APPROVED,
        permission=Permission("motor.approve_return", c.not_own_motor),
        custom=step(
            _("Approve the return slip"),
            past=_("Return slip approved."),
            tells=[Role.FINANCE, Role.WAREHOUSE, Role.AFTER_SALES, Role.SALESPERSON],
            many=True,
        ),
    )
    def approve_return(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=list(TAKEN_BACK),
        target=None,
        permission=Permission("motor.settle_return"),
        custom=step(
            _("Settle the return"),
            past=_("Return settled."),
            tells=[Role.SALESPERSON, Role.SALES_COORDINATOR],
            seldom=True,
            many=True,
        ),
    )
    def settle_return(self, *, amount: Decimal, **act: Fact) -> None:
        """The customer gets the money back, a credit note or another motor; what its papers say, see returns."""

    @transition(
        field="status",
        source=list(TAKEN_BACK),
        target=None,
        permission=Permission("motor.correct_settlement"),
        custom=step(
            _("Correct the settlement"),
            past=_("Settlement corrected."),
            tells=[Role.SALESPERSON, Role.SALES_COORDINATOR],
            seldom=True,
        ),
    )
    def correct_settlement(self, *, amount: Decimal, reason: str, **act: Fact) -> None:
        """What the first entry said wrongly of it; the event keeps both."""

    @transition(
        field="status",
        source=M.RETURN_PENDING,
        target=M.RECEIVED,
        permission=Permission("motor.refuse_return", c.not_own_motor),
        custom=step(
            _("Refuse the return"),
            past=_("Return refused."),
            tells=[Role.AFTER_SALES, Role.SALES_COORDINATOR],
            grave=True,
        ),
    )
    def refuse_return(self, *, reason: str, **act: Fact) -> None:
        self.forget_appraisal()

    @transition(
        field="status",
        source=M.RETURN_APPROVED,
        target=None,
        permission=Permission("motor.clear_for_stock"),
        conditions=[c.intact],
        custom=step(
            _("Inspected: fit for stock"),
            past=_("Inspected: fit for stock."),
            tells=[Role.WAREHOUSE],
            many=True,
        ),
    )
    def clear_for_stock(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.RETURN_APPROVED,
        target=None,
        permission=Permission("motor.find_unfit"),
        conditions=[c.intact],
        custom=step(
            _("Inspected: unfit for stock"),
            past=_("Inspected: unfit for stock."),
            tells=[Role.AFTER_SALES, Role.WAREHOUSE],
            grave=True,
        ),
    )
    def find_unfit(self, *, reason: str, **act: Fact) -> None:
        """It goes to the workshop after all; that it is taken back stays as approved (五.1)."""
        self.intact = False

    @transition(
        field="status",
        source=M.RETURN_APPROVED,
        target=M.RESTOCKED,
        permission=Permission("motor.restock"),
        conditions=[c.cleared_for_stock],
        custom=step(_("Take into stock"), past=_("Taken into stock."), tells=[Role.FINANCE], many=True),
    )
    def restock(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.RETURN_APPROVED,
        target=None,
        permission=Permission("motor.prepare_transfer"),
        conditions=[c.not_cleared_for_stock],
        custom=step(
            _("Prepare the transfer"), past=_("Transfer prepared."), tells=[Role.PRODUCTION], many=True
        ),
    )
    def prepare_transfer(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.RETURN_APPROVED,
        target=M.TRANSFERRED,
        permission=Permission("motor.transfer"),
        custom=step(
            _("Take over for the workshop"),
            past=_("Taken over for the workshop."),
            tells=[Role.WORKSHOP, Role.AFTER_SALES],
            many=True,
        ),
    )
    def transfer(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.TRANSFERRED,
        target=M.RESTOCKED,
        permission=Permission("motor.rework"),
        custom=step(
            _("Reworked, into stock"),
            past=_("Reworked and taken into stock."),
            tells=[Role.AFTER_SALES, Role.WAREHOUSE],
            many=True,
        ),
    )
    def rework(self, *, result: str, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.TRANSFERRED,
        target=M.DISMANTLED,
        permission=Permission("motor.dismantle"),
        custom=step(
            _("Dismantled for parts"),
            past=_("Dismantled for parts."),
            tells=[Role.AFTER_SALES],
            seldom=True,
            many=True,
        ),
    )
    def dismantle(self, *, result: str, **act: Fact) -> None: ...
