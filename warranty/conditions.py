"""What must be true before a change of the register that waits for a second person is decided."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflow.guards import Condition

if TYPE_CHECKING:
    from warranty.models import Amendment


@Condition
def register_is_as_it_was(amendment: "Amendment") -> str:
    """What was to be changed has not been changed since."""
    if amendment.is_overtaken():
        return _("The register says something else by now. Refuse this change, and let it be proposed anew.")
    return ""
