"""What follows from answers: every worst one gets an owner and a day (十)."""

import datetime as dt

from django.utils import timezone

from satisfaction.models import Improvement, Response
from satisfaction.policy import SatisfactionPolicy
from satisfaction.statuses import ImprovementStatus
from workflow.actions import create, on, take
from workflow.models import Event, policy_on


@on("response.submit", "response.receive")
def raise_improvements(response: Response, event: Event) -> None:
    """One for each worst answer: of whoever runs the survey, or asks after the case, until somebody else is named."""
    day = timezone.localdate(event.at)
    due_on = day + dt.timedelta(days=policy_on(SatisfactionPolicy, day).improvement_days)
    campaign = response.target.campaign
    owner = campaign.launched_by if campaign else response.target.surveyor
    for key in response.worst:
        improvement = Improvement(response=response, question=key, owner=owner, due_on=due_on)
        create(improvement, by=event.by, at=event.at, derived=True)


@on("response.withdraw")
def drop_improvements(response: Response, event: Event) -> None:
    """What rests on withdrawn answers is dropped, unless it has been seen to."""
    for improvement in response.improvements.select_related(*Improvement.reads):
        improvement.lock()
        if improvement.status == ImprovementStatus.OPEN:
            take(improvement, "drop", by=event.by, at=event.at, data={}, derived=True)
