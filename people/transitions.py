"""A change of the policy: one person proposes it, another one confirms it, and only then it is an edition."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from aftersales.models import User
from aftersales.roles import Role
from people import conditions as c
from workflow.conditions import own_proposal, somebody_else
from workflow.guards import Permission, creation, step
from workflow.models import Fact, Facts, Proposal, ProposalStatus

P = ProposalStatus


class PolicyWorkflow(Proposal):
    """The machine of one such change."""

    noun = "policy"
    view = "policy.view"
    states = ProposalStatus
    brief = "people/_policy_brief.html"
    values: Facts
    status = FSMField(_("status"), default=P.OPEN, choices=P.choices, protected=True)

    class Meta:
        abstract = True

    @creation(
        permission=Permission("policy.edit"),
        conditions=[c.begins_later, c.day_is_free, c.not_in_force, c.nothing_else_waits],
        custom=step(_("Change of the policy proposed"), tells=[Role.ADMIN, Role.DIRECTOR]),
    )
    def propose(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        self.proposed_by, self.proposed_at = by, at

    @transition(
        field=status,
        source=P.OPEN,
        target=None,
        permission=Permission("policy.edit", own_proposal),
        conditions=[c.has_figures],
        custom=step(_("Correct it"), past=_("Corrected."), page="people:revise_policy"),
    )
    def revise(self, *, figures: Facts, **act: Fact) -> None:
        """Its figures or its first day were wrong; what was is in the log."""
        self.values = figures

    @transition(
        field=status,
        source=P.OPEN,
        target=P.CONFIRMED,
        permission=Permission("policy.confirm", somebody_else),
        conditions=[c.begins_later, c.day_is_free, c.not_in_force],
        custom=step(_("Confirm the change"), past=_("Change confirmed.")),
    )
    def confirm(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        """The edition is there, is corrected or is taken back, as was proposed."""
        self.decided_by, self.decided_at = by, at

    @transition(
        field=status,
        source=P.OPEN,
        target=P.REFUSED,
        permission=Permission("policy.turn_down", somebody_else),
        custom=step(_("Refuse the change"), past=_("Change refused."), grave=True),
    )
    def turn_down(self, *, by: User, at: dt.datetime, reason: str, **act: Fact) -> None:
        """The policy stays as it is."""
        self.decided_by, self.decided_at = by, at

    @transition(
        field=status,
        source=P.OPEN,
        target=P.WITHDRAWN,
        permission=Permission("policy.edit", own_proposal),
        custom=step(_("Take the proposal back"), past=_("Proposal taken back."), grave=True),
    )
    def withdraw(self, *, reason: str, **act: Fact) -> None:
        """It was a mistake of who proposed it."""
