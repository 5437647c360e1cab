"""The first steps of a new factory that have to do with feedback."""

from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from aftersales.models import User
from aftersales.roles import Role
from cases.conditions import APPRAISING_DEPARTMENTS
from cases.models import Case
from people.first_steps import Step, register


def enough_people_sign() -> Q:
    """Whether four people can sign an appraisal, and two count a consignment: nobody signs for two departments."""
    return Q(at_least(4, *APPRAISING_DEPARTMENTS)) & Q(at_least(2, Role.DISPATCHER, Role.AFTER_SALES))


def at_least(people: int, *roles: str) -> Exists:
    holders = User.objects.filter(is_active=True, grants__role__in=roles).order_by("pk").distinct()
    return Exists(holders[people - 1 : people])


register(
    Step(
        "signers",
        _("Have different people sign"),
        _("Four departments sign an appraisal, by four people; a count is signed by two."),
        "people:roles",
        enough_people_sign,
    ),
    rank=25,
)

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
