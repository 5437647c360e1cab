"""The day by which a motor is due back, and how it is moved (四.3)."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from aftersales.roles import Role
from cases import conditions as c
from cases.statuses import PROMISED, MotorStatus
from cases.transitions.motor.machine import MotorMachine
from workflow.guards import Permission, step
from workflow.models import Fact

M = MotorStatus


class Promising(MotorMachine):
    """This part of the machine of a motor."""

    class Meta:
        abstract = True

    @transition(
        field="status",
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
        field="status",
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
        field="status",
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
        field="status",
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
