"""The case: from the customer's complaint to the customer's last word (四.1, 四.2).

Read a transition as a row of the workflow: where from, where to, who may, what must be true, who is told.
The methods only set fields on ``self``; workflow.actions is the one caller.
"""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition

from aftersales.kit.numbering import next_number
from aftersales.models import User
from aftersales.roles import Role
from cases import conditions as c
from cases.statuses import CaseStatus
from workflow.guards import Blocked, Derived, Permission, creation, step
from workflow.models import Fact, Facts, Filed

if TYPE_CHECKING:
    from warranty.rules import Reason

C = CaseStatus
BEFORE_THE_RETURN = [C.DRAFT, C.SUBMITTED, C.INFO_REQUESTED, C.AUTHORISED]
NOT_ENDED = [*BEFORE_THE_RETURN, C.AWAITING_RECEIPT, C.IN_PROCESS, C.COMPLETED]


class CaseWorkflow(Filed):
    """The machine of one quality feedback."""

    noun = "case"
    brief = "cases/_case_brief.html"
    states = CaseStatus
    view = "case.view_all"
    drafted = True
    party_path = "customer__name"
    # Fields of the model that transitions set.
    number: str | None
    revision: int
    resolved_on_site: bool
    action_taken: str
    customer_reply: str
    customer_satisfied: bool | None
    created_by: User
    created_by_id: int
    salesperson_id: int
    created_at: dt.datetime
    authorised_by: User | None
    submitted_at: dt.datetime | None
    authorised_at: dt.datetime | None
    first_answered_at: dt.datetime | None
    completed_at: dt.datetime | None
    status = FSMField(_("status"), default=C.DRAFT, choices=C.choices, protected=True)

    if TYPE_CHECKING:  # of the model

        @property
        def is_backdated(self) -> bool: ...
        def wrong_return_risks(self) -> list[Reason]: ...

    class Meta:
        abstract = True

    def take_number(self, at: dt.datetime) -> None:
        """A feedback gets its number when it leaves its author's desk, and keeps it for good."""
        if self.number is None:
            self.number = next_number("FK", timezone.localdate(at))

    @creation(
        permission=Permission("case.create", c.own_or_for_others), custom=step(_("Feedback registered"))
    )
    def create(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        """A new feedback is its author's draft (四.1)."""
        self.created_by, self.created_at = by, at

    @transition(
        field=status,
        source=[C.DRAFT, C.INFO_REQUESTED],
        target=None,
        permission=Permission("case.revise", c.own_case),
        custom=step(_("Edit"), past=_("Saved."), page="cases:edit"),
    )
    def revise(self, **act: Fact) -> None:
        """The facts of 四.1 are corrected before they are submitted."""

    @transition(
        field=status,
        source=NOT_ENDED,
        target=None,
        permission=Permission("case.add_photos", c.own_case_or_at_work),
        conditions=[c.has_room_for_photos],
        custom=step(_("Add photos"), past=_("Photos added."), page="cases:add_photos"),
    )
    def add_photos(self, *, photos: int, **act: Fact) -> None:
        """So many pictures are added; cases.photos.actions.add_photos() keeps them."""

    @transition(
        field=status,
        source=list(C),
        target=None,
        permission=Derived(lambda: _("It follows when the coordinator merges a new customer.")),
        custom=step(_("Customer corrected")),
    )
    def change_customer(self, **act: Fact) -> None:
        """A customer who was entered with the feedback is one that the register knew under another name."""

    @transition(
        field=status,
        source=[C.DRAFT, C.INFO_REQUESTED],
        target=C.SUBMITTED,
        permission=Permission("case.submit", c.own_case),
        conditions=[c.intake_complete, c.document_is_shown],
        custom=step(
            _("Submit for approval"),
            past=_("Submitted for approval."),
            tells=[Role.SALES_MANAGER, Role.SALES_COORDINATOR],
        ),
    )
    def submit(self, *, at: dt.datetime, **act: Fact) -> None:
        self.submitted_at = at
        self.take_number(at)

    @transition(
        field=status,
        source=C.SUBMITTED,
        target=C.INFO_REQUESTED,
        permission=Permission("case.request_info", c.not_own_case),
        custom=step(
            _("Ask for more information"),
            past=_("More information asked for."),
            tells=[Role.SALESPERSON],
            seldom=True,
        ),
    )
    def request_info(self, *, question: str, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=C.SUBMITTED,
        target=C.REJECTED,
        permission=Permission("case.reject", c.not_own_case),
        custom=step(_("Reject"), past=_("Rejected."), tells=[Role.SALESPERSON], grave=True),
    )
    def reject(self, *, reason: str, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=C.SUBMITTED,
        target=C.AUTHORISED,
        permission=Permission("case.authorise_return", c.not_own_case),
        conditions=[c.is_quality_problem, c.repair_consent_recorded],
        custom=step(
            _("Authorise the return"),
            past=_("Return authorised."),
            tells=[Role.AFTER_SALES, Role.SALES_COORDINATOR, Role.SALESPERSON],
        ),
    )
    def authorise_return(
        self,
        *,
        by: User,
        at: dt.datetime,
        warning_seen: bool = False,
        date_confirmed: bool = False,
        **act: Fact,
    ) -> None:
        if self.wrong_return_risks() and not warning_seen:
            raise Blocked(_("Read the warning about a wrong return and confirm it before you approve."))
        if self.is_backdated and not date_confirmed:
            raise Blocked(_("Confirm the date of the feedback, which was registered long after it."))
        self.authorised_by, self.authorised_at = by, at

    @transition(
        field=status,
        source=BEFORE_THE_RETURN,
        target=C.COMPLETED,
        permission=Permission("case.resolve_on_site", c.own_case),
        conditions=[c.intake_complete],
        custom=step(
            _("Resolved on site"), past=_("Resolved on site."), tells=[Role.SALES_MANAGER], seldom=True
        ),
    )
    def resolve_on_site(self, *, at: dt.datetime, action_taken: str, **act: Fact) -> None:
        self.take_number(at)
        self.resolved_on_site = True
        self.action_taken = action_taken
        self.completed_at = at

    @transition(
        field=status,
        source=C.SUBMITTED,
        target=None,
        permission=Permission("case.first_answer", c.own_case_or_after_sales),
        conditions=[c.not_answered_yet],
        custom=step(
            _("Record the first answer"),
            past=_("First answer recorded."),
            tells=[Role.AFTER_SALES, Role.SALESPERSON],
            seldom=True,
        ),
    )
    def first_answer(self, *, at: dt.datetime, answer: str, **act: Fact) -> None:
        """The customer knows that the factory is on it; the solution is due next (二.3)."""
        self.first_answered_at = at

    @transition(
        field=status,
        source=C.SUBMITTED,
        target=C.COMPLETED,
        permission=Permission("case.answer"),
        conditions=[c.needs_no_motor],
        custom=step(_("Answer the customer"), past=_("Customer answered."), tells=[Role.SALESPERSON]),
    )
    def answer(self, *, at: dt.datetime, answer: str, **act: Fact) -> None:
        self.action_taken = answer
        self.completed_at = at

    @transition(
        field=status,
        source=C.AUTHORISED,
        target=C.AWAITING_RECEIPT,
        permission=Permission("case.accept_list"),
        custom=step(_("Enter the return list"), past=_("Return list entered."), tells=[Role.DISPATCHER]),
    )
    def accept_list(self, *, motors: list[Facts], **act: Fact) -> None:
        if not motors:
            raise Blocked(_("Enter at least one motor."))

    @transition(
        field=status,
        source=[C.AWAITING_RECEIPT, C.IN_PROCESS],
        target=None,
        permission=Permission("case.accept_list"),
        custom=step(
            _("Add to the return list"),
            past=_("Added to the return list."),
            tells=[Role.DISPATCHER],
            seldom=True,
        ),
    )
    def list_more(self, *, motors: list[Facts], **act: Fact) -> None:
        """Further motors are on their way: late ones, or those of a new round after the case was reopened."""
        if not motors:
            raise Blocked(_("Enter at least one motor."))

    @transition(
        field=status,
        source=[C.AWAITING_RECEIPT, C.IN_PROCESS],
        target=None,
        permission=Permission("case.accept_list"),
        conditions=[c.some_motor_expected],
        custom=step(
            _("Correct the return list"),
            past=_("Return list corrected."),
            tells=[Role.DISPATCHER],
            seldom=True,
        ),
    )
    def correct_list(
        self, *, reason: str, struck: list[int], corrected: Facts, motors: list[Facts], **act: Fact
    ) -> None:
        """Motors that are not counted yet are struck off, corrected or added (四.2).

        ``struck`` are keys of motors, ``corrected`` new values of fields by the key of the motor.
        """
        if not (struck or corrected or motors):
            raise Blocked(_("Nothing was different."))

    @transition(
        field=status,
        source=C.AWAITING_RECEIPT,
        target=C.AUTHORISED,
        permission=Derived(lambda: _("It follows when all of the return list is struck off.")),
        custom=step(_("Return list struck off altogether")),
    )
    def list_anew(self, **act: Fact) -> None:
        """None of it was right: the list is entered once more."""

    @transition(
        field=status,
        source=[C.AUTHORISED, C.AWAITING_RECEIPT, C.IN_PROCESS],
        target=None,
        permission=Permission("case.accept_list"),
        custom=step(_("Keep the list as it was sent"), past=_("Kept with the return list."), seldom=True),
    )
    def keep_originals(self, *, originals: list[Facts], **act: Fact) -> None:
        """A fax, a photo or a file of the return list is kept with the case (四.2)."""
        if not originals:
            raise Blocked(_("Choose at least one file."))

    @transition(
        field=status,
        source=[C.AUTHORISED, C.AWAITING_RECEIPT],
        target=C.IN_PROCESS,
        permission=Derived(lambda: _("The case moves on when the first handover slip is signed.")),
        custom=step(_("First motors received")),
    )
    def start_processing(self, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=C.IN_PROCESS,
        target=C.COMPLETED,
        permission=Permission("case.complete"),
        conditions=[c.every_motor_settled],
        custom=step(_("Complete"), past=_("Completed."), tells=[Role.AFTER_SALES, Role.SALESPERSON]),
    )
    def complete(self, *, at: dt.datetime, answer: str = "", **act: Fact) -> None:
        """With its last motor; or, reopened without motors, with the answer that the customer was given."""
        self.completed_at = at
        self.action_taken = answer or self.action_taken

    @transition(
        field=status,
        source=[C.COMPLETED, C.CLOSED],
        target=C.IN_PROCESS,
        permission=Derived(lambda: _("The case goes on when one of its motors is in the house again.")),
        custom=step(_("One of its motors is in the house again"), tells=[Role.AFTER_SALES, Role.SALESPERSON]),
    )
    def go_on(self, **act: Fact) -> None:
        """A shipment came back, or a motor turned up late; what the customer said at the end stays on record."""
        self.completed_at = None

    @transition(
        field=status,
        source=C.COMPLETED,
        target=C.CLOSED,
        permission=Permission("case.close", c.closes_such_cases),
        custom=step(_("Close with the customer's reply"), past=_("Case closed."), tells=[Role.SALESPERSON]),
    )
    def close(self, *, customer_reply: str, customer_satisfied: bool, **act: Fact) -> None:
        self.customer_reply = customer_reply
        self.customer_satisfied = customer_satisfied

    @transition(
        field=status,
        source=BEFORE_THE_RETURN,
        target=C.WITHDRAWN,
        permission=Permission("case.withdraw", c.own_case),
        custom=step(_("Withdraw"), past=_("Withdrawn."), tells=[Role.SALES_MANAGER], grave=True),
    )
    def withdraw(self, *, reason: str, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=[C.CLOSED, C.REJECTED],
        target=RETURN_VALUE(C.IN_PROCESS, C.SUBMITTED),
        permission=Permission("case.reopen"),
        custom=step(_("Reopen"), past=_("Reopened."), tells=[Role.SALESPERSON, Role.AFTER_SALES], grave=True),
    )
    def reopen(self, *, reason: str, **act: Fact) -> str:
        self.revision += 1
        self.resolved_on_site = False
        self.customer_satisfied = self.first_answered_at = None
        return C.IN_PROCESS if self.motors.exists() else C.SUBMITTED  # type: ignore[attr-defined]

    @transition(
        field=status,
        source=NOT_ENDED[1:],
        target=None,
        permission=Permission("case.hand_over"),
        custom=step(
            _("Hand over to another salesperson"),
            past=_("Handed over."),
            tells=[Role.SALESPERSON],
            seldom=True,
        ),
    )
    def hand_over(self, *, to: int, reason: str, **act: Fact) -> None:
        """Who leaves, or cannot go on with it, leaves no customer without anybody."""
        self.salesperson_id = to

    @transition(
        field=status,
        source=C.DRAFT,
        target=None,
        permission=Permission("case.hand_over"),
        custom=step(_("Hand the draft over"), past=_("Draft handed over."), seldom=True),
    )
    def hand_over_draft(self, *, to: int, reason: str, **act: Fact) -> None:
        """A draft is its author's alone, so another becomes its author."""
        if self.salesperson_id == self.created_by_id:
            self.salesperson_id = to
        self.created_by_id = to
