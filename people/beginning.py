"""The first steps of a new factory that have to do with people and the policy."""

from functools import reduce
from operator import and_

from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from aftersales.models import RoleGrant, User
from aftersales.roles import Role
from people.first_steps import Step, register
from workflow.models import PolicyEdition

SPARED = {Role.ADMIN, Role.ASSESSMENT}  # no case waits for these


def every_role_is_held() -> Q:
    held = RoleGrant.objects.filter(user__is_active=True)
    return reduce(and_, (Q(Exists(held.filter(role=role))) for role in Role.values if role not in SPARED))


register(
    Step(
        "people",
        _("Add the people"),
        _("Each gets a password for the first time, and chooses their own."),
        "people:people",
        lambda: Exists(User.objects.filter(is_active=True)[1:2]),
    ),
    rank=10,
)
register(
    Step(
        "roles",
        _("Give every role to somebody"),
        _(
            "A case stops where nobody holds the next role. One person may hold several, but decides and signs once."
        ),
        "people:roles",
        every_role_is_held,
    ),
    rank=20,
)
register(
    Step(
        "policy",
        _("Look at the figures of the regulation"),
        _("Without an edition of your own those of the printed regulation hold."),
        "people:editions",
        lambda: Exists(PolicyEdition.objects.standing()),
        needed=False,
    ),
    rank=60,
)
