"""Every day by which something must be done about a corrective action or a penalty."""

from django.utils.translation import gettext_lazy as _

from workflow.limits import Limit

LIMITS = {
    "plan": Limit("二.4", "plan_days", _("the corrective action's plan"), _("it was issued")),
    "penalty": Limit("九", "penalty_days", _("the next step of a penalty"), _("the step before")),
    "verification": Limit("二.4", "verification_days", _("checking that it works"), _("it was implemented")),
}
