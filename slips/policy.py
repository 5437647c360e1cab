"""The figure of the policy for slips."""

from dataclasses import dataclass

from workflow.policy import Policy, declare, figure
from workflow.policy import gettext_noop as _


@declare(rank=30)
@dataclass(frozen=True, slots=True)
class SlipPolicy(Policy):
    """Within which days the copies of a slip are acknowledged."""

    acknowledgement_days: int = figure(1, _("acknowledging the copies of a slip (days, 四.2)"))
    """Calendar days from printing a slip to the acknowledgement of its copies (四.2)."""
