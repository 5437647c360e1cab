"""The worker of the background: a thread for each queue, which sleeps until something is due or it is woken.

So a mail server that takes its time keeps no print waiting, and while nothing happens nothing is asked of the
database. What wakes a thread is told on a connection of its own: PostgreSQL says which queue has work, SQLite only
that somebody has written something.
"""

import logging
import select
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing

from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from aftersales.kit.queues import CHANNEL, QUEUES, Queue

logger = logging.getLogger(__name__)

LOOK = 1  # seconds between two looks whether something was written, on SQLite
REST = 600  # seconds after which a queue is looked at though nobody woke it
AGAIN = 10  # seconds until work is tried again that was due and could not be done
TROUBLE = 30  # seconds after which a database that was away, or a full disk, may be better
GRACE = 10  # seconds to finish what is under way; then it is left to whoever comes next
KEEPALIVE = 60  # seconds until PostgreSQL is asked whether it is still there


class Lane(threading.Thread):
    """Does the work of one queue, a piece at a time."""

    def __init__(self, queue: Queue) -> None:
        super().__init__(name=queue.name, daemon=True)
        self.queue = queue
        self.bell = threading.Event()
        self.leaving = False
        self.worked_at = 0.0  # of the machine's clock, as all of these
        self.not_before = 0.0

    def run(self) -> None:
        while not self.leaving:
            pause = self.turn()
            if pause > 0:
                connection.close()
                self.bell.wait(pause)
                self.bell.clear()

    def turn(self) -> float:
        """Do a piece of what is due, if anything is; seconds until there may be more."""
        try:
            pause = self.until_due()
            if pause <= 0 and not self.work() and self.until_due() <= 0:
                self.not_before = time.monotonic() + AGAIN
        except (
            Exception
        ):  # the database restarts, a disk is full, or a mistake of ours: it may go better later
            logger.exception("%s: this went wrong and is tried again in %s seconds", self.name, TROUBLE)
            self.not_before = time.monotonic() + TROUBLE
            return TROUBLE
        return pause

    def work(self) -> int:
        self.worked_at = time.monotonic()
        return worked(self.queue)

    def until_due(self) -> float:
        """Seconds until something is due, 0 or less if it is already; never longer than ``REST``."""
        now = time.monotonic()
        if now < self.not_before:
            return self.not_before - now
        waits = [float(REST)]
        if self.queue.every:
            waits.append(self.worked_at + self.queue.every.total_seconds() - now if self.worked_at else 0)
        if due := self.queue.due():
            waits.append((due - timezone.now()).total_seconds())
        return min(waits)

    def ring(self) -> None:
        self.bell.set()

    def leave_off(self) -> None:
        """No further piece after this one."""
        self.leaving = True
        self.ring()


def worked(queue: Queue) -> int:
    """Do a piece of a queue, and say in the log how much it was."""
    if done := queue.work():
        logger.info("%s: %s", queue.name, done)
    return done


def work_until_stopped(queues: Iterable[Queue]) -> None:
    """Work until something is raised, such as SystemExit by a signal; what is under way then may come to its end."""
    lanes = [Lane(queue) for queue in queues]
    try:
        for lane in lanes:
            lane.start()
        for names in whatever_wakes():
            for lane in lanes:
                if lane.name in names:
                    lane.ring()
    finally:
        end(lanes)


def end(lanes: Iterable[Lane]) -> None:
    until = time.monotonic() + GRACE
    for lane in lanes:
        lane.leave_off()
    for lane in lanes:
        lane.join(max(0, until - time.monotonic()))


def whatever_wakes() -> Iterator[Iterable[str]]:
    """Names of queues in which there may be work, again and again; a database that goes away comes back."""
    while True:
        try:
            yield from (notifications() if connection.vendor == "postgresql" else changes())
        except (Error, OSError):
            logger.exception("The database does not say what happens; asking again in %s seconds", TROUBLE)
            time.sleep(TROUBLE)


def notifications() -> Iterator[Iterable[str]]:
    """What PostgreSQL is told by ``wake``; first every queue, since nobody listened until now."""
    with closing(connection.copy()) as own:
        own.settings_dict["OPTIONS"] |= {"keepalives_idle": KEEPALIVE}
        with own.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        yield QUEUES
        while True:
            yield awaited(own)


def awaited(own: BaseDatabaseWrapper) -> set[str]:
    """What PostgreSQL says next on this connection."""
    with own.wrap_database_errors:
        select.select([own.connection], [], [])
        own.connection.poll()
    names = {notice.payload for notice in own.connection.notifies}
    own.connection.notifies.clear()
    return names


def changes() -> Iterator[Iterable[str]]:
    """Every queue each time that another connection has written something."""
    with closing(connection.copy()) as own:
        own.ensure_connection()
        seen = None
        while True:
            with own.wrap_database_errors:
                version = own.connection.execute("PRAGMA data_version").fetchone()
            if version != seen:
                yield QUEUES
            seen = version
            time.sleep(LOOK)
