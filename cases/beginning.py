"""The first steps of a new factory that have to do with feedback."""

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from people.first_steps import Step, register

register(
    Step(
        "case",
        _("The first feedback"),
        _("A salesperson or the sales coordinator registers it."),
        "cases:list",
        lambda: Exists(Case.objects.all()),
    ),
    rank=90,
)
