"""Who decides a proposal and who takes it back, whatever is to be changed."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from aftersales.models import User

if TYPE_CHECKING:
    from workflow.models import Proposal


def somebody_else(change: "Proposal", user: User) -> str:
    """Four eyes: nobody confirms what they proposed themselves."""
    if user.both & change.dossier.with_deputies(change.proposed_by_id):
        return _("You proposed this change yourself; another person decides.")
    return ""


def own_proposal(change: "Proposal", user: User) -> str:
    """It is corrected and taken back by whoever made it."""
    return "" if user.pk == change.proposed_by_id else _("Only who proposed it may do this.")
