"""A motor on its way into the house: counted against the list, photographed, put somewhere (三, 四.1)."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from aftersales.roles import Role
from cases import conditions as c
from cases.statuses import HERE, IN_THE_HOUSE, MotorStatus
from cases.transitions.motor.machine import MotorMachine
from workflow.guards import Derived, Permission, step
from workflow.models import Fact

M = MotorStatus


class Counting(MotorMachine):
    """This part of the machine of a motor."""

    class Meta:
        abstract = True

    @transition(
        field="status",
        source=[M.EXPECTED, M.MISSING, M.NOT_RECEIVED],
        target=M.RECEIVED,
        permission=Derived(lambda: _("Dispatcher and after-sales receive it by signing the handover slip.")),
        custom=step(_("Received"), tells=[Role.QUALITY, Role.ENGINEERING, Role.PRODUCTION, Role.AFTER_SALES]),
    )
    def hand_over(self, *, at: dt.datetime, **act: Fact) -> None:
        """It is here; one that was written off may turn up late."""
        self.received_at = at

    @transition(
        field="status",
        source=M.EXPECTED,
        target=M.STRUCK,
        permission=Derived(lambda: _("It follows when the return list is corrected.")),
        custom=step(_("Struck off the return list")),
    )
    def strike(self, *, reason: str, **act: Fact) -> None:
        """It was listed by mistake; it stays on record and is not expected."""

    @transition(
        field="status",
        source=M.EXPECTED,
        target=None,
        permission=Derived(lambda: _("It follows when the return list is corrected.")),
        custom=step(_("Corrected on the return list")),
    )
    def correct_line(self, *, reason: str, **act: Fact) -> None:
        """The list says something else of it: number, model or remark."""

    @transition(
        field="status",
        source=M.EXPECTED,
        target=M.MISSING,
        permission=Permission("motor.report_missing"),
        custom=step(
            _("Report missing"),
            past=_("Reported missing."),
            tells=[Role.SALES_COORDINATOR, Role.SALESPERSON],
            many=True,
        ),
    )
    def report_missing(self, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=M.MISSING,
        target=M.NOT_RECEIVED,
        permission=Permission("motor.write_off"),
        custom=step(
            _("Write off as not received"),
            past=_("Written off as not received."),
            tells=[Role.SALESPERSON],
            grave=True,
            many=True,
        ),
    )
    def write_off(self, *, reason: str, **act: Fact) -> None: ...

    @transition(
        field="status",
        source=[M.EXPECTED, M.MISSING, M.RECEIVED, *IN_THE_HOUSE, M.SHIPPED, M.TRANSFERRED],
        target=None,
        permission=Permission("motor.add_photos", c.own_motor_or_at_work),
        custom=step(_("Add photos"), past=_("Photos added."), page="cases:add_motor_photos"),
    )
    def add_photos(self, *, photos: int, **act: Fact) -> None:
        """So many pictures are added; cases.photos.actions.add_photos() keeps them."""

    @transition(
        field="status",
        source=list(HERE),
        target=None,
        permission=Permission("motor.put"),
        custom=step(_("Say where it lies"), past=_("Place recorded."), seldom=True, done="place", many=True),
    )
    def put(self, *, place: str, place_note: str = "", **act: Fact) -> None:
        """Whoever looks for it finds it."""
        self.place, self.place_note = place, place_note
