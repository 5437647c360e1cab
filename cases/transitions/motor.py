"""The returned motor: from the return list to the customer, the shelf or the scrap heap (四.2, 四.3).

Read a transition as a row of the workflow: where from, where to, who may, what must be true, the words of the button,
who is told. `python manage.py verbs motor.approve_return` adds what follows from it.
A target of None is an act that leaves the motor where it is. The methods only set fields on ``self``;
workflow.actions is the one caller.
"""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition

from aftersales.models import User
from aftersales.roles import Role
from cases import conditions as c
from cases.statuses import GOES_BACK, HERE, IN_THE_HOUSE, PROMISED, TAKEN_BACK, Disposition, MotorStatus
from workflow.guards import Derived, Permission, step
from workflow.models import Fact, Stateful

if TYPE_CHECKING:
    from cases.appraisal.models import Appraisal

M = MotorStatus


def after_appraisal(motor: "MotorWorkflow") -> str:
    """Where the signed disposition sends a motor."""
    if motor.disposition == Disposition.REPAIR_FREE:
        return after_agreement(motor)
    return {
        Disposition.REPAIR_CHARGED: M.QUOTED,
        Disposition.RETURN: M.RETURN_PENDING,
        Disposition.SEND_BACK: M.READY_TO_SHIP,
    }[Disposition(motor.disposition)]


def after_agreement(motor: "MotorWorkflow") -> str:
    """A repair begins at once, or waits for its parts (四.3)."""
    assert motor.appraisal is not None  # it is signed
    there = motor.appraisal.parts_complete or motor.parts_arrived_at
    return M.REPAIRING if there else M.AWAITING_PARTS


PAYABLE = [M.REPAIRING, M.AWAITING_PARTS, M.INSPECTING, *GOES_BACK]


class MotorWorkflow(Stateful):
    """The machine of one motor."""

    noun = "motor"
    view = "case.view_all"
    brief = "cases/_motor_brief.html"
    states = MotorStatus
    comes_with = ("case.accept_list", "handover.sign")
    unlogged = frozenset({"test_sheet", "repairer"})
    # Fields of the model that transitions set or ask.
    appraisal: "Appraisal | None"
    disposition: str
    received_at: dt.datetime | None
    parts_arrived_at: dt.datetime | None
    repairer: User | None
    place: str
    place_note: str
    no_charge_at: dt.datetime | None
    intact: bool
    paid_amount: Decimal
    credit_at: dt.datetime | None
    extended_to: dt.date | None
    status = FSMField(_("status"), default=M.EXPECTED, choices=M.choices, protected=True)

    if TYPE_CHECKING:  # of the model

        def adopt(self, appraisal: Appraisal) -> None: ...
        def forget_appraisal(self) -> None: ...

    class Meta:
        abstract = True

    # -- counting ---------------------------------------------------------------------------------

    @transition(
        field=status,
        source=[M.EXPECTED, M.MISSING, M.NOT_RECEIVED],
        target=M.RECEIVED,
        permission=Derived(lambda: _("Dispatcher and after-sales receive it by signing the handover slip.")),
        custom=step(_("Received"), tells=[Role.QUALITY, Role.ENGINEERING, Role.PRODUCTION, Role.AFTER_SALES]),
    )
    def hand_over(self, *, at: dt.datetime, **act: Fact) -> None:
        """It is here; one that was written off may turn up late."""
        self.received_at = at

    @transition(
        field=status,
        source=M.EXPECTED,
        target=M.STRUCK,
        permission=Derived(lambda: _("It follows when the return list is corrected.")),
        custom=step(_("Struck off the return list")),
    )
    def strike(self, *, reason: str, **act: Fact) -> None:
        """It was listed by mistake; it stays on record and is not expected."""

    @transition(
        field=status,
        source=M.EXPECTED,
        target=None,
        permission=Derived(lambda: _("It follows when the return list is corrected.")),
        custom=step(_("Corrected on the return list")),
    )
    def correct_line(self, *, reason: str, **act: Fact) -> None:
        """The list says something else of it: number, model or remark."""

    @transition(
        field=status,
        source=M.EXPECTED,
        target=M.MISSING,
        permission=Permission("motor.report_missing"),
        custom=step(
            _("Report missing"),
            past=_("Reported missing."),
            tells=[Role.SALES_COORDINATOR, Role.SALESPERSON],
            many=True,
        ),
    )
    def report_missing(self, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=M.MISSING,
        target=M.NOT_RECEIVED,
        permission=Permission("motor.write_off"),
        custom=step(
            _("Write off as not received"),
            past=_("Written off as not received."),
            tells=[Role.SALESPERSON],
            grave=True,
            many=True,
        ),
    )
    def write_off(self, *, reason: str, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=[M.EXPECTED, M.MISSING, M.RECEIVED, *IN_THE_HOUSE, M.SHIPPED, M.TRANSFERRED],
        target=None,
        permission=Permission("motor.add_photos", c.own_motor_or_at_work),
        custom=step(_("Add photos"), past=_("Photos added."), page="cases:add_motor_photos"),
    )
    def add_photos(self, *, photos: int, **act: Fact) -> None:
        """So many pictures are added; cases.photos.actions.add_photos() keeps them."""

    @transition(
        field=status,
        source=list(HERE),
        target=None,
        permission=Permission("motor.put"),
        custom=step(_("Say where it lies"), past=_("Place recorded."), seldom=True, done="place", many=True),
    )
    def put(self, *, place: str, place_note: str = "", **act: Fact) -> None:
        """Whoever looks for it finds it."""
        self.place, self.place_note = place, place_note

    # -- joint appraisal --------------------------------------------------------------------------

    @transition(
        field=status,
        source=[M.RECEIVED, M.REPAIRING, M.INSPECTING, M.RETURN_APPROVED],
        target=None,
        permission=Permission("motor.measure"),
        custom=step(
            _("Measure by the test plan"), past=_("Measurement recorded."), page="cases:measure", seldom=True
        ),
    )
    def measure(self, **act: Fact) -> None:
        """Values go on a sheet of their own; see cases.measuring."""

    @transition(
        field=status,
        source=M.RECEIVED,
        target=None,
        permission=Permission("motor.draft_appraisal"),
        custom=step(
            _("Write the appraisal"),
            past=_("Appraisal written."),
            page="cases:appraise",
            done="appraisal_id",
            many=True,
        ),
    )
    def draft_appraisal(self, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=M.RECEIVED,
        target=None,
        permission=Permission("motor.sign_appraisal", c.has_not_signed),
        conditions=[c.appraisal_drafted, c.appraisal_decides, c.appraisal_shows_document],
        custom=step(_("Sign the appraisal"), past=_("Appraisal signed."), page="cases:appraise", many=True),
    )
    def sign_appraisal(self, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=M.RECEIVED,
        target=None,
        permission=Permission("motor.sign_on_paper"),
        conditions=[c.appraisal_drafted, c.appraisal_decides, c.somebody_to_sign],
        custom=step(_("Enter a signature on paper"), past=_("Signature on paper entered."), seldom=True),
    )
    def sign_on_paper(self, *, department: str, signer_id: int, scan_id: int, **act: Fact) -> None:
        """Who has signed the printed sheet has signed; the scan shows it, and the event who entered it."""

    @transition(
        field=status,
        source=M.RECEIVED,
        target=None,
        permission=Permission("motor.settle_dissent"),
        conditions=[c.departments_disagree],
        custom=step(_("Settle the disagreement"), past=_("Disagreement settled."), tells=[Role.AFTER_SALES]),
    )
    def settle_dissent(self, *, reason: str, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=M.RECEIVED,
        target=RETURN_VALUE(M.REPAIRING, M.AWAITING_PARTS, M.QUOTED, M.RETURN_PENDING, M.READY_TO_SHIP),
        permission=Derived(lambda: _("It takes effect with the fourth signature.")),
        conditions=[c.all_signed],
        custom=step(_("Appraised"), tells=[Role.SALESPERSON, Role.SALES_COORDINATOR]),
    )
    def appraise(self, **act: Fact) -> str:
        assert self.appraisal is not None  # it is signed
        self.adopt(self.appraisal)
        return after_appraisal(self)

    @transition(
        field=status,
        source=list(IN_THE_HOUSE),
        target=M.RECEIVED,
        permission=Permission("motor.reappraise"),
        custom=step(
            _("Appraise again"),
            past=_("To be appraised again."),
            tells=[Role.QUALITY, Role.ENGINEERING, Role.PRODUCTION],
            grave=True,
        ),
    )
    def reappraise(self, *, reason: str, **act: Fact) -> None:
        self.forget_appraisal()

    # -- quotation and payment --------------------------------------------------------------------

    @transition(
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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

    # -- repair -----------------------------------------------------------------------------------

    @transition(
        field=status,
        source=M.AWAITING_PARTS,
        target=M.REPAIRING,
        permission=Permission("motor.parts_arrived"),
        custom=step(_("Parts have arrived"), past=_("Arrival of the parts recorded."), many=True),
    )
    def parts_arrived(self, *, at: dt.datetime, **act: Fact) -> None:
        """The due date stays: late parts do not restart the clock (四.3)."""
        self.parts_arrived_at = at

    @transition(
        field=status,
        source=[M.AWAITING_PARTS, M.REPAIRING],
        target=None,
        permission=Permission("motor.take_on", c.not_the_repairer),
        custom=step(_("Take it on"), past=_("Taken on."), seldom=True),
    )
    def take_on(self, *, by: User, **act: Fact) -> None:
        """It is this person's to repair, whoever had it before."""
        self.repairer = by

    @transition(
        field=status,
        source=[M.AWAITING_PARTS, M.REPAIRING],
        target=None,
        permission=Permission("motor.pass_to"),
        custom=step(_("Hand it to somebody"), past=_("Handed on."), seldom=True),
    )
    def pass_to(self, *, repairer: User | None, note: str = "", **act: Fact) -> None:
        """Somebody else repairs it, or it goes back into the queue."""
        self.repairer = repairer

    @transition(
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
        source=M.TRANSFERRED,
        target=M.SCRAPPED,
        permission=Permission("motor.scrap_transferred"),
        custom=step(_("Scrap"), past=_("Scrapped."), tells=[Role.AFTER_SALES], grave=True, many=True),
    )
    def scrap(self, *, reason: str, **act: Fact) -> None: ...

    # -- the promised date ------------------------------------------------------------------------

    @transition(
        field=status,
        source=list(PROMISED),
        target=None,
        permission=Permission("motor.request_extension"),
        conditions=[c.not_yet_due, c.no_open_extension],
        custom=step(
            _("Ask for an extension"),
            past=_("Extension asked for."),
            tells=[Role.AFTER_SALES_LEAD, Role.DIRECTOR],
            seldom=True,
            many=True,
        ),
    )
    def request_extension(self, *, new_due_on: dt.date, reason: str, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=list(PROMISED),
        target=None,
        permission=Permission("motor.decide_extension", c.decides_this_extension),
        conditions=[c.extension_open],
        custom=step(
            _("Grant the extension"),
            past=_("Extension granted."),
            tells=[Role.AFTER_SALES, Role.SALESPERSON],
            many=True,
        ),
    )
    def grant_extension(self, *, new_due_on: dt.date, **act: Fact) -> None:
        self.extended_to = new_due_on

    @transition(
        field=status,
        source=list(PROMISED),
        target=None,
        permission=Permission("motor.decide_extension", c.decides_this_extension),
        conditions=[c.extension_open],
        custom=step(
            _("Refuse the extension"),
            past=_("Extension refused."),
            tells=[Role.AFTER_SALES],
            grave=True,
            many=True,
        ),
    )
    def refuse_extension(self, *, reason: str, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=list(PROMISED),
        target=None,
        permission=Permission("motor.extend_for_holiday"),
        conditions=[c.not_yet_due, c.no_open_extension],
        custom=step(
            _("Extend for a holiday"),
            past=_("Extended for the holiday."),
            tells=[Role.AFTER_SALES, Role.SALESPERSON],
            seldom=True,
            many=True,
        ),
    )
    def extend_for_holiday(
        self, *, new_due_on: dt.date, old_due_on: dt.date, reason: str, **act: Fact
    ) -> None:
        """The house is closed on the promised day; usually of all motors at once."""
        self.extended_to = new_due_on

    # -- back to the customer ---------------------------------------------------------------------

    @transition(
        field=status,
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
        field=status,
        source=[M.RECEIVED, *IN_THE_HOUSE, M.SHIPPED, M.DELIVERED, *TAKEN_BACK[1:]],
        target=None,
        permission=Permission("motor.record_freight"),
        custom=step(_("Record the freight"), past=_("Freight recorded."), seldom=True),
    )
    def record_freight(self, *, way: str, freight: Decimal, **act: Fact) -> None:
        """The carrier's bill came later; who bears it follows from the appraisal (四.1)."""

    @transition(
        field=status,
        source=M.SHIPPED,
        target=M.DELIVERED,
        permission=Permission("motor.confirm_delivery", c.own_motor_or_coordinator),
        custom=step(_("Confirm the delivery"), past=_("Delivery confirmed."), many=True),
    )
    def confirm_delivery(self, *, delivered_on: dt.date, **act: Fact) -> None: ...

    @transition(
        field=status,
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
        field=status,
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
        field=status,
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

    # -- taken back; what its papers must say first is in returns.conditions ---------------------------

    @transition(
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
        source=M.RETURN_APPROVED,
        target=M.RESTOCKED,
        permission=Permission("motor.restock"),
        conditions=[c.cleared_for_stock],
        custom=step(_("Take into stock"), past=_("Taken into stock."), tells=[Role.FINANCE], many=True),
    )
    def restock(self, **act: Fact) -> None: ...

    @transition(
        field=status,
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
        field=status,
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
        field=status,
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
        field=status,
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
