"""A change of the register on which money depends: one person proposes it, another one decides."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from aftersales.models import User
from aftersales.roles import Role
from warranty import conditions as c
from warranty.statuses import AmendmentStatus
from workflow.conditions import own_proposal, somebody_else
from workflow.guards import Permission, creation, step
from workflow.models import Fact, Facts, Proposal

A = AmendmentStatus


class AmendmentWorkflow(Proposal):
    """The machine of one such change."""

    noun = "amendment"
    view = "register.view"
    states = AmendmentStatus
    brief = "warranty/_amendment_brief.html"
    values: Facts
    status = FSMField(_("status"), default=A.OPEN, choices=A.choices, protected=True)

    class Meta:
        abstract = True

    @creation(
        permission=Permission("register.edit"),
        custom=step(_("Change of the register proposed"), tells=[Role.AFTER_SALES_LEAD, Role.SALES_MANAGER]),
    )
    def propose(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        self.proposed_by, self.proposed_at = by, at

    @transition(
        field=status,
        source=A.OPEN,
        target=A.ACCEPTED,
        permission=Permission("amendment.accept", somebody_else),
        conditions=[c.register_is_as_it_was],
        custom=step(_("Confirm the change"), past=_("Change confirmed.")),
    )
    def accept(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        """The register is changed; its history names both."""
        self.decided_by, self.decided_at = by, at

    @transition(
        field=status,
        source=A.OPEN,
        target=A.REFUSED,
        permission=Permission("amendment.turn_down", somebody_else),
        custom=step(_("Refuse the change"), past=_("Change refused."), grave=True),
    )
    def turn_down(self, *, by: User, at: dt.datetime, reason: str, **act: Fact) -> None:
        """The register stays as it is."""
        self.decided_by, self.decided_at = by, at

    @transition(
        field=status,
        source=A.OPEN,
        target=A.WITHDRAWN,
        permission=Permission("register.edit", own_proposal),
        custom=step(_("Take the proposal back"), past=_("Proposal taken back."), grave=True),
    )
    def withdraw(self, *, reason: str, **act: Fact) -> None:
        """It was a mistake of who proposed it."""
