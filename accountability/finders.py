"""What the search finds of corrective actions: by their number, their model and defect, their cases and motors."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accountability.models import CorrectiveAction
from aftersales.kit.finding import SHOWN, Finder, Hit, register
from aftersales.kit.finding.wanted import Wanted
from aftersales.kit.search import with_all
from aftersales.models import User


def found_actions(wanted: Wanted, user: User) -> Iterator[Hit]:
    """The latest first."""
    rows = with_all(CorrectiveAction.objects.visible_to(user), wanted.words)
    for action in rows.order_by("-pk")[:SHOWN]:
        said = (action.model, action.defect, action.get_department_display())
        exact = action.number == wanted.number
        url, state = action.get_absolute_url(), action.state
        yield Hit(action.number, url, said, state.label, state.colour, exact)


register(
    Finder(
        "action", _("Corrective actions"), "shield-check", 60, found_actions, all_url="accountability:actions"
    )
)
