"""Surveys under way and people who answer them, brought there by the real actions.

``survey("甲厂", "乙厂")`` asks these customers; ``answered(target_of(one, "甲厂"), "张工", quality="poor")``.
"""

import datetime as dt
from typing import Any

from satisfaction.actions import invite, plan_campaign, record
from satisfaction.models import Campaign, Response, Target
from tests.actors import manager, salesperson
from tests.factories import Moment, customer
from workflow.actions import perform

ALL_GOOD = {"quality": "good", "delivery": "good", "service": "good", "price": "good", "packaging": "good"}


def planned(*names: str, year: int = 2026, **facts: Any) -> Campaign:
    """A survey of every customer, these among them, that has not begun."""
    for name in names:
        customer(name)
    known = {
        "year": year,
        "opens_on": dt.date(year, 1, 1),
        "closes_on": dt.date(year, 12, 31),
        "reach": "all",
        "channels": [],
        "regions": [],
    }
    return plan_campaign(known | facts, [salesperson()], by=manager())


def survey(*names: str, **facts: Any) -> Campaign:
    """The same, under way."""
    return perform(planned(*names or ("青岛海纳包装机械有限公司",), **facts), "launch", by=manager())


def target_of(campaign: Campaign, name: str = "青岛海纳包装机械有限公司") -> Target:
    """The row of a customer in a survey."""
    return campaign.targets.select_related("customer", "campaign", "case", "surveyor").get(
        customer__name=name
    )


def answered(target: Target, respondent: str = "张工", *, at: Moment = None, **answers: Any) -> Response:
    """What one person of the customer answered, counted."""
    return record(target, {"respondent": respondent, "method": "phone"} | answers, by=salesperson(), at=at)


def link(target: Target, *, at: Moment = None, **facts: Any) -> tuple[Any, str]:
    """A personal link and the address where it is answered."""
    invitation, token = invite(target, by=salesperson(), at=at, **facts)
    return invitation, f"/s/{token}/"
