"""The first steps of a new factory that have to do with employees and penalties."""

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from accountability.models import Employee, PenaltyRate
from people.first_steps import Step, register

register(
    Step(
        "employees",
        _("Enter the employees of the shop floor"),
        _("With their teams and leaders: the responsible person of a fault is proposed from them."),
        "accountability:employees",
        lambda: Exists(Employee.objects.filter(active=True)),
        needed=False,
    ),
    rank=80,
)

register(
    Step(
        "amounts",
        _("Set the penalty amounts"),
        _("The table of the regulation on quality faults (九)."),
        "accountability:amounts",
        lambda: Exists(PenaltyRate.objects.all()),
        needed=False,
    ),
    rank=85,
)
