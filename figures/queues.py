"""Every night figures are counted anew and warnings ring; every week those who lead get a letter."""

import datetime as dt

from django.utils import timezone

from aftersales.kit.queues import Queue, register
from figures.actions import ring_alarms
from figures.digest import write_next
from figures.kept import closed_months, keep, to_keep
from figures.service import keep_service


def keep_next() -> int:
    """Count the latest month that is not up to date."""
    waiting = to_keep()
    if not waiting:
        return 0
    if waiting[0] == closed_months()[0]:  # the first of the night
        keep_service()
        ring_alarms()
    return keep(waiting[0])


def due() -> dt.datetime | None:
    """Now, while a month is not up to date."""
    return timezone.now() if to_keep() else None


register(Queue("figures", keep_next, due=due, every=dt.timedelta(hours=1)))


def write_next_letter() -> int:
    return write_next(timezone.now())


register(Queue("digest", write_next_letter, every=dt.timedelta(hours=1)))
