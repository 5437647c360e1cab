"""The figures of the policy for reminders."""

from dataclasses import dataclass

from workflow.policy import Policy, declare, figure
from workflow.policy import gettext_noop as _


@declare(rank=50)
@dataclass(frozen=True, slots=True)
class NoticePolicy(Policy):
    """When work is brought before whom."""

    remind_days: int = figure(2, _("reminder before a due date (days)"))
    """Calendar days before a due date at which whoever has the work is reminded."""

    lead_days: int = figure(1, _("overdue work is brought before the lead after (days)"))
    """Calendar days overdue at which the lead hears of it."""

    manager_days: int = figure(3, _("overdue work is brought before the sales manager after (days)"))
    """Calendar days overdue at which the sales manager hears of it."""

    director_days: int = figure(7, _("overdue work is brought before the director after (days)"))
    """Calendar days overdue at which the director hears of it."""
