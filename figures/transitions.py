"""The machine of an early warning: it rings by itself, and only a person ends it."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from aftersales.models import User
from aftersales.roles import Role
from figures.policy import FiguresPolicy
from figures.statuses import AlarmStatus
from workflow.guards import Derived, Permission, creation, step
from workflow.models import Fact, Facts, Filed, policy_on

A = AlarmStatus


class AlarmWorkflow(Filed):
    """The machine of one early warning."""

    noun = "alarm"
    view = "report.view"
    states = AlarmStatus
    brief = "figures/_alarm_brief.html"
    seen: Facts
    owner_id: int
    due_on: dt.date
    rang_at: dt.datetime
    reason: str
    note: str
    closed_by: User | None
    closed_at: dt.datetime | None
    status = FSMField(_("status"), default=A.OPEN, choices=A.choices, protected=True)

    class Meta:
        abstract = True

    @creation(
        permission=Derived(lambda: _("It rings by itself, when a lot returns more than its limit.")),
        custom=step(_("Early warning"), tells=[Role.QUALITY]),
    )
    def ring(self, *, at: dt.datetime, **act: Fact) -> None:
        self.rang_at, self.due_on = at, due(at)

    @transition(
        field=status,
        source=A.CLOSED,
        target=A.OPEN,
        permission=Derived(
            lambda: _("It rings again, when many more have come back than when it was closed.")
        ),
        custom=step(_("Early warning again"), tells=[Role.QUALITY]),
    )
    def ring_again(self, *, at: dt.datetime, seen: Facts, **act: Fact) -> None:
        self.seen, self.rang_at, self.due_on = seen, at, due(at)
        self.closed_by = self.closed_at = None
        self.reason = self.note = ""

    @transition(
        field=status,
        source=A.OPEN,
        target=None,
        permission=Permission("alarm.assign"),
        custom=step(_("Say who looks into it by when"), past=_("Assigned.")),
    )
    def assign(self, *, owner: int, due_on: dt.date, **act: Fact) -> None:
        self.owner_id, self.due_on = owner, due_on

    @transition(
        field=status,
        source=A.OPEN,
        target=A.IN_ACTION,
        permission=Permission("alarm.open_action"),
        custom=step(_("It is real: open a corrective action"), page="figures:open_action"),
    )
    def open_action(self, *, by: User, at: dt.datetime, **act: Fact) -> None:
        """The lot leaves the references for good; cause and measures go on there (二.4)."""
        self.closed_by, self.closed_at = by, at

    @transition(
        field=status,
        source=A.OPEN,
        target=A.CLOSED,
        permission=Permission("alarm.close"),
        custom=step(_("Close it with a reason"), past=_("Closed with a reason.")),
    )
    def close(self, *, by: User, at: dt.datetime, reason: str, note: str, **act: Fact) -> None:
        self.closed_by, self.closed_at, self.reason, self.note = by, at, reason, note


def due(at: dt.datetime) -> dt.date:
    """By when somebody has looked into it."""
    day = timezone.localdate(at)
    return day + dt.timedelta(days=policy_on(FiguresPolicy, day).alarm_days)
