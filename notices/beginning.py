"""The first steps of a new factory that have to do with who is told."""

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from notices.models import Robot
from people.first_steps import Step, register

register(
    Step(
        "robots",
        _("Choose what groups hear"),
        _(
            "Robots of chat groups, of which the installation knows the address; people choose for themselves."
        ),
        "notices:robots",
        lambda: Exists(Robot.objects.all()),
        needed=False,
    ),
    rank=75,
)
