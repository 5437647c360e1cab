"""The corrective action (二.4), the penalty and the amounts it takes (九): one screenful a machine.

Read a transition as a row of the workflow: where from, where to, who may, what must be true, who is told.
A target of None is an act that leaves the object where it is. The methods only set fields on ``self``;
workflow.actions is the one caller.
"""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accountability import conditions as c
from accountability.limits import LIMITS
from accountability.policy import AccountabilityPolicy
from accountability.statuses import ActionStatus, PenaltyStatus
from aftersales.kit.numbering import next_number
from aftersales.models import User
from aftersales.roles import Role
from cases.models import Appraisal, Case, ReturnedMotor
from workflow.conditions import own_proposal, somebody_else
from workflow.guards import Derived, Permission, creation, step
from workflow.models import Fact, Facts, Filed, Proposal, ProposalStatus, policy_on

A = ActionStatus
P = PenaltyStatus


def due(limit: str, at: dt.datetime) -> dt.date:
    """By when the step that begins now is to be done, by the edition in force today."""
    start = timezone.localdate(at)
    return LIMITS[limit].due(start, policy_on(AccountabilityPolicy, start))


class ActionWorkflow(Filed):
    """The machine of one corrective action."""

    noun = "action"
    view = "action.view"
    party_path = "case__customer__name"
    states = ActionStatus
    brief = "accountability/_action_brief.html"
    # Fields of the model that transitions set.
    number: str
    department: str
    issued_at: dt.datetime
    cycle: int
    due_on: dt.date | None
    team: str
    root_cause: str
    planned_by: User | None
    planned_at: dt.datetime | None
    implemented_by: User | None
    implemented_at: dt.datetime | None
    standards: str
    verified_by: User | None
    verified_at: dt.datetime | None
    verification: str
    status = FSMField(_("status"), default=A.ISSUED, choices=A.choices, protected=True)

    class Meta:
        abstract = True

    @creation(
        permission=Permission("action.issue"),
        conditions=[c.no_other_action],
        custom=step(_("Corrective action issued"), tells_also=c.who_plans),
    )
    def issue(self, *, at: dt.datetime, **act: Fact) -> None:
        """By hand, or by a signed appraisal that finds a fault of the factory (二.4)."""
        self.number = next_number("JZ", timezone.localdate(at))
        self.issued_at = at
        self.due_on = due("plan", at)

    @transition(
        field=status,
        source=[A.ISSUED, A.PLANNED],
        target=None,
        permission=Permission("action.contain"),
        custom=step(_("Add a containment"), past=_("Containment added."), seldom=True),
    )
    def contain(self, **act: Fact) -> None:
        """What stops the damage at once does not wait for the plan."""

    @transition(
        field=status,
        source=list(ActionStatus),
        target=None,
        permission=Permission("action.attach"),
        custom=step(_("Add a file"), page="accountability:attach", seldom=True),
    )
    def attach(self, **act: Fact) -> None:
        """A test report, a drawing, a picture: what plan and verification rest on."""

    @transition(
        field=status,
        source=A.ISSUED,
        target=A.PLANNED,
        permission=Permission("action.plan", c.of_liable_department, c.did_not_issue),
        custom=step(
            _("Plan the measures"), tells=[Role.AFTER_SALES, Role.QUALITY], page="accountability:plan"
        ),
    )
    def plan(
        self,
        *,
        by: User,
        at: dt.datetime,
        root_cause: str,
        measures: list[Facts],
        team: str | None = None,
        **act: Fact,
    ) -> None:
        self.planned_by, self.planned_at = by, at
        self.root_cause = root_cause
        self.team = self.team if team is None else team
        self.due_on = max((measure["due_on"] for measure in measures), default=self.due_on)

    @transition(
        field=status,
        source=[A.PLANNED, A.IMPLEMENTED],
        target=None,
        permission=Permission("action.add_measure", c.of_liable_department),
        custom=step(_("Add a measure"), past=_("Measure added."), seldom=True),
    )
    def add_measure(self, *, due_on: dt.date, **act: Fact) -> None:
        if self.status == A.PLANNED:
            self.due_on = max(self.due_on or due_on, due_on)

    @transition(
        field=status,
        source=[A.ISSUED, A.PLANNED, A.IMPLEMENTED],
        target=None,
        permission=Permission("action.finish_measure", c.owns_open_measure),
        conditions=[c.has_open_measure],
        custom=step(_("Report a measure done"), past=_("Measure reported done.")),
    )
    def finish_measure(self, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=[A.ISSUED, A.PLANNED, A.IMPLEMENTED],
        target=None,
        permission=Permission("action.hand_over_measure"),
        conditions=[c.has_open_measure],
        custom=step(_("Hand a measure over"), past=_("Measure handed over."), seldom=True),
    )
    def hand_over_measure(self, **act: Fact) -> None:
        """Its owner has left, or cannot go on with it."""

    @transition(
        field=status,
        source=[A.ISSUED, A.PLANNED, A.IMPLEMENTED],
        target=None,
        permission=Permission("action.add_case"),
        custom=step(_("Add a case"), past=_("Case added."), seldom=True),
    )
    def add_case(self, **act: Fact) -> None:
        """The same defect of the same model in another case."""

    @transition(
        field=status,
        source=A.PLANNED,
        target=A.IMPLEMENTED,
        permission=Permission("action.implement", c.of_liable_department),
        conditions=[c.no_open_measure, c.changed_since_failure],
        custom=step(
            _("Declare it implemented"),
            past=_("Declared implemented."),
            tells=[Role.QUALITY, Role.AFTER_SALES],
        ),
    )
    def implement(self, *, by: User, at: dt.datetime, standards: str, **act: Fact) -> None:
        self.implemented_by, self.implemented_at = by, at
        self.standards = standards
        self.due_on = due("verification", at)

    @transition(
        field=status,
        source=A.IMPLEMENTED,
        target=A.VERIFIED,
        permission=Permission("action.verify", c.neither_issued_nor_planned),
        conditions=[c.no_open_measure],
        custom=step(_("It works: verified"), past=_("Verified: it works."), tells=[Role.AFTER_SALES]),
    )
    def verify(self, *, by: User, at: dt.datetime, evidence: str, **act: Fact) -> None:
        self.verified_by, self.verified_at = by, at
        self.verification = evidence
        self.due_on = None

    @transition(
        field=status,
        source=A.IMPLEMENTED,
        target=A.PLANNED,
        permission=Permission("action.fail_verification", c.neither_issued_nor_planned),
        custom=step(
            _("It does not work: back to the plan"),
            past=_("Sent back to the plan: it does not work."),
            tells=[Role.AFTER_SALES],
            grave=True,
        ),
    )
    def fail_verification(self, *, at: dt.datetime, evidence: str, **act: Fact) -> None:
        self.verification = evidence
        self.implemented_by = self.implemented_at = None
        self.due_on = due("plan", at)

    @transition(
        field=status,
        source=A.VERIFIED,
        target=A.ISSUED,
        permission=Derived(lambda: _("A new confirmed case of the same defect reopens it.")),
        custom=step(_("Came back: reopened as ineffective"), tells=[Role.AFTER_SALES, Role.QUALITY]),
    )
    def recur(self, *, at: dt.datetime, **act: Fact) -> None:
        self.begin_anew(at)

    @transition(
        field=status,
        source=A.VERIFIED,
        target=None,
        permission=Derived(lambda: _("A motor made before the measure is counted and reopens nothing.")),
        custom=step(_("A further motor, made before the measure")),
    )
    def count_earlier(self, **act: Fact) -> None:
        """The measure could not have helped it."""

    @transition(
        field=status,
        source=A.VERIFIED,
        target=None,
        permission=Derived(lambda: _("People decide where nobody knows when a motor was made.")),
        custom=step(_("A further motor: when was it made?"), tells=[Role.AFTER_SALES, Role.QUALITY]),
    )
    def ask_when_made(self, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=A.VERIFIED,
        target=A.ISSUED,
        permission=Permission("action.judge_recurrence"),
        conditions=[c.has_unjudged],
        custom=step(
            _("It is a recurrence: reopen"),
            past=_("Reopened: it is a recurrence."),
            tells=[Role.AFTER_SALES, Role.QUALITY],
            grave=True,
        ),
    )
    def call_recurrence(self, *, at: dt.datetime, reason: str, **act: Fact) -> None:
        """People found that the motor was made after the measure."""
        self.begin_anew(at)

    @transition(
        field=status,
        source=A.VERIFIED,
        target=None,
        permission=Permission("action.judge_recurrence"),
        conditions=[c.has_unjudged],
        custom=step(_("It was made before the measure"), past=_("Recorded: it was made before the measure.")),
    )
    def call_earlier(self, *, reason: str, **act: Fact) -> None: ...

    def begin_anew(self, at: dt.datetime) -> None:
        """The next cycle: what was planned and verified did not help."""
        self.cycle += 1
        self.planned_by = self.planned_at = self.implemented_by = self.implemented_at = None
        self.verified_by = self.verified_at = None
        self.due_on = due("plan", at)


class PenaltyWorkflow(Filed):
    """The machine of one penalty. Only its chain and the person concerned ever see it."""

    noun = "penalty"
    view = "penalty.view"
    confined = True
    party_path = "case__customer__name"
    states = PenaltyStatus
    brief = "accountability/_penalty_brief.html"
    # Fields of the model that transitions set.
    number: str
    case: Case
    motor: ReturnedMotor
    appraisal: Appraisal
    department: str
    due_on: dt.date | None
    drafted_by: User
    drafted_at: dt.datetime
    countersigned_by: User | None
    countersigned_at: dt.datetime | None
    countersign_note: str
    assessed_by: User | None
    assessed_at: dt.datetime | None
    assessment: str
    decided_by: User | None
    decided_at: dt.datetime | None
    decision: str
    deducted_by: User | None
    deducted_at: dt.datetime | None
    deduction: str
    status = FSMField(_("status"), default=P.DRAFTED, choices=P.choices, protected=True)

    class Meta:
        abstract = True

    @property
    def needs_countersignature(self) -> bool:
        """Production must not be the only one to judge its own people (二.5)."""
        return c.production_liable(self.department)

    @creation(
        permission=Permission("penalty.draft"),
        conditions=[c.fault_of_the_factory, c.no_other_opinion],
        of="motor",
        custom=step(_("Handling opinion drafted"), tells_also=c.who_goes_on),
    )
    def draft(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        """Production's handling opinion on a confirmed fault (九)."""
        self.number = next_number("CF", timezone.localdate(at))
        assert self.motor.appraisal is not None  # the conditions have seen it
        self.case, self.appraisal = self.motor.case, self.motor.appraisal
        self.department = self.appraisal.liable_department
        self.drafted_by, self.drafted_at = by, at
        self.due_on = due("penalty", at)

    @transition(
        field=status,
        source=P.DRAFTED,
        target=None,
        permission=Permission("penalty.draft", c.not_concerned),
        custom=step(
            _("Correct the opinion"), past=_("Opinion corrected."), page="accountability:redraft", seldom=True
        ),
    )
    def redraft(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        """Whoever corrects it signs it anew; the countersignature is still to come."""
        self.drafted_by, self.drafted_at = by, at
        self.due_on = due("penalty", at)
        self.countersigned_by = self.countersigned_at = None
        self.countersign_note = ""

    @transition(
        field=status,
        source=P.DRAFTED,
        target=None,
        permission=Permission("penalty.countersign", c.not_concerned, c.not_the_drafter),
        conditions=[c.wants_countersignature],
        custom=step(_("Countersign"), past=_("Countersigned."), tells=[Role.ASSESSMENT]),
    )
    def countersign(self, *, by: User, at: dt.datetime, note: str = "", **act: Fact) -> None:
        self.countersigned_by, self.countersigned_at = by, at
        self.countersign_note = note
        self.due_on = due("penalty", at)

    @transition(
        field=status,
        source=P.DRAFTED,
        target=P.ASSESSED,
        permission=Permission("penalty.assess", c.not_concerned, c.not_the_drafter),
        conditions=[c.countersigned],
        custom=step(_("Assess"), past=_("Assessed."), tells=[Role.DIRECTOR]),
    )
    def assess(self, *, by: User, at: dt.datetime, assessment: str, **act: Fact) -> None:
        self.assessed_by, self.assessed_at = by, at
        self.assessment = assessment
        self.due_on = due("penalty", at)

    @transition(
        field=status,
        source=[P.DRAFTED, P.ASSESSED],
        target=None,
        permission=Permission("penalty.respond", c.may_respond),
        custom=step(_("Respond"), past=_("Response recorded."), tells=[Role.ASSESSMENT, Role.DIRECTOR]),
    )
    def respond(self, **act: Fact) -> None:
        """The person concerned is heard before the director decides."""

    @transition(
        field=status,
        source=P.ASSESSED,
        target=P.APPROVED,
        permission=Permission("penalty.approve", c.not_concerned, c.took_no_part),
        conditions=[c.fault_confirmed],
        custom=step(
            _("Approve the penalty"), past=_("Penalty approved."), tells=[Role.FINANCE, Role.PRODUCTION]
        ),
    )
    def approve(self, *, by: User, at: dt.datetime, note: str = "", **act: Fact) -> None:
        self.decided_by, self.decided_at, self.decision = by, at, note
        self.due_on = due("penalty", at)

    @transition(
        field=status,
        source=P.ASSESSED,
        target=P.DISMISSED,
        permission=Permission("penalty.dismiss", c.not_concerned, c.took_no_part),
        custom=step(_("Dismiss"), past=_("Dismissed."), tells=[Role.PRODUCTION, Role.ASSESSMENT], grave=True),
    )
    def dismiss(self, *, by: User, at: dt.datetime, reason: str, **act: Fact) -> None:
        self.decided_by, self.decided_at, self.decision = by, at, reason
        self.due_on = None

    @transition(
        field=status,
        source=P.APPROVED,
        target=P.DEDUCTED,
        permission=Permission("penalty.deduct", c.not_concerned, c.did_not_decide),
        custom=step(
            _("Record the deduction"), past=_("Deduction recorded."), tells=[Role.PRODUCTION, Role.ASSESSMENT]
        ),
    )
    def deduct(self, *, by: User, at: dt.datetime, reference: str, **act: Fact) -> None:
        self.deducted_by, self.deducted_at, self.deduction = by, at, reference
        self.due_on = None


class RatesWorkflow(Proposal):
    """The machine of one change of the table of amounts (九)."""

    noun = "rates"
    view = "rates.view"
    states = ProposalStatus
    brief = "accountability/_rates_brief.html"
    status = FSMField(
        _("status"), default=ProposalStatus.OPEN, choices=ProposalStatus.choices, protected=True
    )

    class Meta:
        abstract = True

    @creation(
        permission=Permission("penalty.set_amounts"),
        conditions=[c.an_amount_differs, c.no_other_amounts_wait],
        custom=step(_("Change of the penalty amounts proposed"), tells=[Role.ADMIN, Role.DIRECTOR]),
    )
    def propose(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        self.proposed_by, self.proposed_at = by, at

    @transition(
        field=status,
        source=ProposalStatus.OPEN,
        target=ProposalStatus.CONFIRMED,
        permission=Permission("rates.confirm", somebody_else),
        conditions=[c.table_is_as_it_was],
        custom=step(_("Confirm the amounts"), past=_("Amounts confirmed.")),
    )
    def confirm(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        """Opinions that are drafted from now on take these amounts."""
        self.decided_by, self.decided_at = by, at

    @transition(
        field=status,
        source=ProposalStatus.OPEN,
        target=ProposalStatus.REFUSED,
        permission=Permission("rates.turn_down", somebody_else),
        custom=step(_("Refuse the change"), past=_("Change refused."), grave=True),
    )
    def turn_down(self, *, by: User, at: dt.datetime, reason: str, **act: Fact) -> None:
        """The table stays as it is."""
        self.decided_by, self.decided_at = by, at

    @transition(
        field=status,
        source=ProposalStatus.OPEN,
        target=ProposalStatus.WITHDRAWN,
        permission=Permission("penalty.set_amounts", own_proposal),
        custom=step(_("Take the proposal back"), past=_("Proposal taken back."), grave=True),
    )
    def withdraw(self, *, reason: str, **act: Fact) -> None:
        """It was a mistake of who proposed it."""
