"""Every day by which something must be done: its clause, its days in the policy, what it counts from.

Calendar days, the first day not counted. The days are those of the edition in force on the claim date.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from warranty.policy import Policy


@dataclass(frozen=True)
class Limit:
    """One limit of the regulation."""

    clause: str
    days: str  # the field of the policy
    label: Any  # a lazy string: what is due
    since: Any  # a lazy string: what it counts from

    def due(self, start: dt.date, policy: Policy) -> dt.date:
        """The last day on which it is in time, counted from ``start``."""
        return start + dt.timedelta(days=getattr(policy, self.days))


LIMITS = {
    "register": Limit("二.1", "register_days", _("registration"), _("the customer told us")),
    "information": Limit("四.1", "register_days", _("the missing facts"), _("the manager asked")),
    "first_answer": Limit("二.3", "first_answer_days", _("first answer"), _("the feedback was submitted")),
    "solution": Limit("二.3", "solution_days", _("solution"), _("the feedback was submitted")),
    "appraisal": Limit("四.2", "appraisal_days", _("appraisal"), _("the handover")),
    "parts_complete": Limit("四.3", "parts_complete_days", _("giving it back"), _("the cause was found")),
    "parts_missing": Limit("四.3", "parts_missing_days", _("giving it back"), _("the cause was found")),
    "quotation": Limit("四.3", "quotation_days", _("the customer's reply"), _("the quotation was sent")),
    "acknowledgement": Limit(
        "四.2", "acknowledgement_days", _("acknowledging a copy"), _("the copy was printed")
    ),
    "plan": Limit("二.4", "plan_days", _("the corrective action's plan"), _("it was issued")),
    "penalty": Limit("九", "penalty_days", _("the next step of a penalty"), _("the step before")),
    "verification": Limit("二.4", "verification_days", _("checking that it works"), _("it was implemented")),
}
