"""The first steps of a new factory that have to do with the catalogue."""

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from aftersales.journal import deeds
from catalogue.models import Failure
from people.first_steps import Step, register

deeds(begin_catalogue=_("Catalogue of the trade entered"))

register(
    Step(
        "failures",
        _("Look through the failure codes"),
        _("Those of the trade come with parts and test plans; all of it can be changed and added to."),
        "catalogue:failures",
        lambda: Exists(Failure.objects.all()),
        needed=False,
        act="catalogue:begin",
        button=_("Enter those of the trade"),
    ),
    rank=55,
)
