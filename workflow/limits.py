"""A day by which something must be done; each app has those of its own in its ``limits.py``."""

import datetime as dt
from dataclasses import dataclass

from aftersales.kit.choices import Label
from workflow.policy import Policy


@dataclass(frozen=True)
class Limit:
    """One limit of the regulation: its clause, its days in the policy, what it counts from."""

    clause: str
    days: str  # the field of the app's policy
    label: Label  # what is due
    since: Label  # what it counts from

    def due(self, start: dt.date, policy: Policy) -> dt.date:
        """The last day on which it is in time: calendar days from ``start``, which is not counted itself."""
        return start + dt.timedelta(days=getattr(policy, self.days))
