"""An improvement that needs a corrective action is left to it (二.4)."""

import datetime as dt

from accountability.actions import open_action
from aftersales.models import User
from satisfaction.models import Improvement
from workflow.actions import perform
from workflow.models import Facts
from workflow.waiting import act


def hand_on(
    improvement: Improvement,
    facts: Facts,
    *,
    by: User,
    version: int | None = None,
    at: dt.datetime | None = None,
) -> Improvement:
    """Open a corrective action for it, and leave it to that. ``facts`` are those of ``open_action``."""
    with act():
        fresh = perform(improvement, "hand_on", by=by, version=version, at=at)
        fresh.corrective_action = open_action(by=by, at=at, **facts)
        fresh.save()
    return fresh
