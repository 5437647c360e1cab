"""When the deeds of the demo are done: on working days after the last word of their case, in the order of time."""

import datetime as dt
import random
from collections.abc import Callable, Iterator

from django.db.models import Max
from django.utils import timezone

from demo.cases.plan import WORKING, workday
from demo.stage import Stage
from workflow.models import Event

Deed = Callable[[dt.datetime], None]


def moments(stage: Stage, chance: random.Random, after: dt.datetime, *gaps: int) -> Iterator[dt.datetime]:
    """Working moments so many days apart, from the day after ``after`` until the evening before today."""
    day = timezone.localdate(after)
    for gap in gaps:
        later = workday(day + dt.timedelta(days=max(gap, 1)))
        day = later if later > day else day + dt.timedelta(days=2)
        if day >= stage.today:
            return
        minute = chance.choice(WORKING)
        time = dt.time(minute // 60, minute % 60, chance.randrange(60))
        yield dt.datetime.combine(day, time, timezone.get_default_timezone())


def last_evening(stage: Stage) -> dt.datetime:
    """When the story of the demo ends."""
    return dt.datetime.combine(stage.today, dt.time(), timezone.get_default_timezone())


def last_words(cases: set[int]) -> dict[int, dt.datetime]:
    """The last event of each case."""
    rows = Event.objects.filter(dossier__in=cases).values_list("dossier").annotate(Max("at")).order_by()
    return dict(rows)
