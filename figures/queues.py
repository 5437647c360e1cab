"""Every night the figures of closed months are counted anew."""

import datetime as dt

from django.utils import timezone

from aftersales.kit.queues import Queue, register
from figures.kept import keep, to_keep


def keep_next() -> int:
    """Count the latest month that is not up to date."""
    waiting = to_keep()
    return keep(waiting[0]) if waiting else 0


def due() -> dt.datetime | None:
    """Now, while a month is not up to date."""
    return timezone.now() if to_keep() else None


register(Queue("figures", keep_next, due=due, every=dt.timedelta(hours=1)))
