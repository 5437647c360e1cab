"""The yearly survey, the answers of one person, and what is improved (十): one screenful a machine."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from aftersales.models import User
from aftersales.roles import Role
from satisfaction import conditions as c
from satisfaction.statuses import CampaignStatus, ImprovementStatus, ResponseStatus
from workflow.guards import Derived, Permission, creation, step
from workflow.models import Fact, Filed

C = CampaignStatus
R = ResponseStatus
I = ImprovementStatus  # noqa: E741


class CampaignWorkflow(Filed):
    """The machine of one year's survey."""

    noun = "campaign"
    view = "survey.view"
    states = CampaignStatus
    brief = "satisfaction/_campaign_brief.html"
    created_by: User
    created_at: dt.datetime
    launched_by: User | None
    launched_at: dt.datetime | None
    closed_by: User | None
    closed_at: dt.datetime | None
    status = FSMField(_("status"), default=C.PLANNED, choices=C.choices, protected=True)

    class Meta:
        abstract = True

    @creation(permission=Permission("campaign.create"), custom=step(_("Survey planned")))
    def create(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        self.created_by, self.created_at = by, at

    @transition(
        field=status,
        source=C.PLANNED,
        target=None,
        permission=Permission("campaign.revise"),
        custom=step(_("Change the plan"), page="satisfaction:revise"),
    )
    def revise(self, **act: Fact) -> None: ...

    @transition(
        field=status,
        source=C.PLANNED,
        target=C.RUNNING,
        permission=Permission("campaign.launch"),
        conditions=[c.somebody_to_ask],
        custom=step(_("Start the survey"), past=_("Survey started.")),
    )
    def launch(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        self.launched_by, self.launched_at = by, at

    @transition(
        field=status,
        source=C.RUNNING,
        target=None,
        permission=Permission("campaign.add_customer"),
        custom=step(_("Add a customer"), past=_("Customer added.")),
    )
    def add_customer(self, **act: Fact) -> None:
        """Somebody met at the forum whom the filter had left out."""

    @transition(
        field=status,
        source=C.RUNNING,
        target=None,
        permission=Permission("campaign.mail_links"),
        conditions=[c.mail_server],
        custom=step(_("Mail the links"), page="satisfaction:mail_links"),
    )
    def mail_links(self, **act: Fact) -> None:
        """Customers who have a mailbox and have not answered get a personal link."""

    @transition(
        field=status,
        source=C.RUNNING,
        target=C.CLOSED,
        permission=Permission("campaign.close"),
        custom=step(
            _("Close the survey"),
            past=_("Survey closed."),
            tells=[Role.DIRECTOR, Role.QUALITY, Role.AFTER_SALES],
        ),
    )
    def close(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        self.closed_by, self.closed_at = by, at

    @transition(
        field=status,
        source=C.CLOSED,
        target=C.RUNNING,
        permission=Permission("campaign.reopen"),
        custom=step(_("Open the survey again"), past=_("Survey opened again."), grave=True),
    )
    def reopen(self, *, reason: str, **act: Fact) -> None:
        self.closed_by = self.closed_at = None


class ResponseWorkflow(Filed):
    """The machine of one person's answers."""

    noun = "response"
    view = "survey.view"
    party_path = "target__case__customer__name"
    states = ResponseStatus
    brief = "satisfaction/_response_brief.html"
    created_by: User
    created_at: dt.datetime
    saved_at: dt.datetime
    submitted_at: dt.datetime | None
    status = FSMField(_("status"), default=R.DRAFT, choices=R.choices, protected=True)

    class Meta:
        abstract = True

    @creation(
        permission=Permission("response.fill"),
        conditions=[c.survey_is_under_way],
        custom=step(_("Answers begun")),
    )
    def begin(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        """On record before the first word is written; by whoever gave out the link, where it came over one."""
        self.created_by, self.created_at, self.saved_at = by, at, at

    @transition(
        field=status,
        source=R.DRAFT,
        target=R.SUBMITTED,
        permission=Permission("response.submit", c.own_target),
        conditions=[c.survey_is_open, c.names_the_respondent, c.has_an_answer],
        custom=step(_("Finish and count the answers"), past=_("The answers are counted.")),
    )
    def submit(self, *, at: dt.datetime, **act: Fact) -> None:
        self.submitted_at = at

    @transition(
        field=status,
        source=R.DRAFT,
        target=R.SUBMITTED,
        permission=Derived(lambda: _("The customer does this, over a personal link.")),
        conditions=[c.survey_is_open, c.has_an_answer],
        custom=step(_("Answered over a link")),
    )
    def receive(self, *, at: dt.datetime, **act: Fact) -> None:
        """The event names whoever gave out the link: the customer has no account."""
        self.submitted_at = at

    @transition(
        field=status,
        source=[R.DRAFT, R.SUBMITTED],
        target=R.WITHDRAWN,
        permission=Permission("response.withdraw", c.own_target),
        conditions=[c.survey_is_open],
        custom=step(_("Withdraw the answers"), past=_("Answers withdrawn."), grave=True),
    )
    def withdraw(self, *, reason: str, **act: Fact) -> None:
        """They count no more, and stay on record."""


class ImprovementWorkflow(Filed):
    """The machine of one improvement."""

    noun = "improvement"
    view = "survey.view"
    party_path = "response__target__case__customer__name"
    states = ImprovementStatus
    brief = "satisfaction/_improvement_brief.html"
    opened_at: dt.datetime
    owner_id: int
    due_on: dt.date
    plan: str
    result: str
    done_by: User | None
    done_at: dt.datetime | None
    status = FSMField(_("status"), default=I.OPEN, choices=I.choices, protected=True)

    class Meta:
        abstract = True

    @creation(
        name="raise",
        permission=Derived(lambda: _("A customer asks for it by the worst of the answers.")),
        custom=step(_("Improvement asked for by a customer")),
    )
    def raise_(self, *, at: dt.datetime, **act: Fact) -> None:
        self.opened_at = at

    @transition(
        field=status,
        source=I.OPEN,
        target=None,
        permission=Permission("improvement.assign"),
        custom=step(_("Say who does what by when"), past=_("Assigned.")),
    )
    def assign(self, *, owner: int, due_on: dt.date, plan: str = "", **act: Fact) -> None:
        self.owner_id, self.due_on, self.plan = owner, due_on, plan

    @transition(
        field=status,
        source=I.OPEN,
        target=None,
        permission=Permission("improvement.hand_over"),
        custom=step(_("Hand the improvement over"), past=_("Improvement handed over."), seldom=True),
    )
    def hand_over(self, *, to: int, reason: str, **act: Fact) -> None:
        """Its owner has left, or cannot go on with it."""
        self.owner_id = to

    @transition(
        field=status,
        source=I.OPEN,
        target=I.DONE,
        permission=Permission("improvement.finish", c.owner),
        custom=step(_("Report it done"), past=_("Reported done."), tells=[Role.SALES_MANAGER]),
    )
    def finish(self, *, by: User, at: dt.datetime, result: str, **act: Fact) -> None:
        self.done_by, self.done_at, self.result = by, at, result

    @transition(
        field=status,
        source=I.OPEN,
        target=I.HANDED_ON,
        permission=Permission("improvement.hand_on"),
        custom=step(_("Make it a corrective action"), page="satisfaction:hand_on"),
    )
    def hand_on(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        """Cause, measures and verification go on there (二.4)."""
        self.done_by, self.done_at = by, at

    @transition(
        field=status,
        source=I.OPEN,
        target=I.DROPPED,
        permission=Derived(lambda: _("It goes when the answers it rests on are withdrawn.")),
        custom=step(_("Dropped with the answers")),
    )
    def drop(self, **act: Fact) -> None: ...
