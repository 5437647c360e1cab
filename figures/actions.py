"""What is done about early warnings: they ring at night, and become corrective actions by hand (二.4)."""

import datetime as dt

from django.utils import timezone

from accountability.actions import open_action as issue
from aftersales.models import User
from aftersales.roles import Role
from figures.models import Alarm
from figures.months import Month
from figures.service import clump_now
from figures.statuses import AlarmStatus
from figures.watch import Watched, judged, seen
from workflow.actions import create, perform, read, take
from workflow.models import Facts
from workflow.models.policy import edition_on
from workflow.waiting import act

AGAIN, STRICTER = 3, 10  # a closed one rings again with so many more returns, at a tenth of the chance


def ring_alarms(at: dt.datetime | None = None) -> int:
    """Let every lot ring whose returns have reached its limit; how many rang. Without anybody of quality none can."""
    at = at or timezone.now()
    now, owner = Month.of(timezone.localdate(at)), watcher()
    if owner is None:
        return 0
    rung = 0
    for one in judged(now):
        if one.judgement.rings:
            rung += ring(one, owner, now, at)
    return rung


def watcher() -> User | None:
    """Whose the warnings are until somebody else is named: the first of quality."""
    people = User.objects.filter(grants__role=Role.QUALITY, is_active=True)
    return people.order_by("pk").first()


def ring(one: Watched, owner: User, now: Month, at: dt.datetime) -> int:
    """Ring for a lot, unless it has rung; again where it was closed and many more came back since."""
    edition = edition_on(now.last)
    facts = seen(one, clump_now(now), str(edition or ""))
    with act():
        known = (
            Alarm.objects.filter(product=one.product, made=one.made.first)
            .select_related(*Alarm.reads)
            .first()
        )
        if known is None:
            alarm = Alarm(
                product_id=one.product, made=one.made.first, seen=facts, owner=owner, due_on=now.last
            )
            create(alarm, by=owner, at=at, derived=True)
            return 1
        known.lock()
        known = read(known)
        if known.status != AlarmStatus.CLOSED or not much_worse(known, facts):
            return 0
        take(known, "ring_again", by=known.owner, at=at, data={"seen": facts}, derived=True)
        return 1


def much_worse(alarm: Alarm, facts: Facts) -> bool:
    """Whether so many more came back since it was closed that it was no chance even by a stricter limit."""
    more = facts["returned"] - alarm.seen["returned"]
    return more >= AGAIN and facts["chance"] < alarm.seen["chance"] / STRICTER


def open_action(
    alarm: Alarm, facts: Facts, *, by: User, version: int | None = None, at: dt.datetime | None = None
) -> Alarm:
    """Open a corrective action for a warning, and leave it to that. ``facts`` are those of accountability's."""
    with act():
        fresh = perform(alarm, "open_action", by=by, version=version, at=at)
        fresh.corrective_action = issue(by=by, at=at, **facts)
        fresh.save()
    return fresh
