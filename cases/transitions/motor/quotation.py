"""What a repair costs, who agrees to it, and what is paid (四.3, 七)."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, transition

from aftersales.roles import Role
from cases import conditions as c
from cases.statuses import GOES_BACK, TAKEN_BACK, MotorStatus
from cases.transitions.motor.machine import PAYABLE, MotorMachine, after_agreement
from workflow.guards import Permission, step
from workflow.models import Fact

M = MotorStatus


class Quoting(MotorMachine):
    """This part of the machine of a motor."""

    class Meta:
        abstract = True

    @transition(
        field="status",
        source=M.QUOTED,
        target=None,
        permission=Permission("motor.quote"),
        custom=step(
            _("Quote"),
            past=_("Quoted."),
            tells=[Role.SALESPERSON],
            page="cases:quote",
            done="quotation_id",
            many=True,
        ),
    )
    def quote(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.QUOTED,
        target=None,
        permission=Permission("motor.ask_again", c.own_motor_or_coordinator),
        conditions=[c.quotation_sent],
        custom=step(
            _("Ask the customer again"),
            past=_("Asking the customer again is recorded."),
            seldom=True,
            many=True,
        ),
    )
    def ask_again(self, *, note: str, **act: Fact) -> None:
        """The customer was reminded of the quotation; the clock goes on standing still."""

    @transition(
        field="status",
        source=[M.QUOTED, M.READY_TO_SHIP],
        target=None,
        permission=Permission("motor.agree_departure", c.not_own_motor),
        conditions=[c.less_is_charged],
        custom=step(
            _("Agree to charge less"),
            past=_("Agreed to charge less."),
            tells=[Role.AFTER_SALES, Role.SALESPERSON],
            many=True,
        ),
    )
    def agree_departure(self, **act: Fact) -> None:
        """Less than 七 says is charged, or nothing: the sales manager answers for it."""

    @transition(
        field="status",
        source=M.QUOTED,
        target=None,
        permission=Permission("motor.agree_departure", c.not_own_motor),
        conditions=[c.less_is_charged],
        custom=step(
            _("Refuse to charge less"), past=_("Charging less refused."), tells=[Role.AFTER_SALES], grave=True
        ),
    )
    def refuse_departure(self, *, reason: str, **act: Fact) -> None:
        """Another quotation is due."""

    @transition(
        field="status",
        source=M.QUOTED,
        target=RETURN_VALUE(M.REPAIRING, M.AWAITING_PARTS),
        permission=Permission("motor.accept_quote", c.own_motor),
        conditions=[c.quotation_sent, c.departure_agreed],
        custom=step(
            _("Customer accepts the quotation"),
            past=_("The customer's acceptance is recorded."),
            tells=[Role.AFTER_SALES, Role.FINANCE],
            many=True,
        ),
    )
    def accept_quote(self, **act: Fact) -> str:
        return after_agreement(self)

    @transition(
        field="status",
        source=M.QUOTED,
        target=M.READY_TO_SHIP,
        permission=Permission("motor.refuse_quote", c.own_motor),
        conditions=[c.quotation_sent],
        custom=step(
            _("Customer refuses the quotation"),
            past=_("The customer's refusal is recorded."),
            tells=[Role.AFTER_SALES, Role.DISPATCHER],
            seldom=True,
            many=True,
        ),
    )
    def refuse_quote(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.QUOTED,
        target=M.READY_TO_SHIP,
        permission=Permission("motor.give_up_quote", c.not_own_motor),
        conditions=[c.quotation_sent, c.quotation_expired],
        custom=step(
            _("Send back: no answer to the quotation"),
            past=_("To be sent back unrepaired: no answer to the quotation."),
            tells=[Role.SALESPERSON, Role.AFTER_SALES, Role.DISPATCHER],
            grave=True,
        ),
    )
    def give_up_quote(self, *, reason: str, **act: Fact) -> None:
        """The customer was silent as long as the quotation was valid; the motor goes back as it came."""

    @transition(
        field="status",
        source=[M.REPAIRING, M.AWAITING_PARTS],
        target=M.QUOTED,
        permission=Permission("motor.quote"),
        conditions=[c.repair_is_charged],
        custom=step(
            _("Quote again"),
            past=_("Quoted again."),
            tells=[Role.SALESPERSON],
            page="cases:quote",
            seldom=True,
            many=True,
        ),
    )
    def quote_again(self, **act: Fact) -> None:
        """It turns out dearer or cheaper: a new offer, and no new appraisal while nothing else changes."""
        self.credit_at = self.no_charge_at = None

    @transition(
        field="status",
        source=PAYABLE,
        target=None,
        permission=Permission("motor.record_payment"),
        conditions=[c.payment_open],
        custom=step(
            _("Record the payment"),
            past=_("Payment recorded."),
            tells=[Role.DISPATCHER, Role.SALESPERSON],
            many=True,
        ),
    )
    def record_payment(self, *, amount: Decimal, **act: Fact) -> None:
        self.paid_amount += amount

    @transition(
        field="status",
        source=PAYABLE,
        target=None,
        permission=Permission("motor.correct_payment"),
        conditions=[c.something_paid],
        custom=step(
            _("Correct the payment"),
            past=_("Payment corrected."),
            tells=[Role.DISPATCHER, Role.SALESPERSON],
            seldom=True,
        ),
    )
    def correct_payment(self, *, amount: Decimal, reason: str, **act: Fact) -> None:
        """``amount`` is what has been paid in truth, all told; a second receipt says the difference."""
        self.paid_amount = amount

    @transition(
        field="status",
        source=[*GOES_BACK, *TAKEN_BACK],
        target=None,
        permission=Permission("motor.refund_payment"),
        conditions=[c.too_much_paid],
        custom=step(_("Refund what was paid too much"), past=_("Refund recorded."), tells=[Role.SALESPERSON]),
    )
    def refund_payment(self, *, amount: Decimal, **act: Fact) -> None:
        """It cost less than was paid, or goes back unrepaired; a receipt below nought says so."""
        self.paid_amount -= amount

    @transition(
        field="status",
        source=[M.REPAIRING, M.AWAITING_PARTS, M.INSPECTING, M.READY_TO_SHIP],
        target=None,
        permission=Permission("motor.approve_credit", c.not_own_motor),
        conditions=[c.payment_open, c.no_credit_yet],
        custom=step(
            _("Ship on credit"),
            past=_("Shipping on credit approved."),
            tells=[Role.DISPATCHER, Role.FINANCE],
            seldom=True,
            many=True,
        ),
    )
    def approve_credit(self, *, at: dt.datetime, **act: Fact) -> None:
        self.credit_at = at

    @transition(
        field="status",
        source=M.READY_TO_SHIP,
        target=None,
        permission=Permission("motor.confirm_no_charge"),
        conditions=[c.nothing_is_charged, c.departure_agreed],
        custom=step(
            _("Confirm that nothing is charged"),
            past=_("Confirmed: nothing is charged."),
            tells=[Role.DISPATCHER],
            done="no_charge_at",
            many=True,
        ),
    )
    def confirm_no_charge(self, *, at: dt.datetime, **act: Fact) -> None:
        """A repair that 七 charges leaves the house for nothing: finance has seen it."""
        self.no_charge_at = at
