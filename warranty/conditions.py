"""What must be true before a change of the register that waits for a second person is decided."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from aftersales.models import User
from workflow.guards import Condition

if TYPE_CHECKING:
    from warranty.models import Amendment


def another_person(amendment: "Amendment", user: User) -> str:
    """Four eyes: nobody confirms what they proposed themselves."""
    if user.both & amendment.dossier.with_deputies(amendment.proposed_by_id):
        return _("You proposed this change yourself; another person decides.")
    return ""


def own_proposal(amendment: "Amendment", user: User) -> str:
    """It is taken back by whoever made it."""
    if user.pk != amendment.proposed_by_id:
        return _("Only who proposed it takes it back.")
    return ""


@Condition
def register_is_as_it_was(amendment: "Amendment") -> str:
    """What was to be changed has not been changed since."""
    if amendment.is_overtaken():
        return _("The register says something else by now. Refuse this change, and let it be proposed anew.")
    return ""
