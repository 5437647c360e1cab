"""From answer to action: every worst answer gets an owner and a day, or becomes a corrective action (十, 二.4)."""

import datetime as dt

from django.utils import timezone

from accountability.actions import open_action
from aftersales.models import User
from satisfaction.models import Improvement, Response
from satisfaction.policy import SatisfactionPolicy
from satisfaction.statuses import ImprovementStatus
from workflow.actions import create, on, perform, take
from workflow.models import Event, Facts, policy_on
from workflow.waiting import act


@on("response.submit", "response.receive")
def raise_improvements(response: Response, event: Event) -> None:
    """One for each worst answer: of whoever runs the survey, or asks after the case, until somebody else is named."""
    day = timezone.localdate(event.at)
    due_on = day + dt.timedelta(days=policy_on(SatisfactionPolicy, day).improvement_days)
    campaign = response.target.campaign
    owner = campaign.launched_by if campaign else response.target.surveyor
    for key in response.worst:
        improvement = Improvement(response=response, question=key, owner=owner, due_on=due_on)
        create(improvement, by=event.actor, at=event.at, derived=True)


@on("response.withdraw")
def drop_improvements(response: Response, event: Event) -> None:
    """What rests on withdrawn answers is dropped, unless it has been seen to."""
    for improvement in response.improvements.select_related(*Improvement.reads):
        improvement.lock()
        if improvement.status == ImprovementStatus.OPEN:
            take(improvement, "drop", by=event.actor, at=event.at, data={}, derived=True)


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
