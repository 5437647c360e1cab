"""The day by which something must be done about a slip."""

from django.utils.translation import gettext_lazy as _

from workflow.limits import Limit

LIMITS = {
    "acknowledgement": Limit(
        "四.2", "acknowledgement_days", _("acknowledging a copy"), _("the copy was printed")
    ),
}
