"""Answers from a sheet become responses, all of them or none."""

from collections.abc import Sequence

from aftersales.models import User
from satisfaction.actions.responses import record
from satisfaction.models import Campaign
from satisfaction.uploads import Line
from workflow.guards import Blocked
from workflow.waiting import act


def take_over(campaign: Campaign, lines: Sequence[Line], *, by: User) -> str:
    """Record every line; where the page leads. Raises Blocked, with the row, where one cannot be recorded."""
    with act():
        campaign.lock()
        for line in lines:
            assert line.target is not None  # of a usable line
            try:
                record(line.target, line.facts, by=by)
            except Blocked as exception:
                raise Blocked(f"{line.number}: {exception.reason}") from None
    return campaign.get_absolute_url()
