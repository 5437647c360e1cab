"""The figures of the policy for corrective actions and penalties."""

from dataclasses import dataclass

from workflow.policy import Policy, declare, figure
from workflow.policy import gettext_noop as _


@declare(rank=40)
@dataclass(frozen=True, slots=True)
class AccountabilityPolicy(Policy):
    """Within which days a corrective action or a penalty moves on."""

    plan_days: int = figure(10, _("planning a corrective action (days, 二.4)"))
    """Calendar days to plan a corrective action (二.4)."""

    verification_days: int = figure(30, _("verifying a corrective action (days, 二.4)"))
    """Calendar days from implementation to the check that it works (二.4)."""

    recurrence_months: int = figure(6, _("recurrence of the same defect (months, 二.4)"))
    """Months after verification in which the same defect of the same model reopens the action (二.4)."""

    penalty_days: int = figure(7, _("each step of a penalty (days, 九)"))
    """Calendar days for each step of a penalty, from the finding to the decision (九 is silent)."""
