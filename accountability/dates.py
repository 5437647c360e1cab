"""By when a step of a corrective action or a penalty is to be done."""

import datetime as dt

from django.utils import timezone

from accountability.limits import LIMITS
from accountability.policy import AccountabilityPolicy
from workflow.models import policy_on


def due(limit: str, at: dt.datetime) -> dt.date:
    """By when the step that begins now is to be done, by the edition in force today."""
    start = timezone.localdate(at)
    return LIMITS[limit].due(start, policy_on(AccountabilityPolicy, start))
