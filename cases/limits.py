"""Every day by which something must be done about feedback and its motors.

The days are those of the edition in force on the claim date.
"""

from django.utils.translation import gettext_lazy as _

from workflow.limits import Limit

LIMITS = {
    "register": Limit("二.1", "register_days", _("registration"), _("the customer told us")),
    "information": Limit("四.1", "register_days", _("the missing facts"), _("the manager asked")),
    "first_answer": Limit("二.3", "first_answer_days", _("first answer"), _("the feedback was submitted")),
    "solution": Limit("二.3", "solution_days", _("solution"), _("the feedback was submitted")),
    "appraisal": Limit("四.2", "appraisal_days", _("appraisal"), _("the handover")),
    "parts_complete": Limit("四.3", "parts_complete_days", _("giving it back"), _("the cause was found")),
    "parts_missing": Limit("四.3", "parts_missing_days", _("giving it back"), _("the cause was found")),
    "quotation": Limit("四.3", "quotation_days", _("the customer's reply"), _("the quotation was sent")),
}
