"""Who stands in for whom, as the tests say it."""

import datetime as dt
from typing import Any

from django.utils import timezone

from aftersales.models import Deputyship, User
from aftersales.standing_in import person_today
from people.actions import name_deputy
from tests.actors import admin, person

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
