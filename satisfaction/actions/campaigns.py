"""The survey of a year is planned, and planned anew until it begins."""

import datetime as dt

from aftersales.models import User
from satisfaction.models import Campaign
from workflow.actions import create, perform
from workflow.models import Facts
from workflow.waiting import act


def plan_campaign(
    facts: Facts, surveyors: list[User], *, by: User, at: dt.datetime | None = None
) -> Campaign:
    """Plan the survey of a year. Raises Forbidden without the permission."""
    with act():
        campaign = create(Campaign(**facts), by=by, at=at)
        campaign.surveyors.set(surveyors)
    return campaign


def replan(
    campaign: Campaign, facts: Facts, surveyors: list[User], *, by: User, version: int | None
) -> Campaign:
    """Change the plan of a survey that has not begun."""
    return perform(campaign, "revise", by=by, version=version, edit=facts | {"surveyors": surveyors})
