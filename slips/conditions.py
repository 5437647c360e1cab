"""Who may do what with a slip and its copies: what is no verb of a machine, and so declared here."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from aftersales.models import User
from workflow.guards import Permission

if TYPE_CHECKING:
    from slips.kinds import Copy
    from slips.models import Slip


def is_for_them(copy: "Copy", user: User) -> str:
    """A copy is acknowledged by somebody of a role that it is for."""
    if user.roles.intersection(copy.roles):
        return ""
    return _("This copy is for: %(recipient)s.") % {"recipient": copy.recipient}


def sees_and_reads(slip: "Slip | None", user: User) -> str:
    """Nobody prints what they may not see (None), or may not read all of."""
    return "" if slip and slip.readable_by(user) else _("You may not print this slip.")


ACKNOWLEDGES = Permission("slip.acknowledge", is_for_them)
PRINTS = Permission("slip.print", sees_and_reads)
