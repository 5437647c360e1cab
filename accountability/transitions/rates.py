"""The amounts that a penalty takes (九): one person proposes others, another one confirms them."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accountability import conditions as c
from aftersales.models import User
from aftersales.roles import Role
from workflow.conditions import own_proposal, somebody_else
from workflow.guards import Permission, creation, step
from workflow.models import Fact, Proposal, ProposalStatus


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
