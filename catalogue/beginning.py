"""The first steps of a new factory that have to do with the catalogue."""

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from catalogue.models import Failure
from people.first_steps import Step, register

register(
    Step(
        "failures",
        _("Look through the failure codes"),
        _("Those of the trade come with `manage.py catalogue`; they can be changed and added to."),
        "catalogue:failures",
        lambda: Exists(Failure.objects.all()),
        needed=False,
    ),
    rank=55,
)
