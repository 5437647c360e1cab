"""The corrective action (二.4): found, planned, implemented, verified, and begun anew where it did not help."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accountability import conditions as c
from accountability.dates import due
from accountability.statuses import ActionStatus
from aftersales.kit.numbering import next_number
from aftersales.models import User
from aftersales.roles import Role
from workflow.guards import Derived, Permission, creation, step
from workflow.models import Fact, Facts, Filed

A = ActionStatus


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
