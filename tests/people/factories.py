"""Who stands in for whom, as the tests say it."""

import datetime as dt
from typing import Any

from django.utils import timezone

from aftersales.models import Deputyship, User
from aftersales.standing_in import person_today
from people.actions import name_deputy
from people.models import PolicyChange
from people.statuses import PolicyStep
from tests.actors import admin, director, person
from workflow.actions import create, perform
from workflow.models import ProposalStatus

A_DAY = dt.timedelta(days=1)


def nobody_yet() -> User:
    """Somebody without any role."""
    return person("dai", "戴小林")


def stands_in(deputy: User, principal: User, *duties: str, **facts: Any) -> User:
    """The deputy as they are once they stand in for this person today."""
    today = timezone.localdate()
    known = {"starts_on": today - A_DAY, "ends_on": today + A_DAY} | facts
    row = Deputyship(principal=principal, deputy=deputy, duties=[*duties], **known)
    name_deputy(row, by=admin())
    return today_as(deputy)


def today_as(user: User) -> User:
    """A person as their session has them: with whom they stand in for."""
    found = person_today(user.pk)
    assert found
    return found


def the_day() -> dt.date:
    """The first day of the editions that the tests propose."""
    return timezone.localdate() + 30 * A_DAY


def proposed_edition(by: User | None = None, **values: Any) -> PolicyChange:
    """An edition that waits for a second person."""
    facts = {"name": "修订稿", "effective_from": the_day(), "reason": "年度修订"}
    change = PolicyChange(step=PolicyStep.NEW, values=values, **facts)
    return create(change, by=by or admin(), reason="年度修订")


def policy_at(state: str) -> PolicyChange:
    """The same, as it stands then."""
    change = proposed_edition()
    if state == ProposalStatus.CONFIRMED:
        return perform(change, "confirm", by=director())
    if state == ProposalStatus.REFUSED:
        return perform(change, "turn_down", by=director(), reason="不妥")
    if state == ProposalStatus.WITHDRAWN:
        return perform(change, "withdraw", by=admin(), reason="笔误")
    return change
