"""The penalty (九): an opinion, a countersignature, an assessment, a decision, a deduction."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accountability import conditions as c
from accountability.dates import due
from accountability.statuses import PenaltyStatus
from aftersales.kit.numbering import next_number
from aftersales.models import User
from aftersales.roles import Role
from cases.models import Appraisal, Case, ReturnedMotor
from workflow.guards import Permission, creation, step
from workflow.models import Fact, Filed

P = PenaltyStatus


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
