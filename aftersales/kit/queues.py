"""Work that waits until somebody does it in the background: who does it, when, and what wakes them.

Each app registers its queues in its module ``queues``; ``manage.py worker`` does what is due in all of them, see
worker.py. Whoever writes down work for a queue wakes it in the same transaction. That only saves time: what nobody
was woken for is found all the same, by the clock or when the worker looks again.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

CHANNEL = "aftersales_work"


def nothing_waits() -> None:
    """Of a queue that only the clock and those who wake it know."""


def nothing_is_stuck() -> str:
    """Of a queue in which nothing can be."""
    return ""


@dataclass(frozen=True)
class Queue:
    """Work of one kind, done piece by piece.

    ``work`` does a piece of what is due and says how much that was: 0 when there is nothing. Several workers may do it
    at once, and any of them may die in the middle, so it claims what it takes up; see leases.py. ``due`` says when
    there will be something to do, now or later; None while nothing waits. With ``every`` it is done so often
    besides. ``stuck`` says what a supervisor should hear of, "" for nothing.
    """

    name: str
    work: Callable[[], int]
    due: Callable[[], dt.datetime | None] = nothing_waits
    every: dt.timedelta | None = None
    stuck: Callable[[], str] = nothing_is_stuck


QUEUES: dict[str, Queue] = {}


def register(queue: Queue) -> Queue:
    """Let the worker do the work of this queue."""
    QUEUES[queue.name] = queue
    return queue


def wake(name: str) -> None:
    """Let the worker look at a queue as soon as this transaction is committed; not at all if it is not.

    Raises LookupError for a queue that nobody has registered. On SQLite the worker sees by itself that something was
    written.
    """
    if name not in QUEUES:
        raise LookupError(f"Nobody has registered the queue {name}.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, name])
