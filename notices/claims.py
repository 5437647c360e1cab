"""Who sends what: deliveries are claimed (see kit/leases.py), so that senders may run beside each other and die.

    pending → claimed → sent
                      → pending again, later → … → given up
    claimed by a sender that died: pending again after a while

A batch of which nobody knows whether it went out, because its sender died between handing it over and writing
that down, goes out again under the same Message-ID: once too often rather than not at all.
"""

import datetime as dt
import uuid

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _

from aftersales.kit import leases
from aftersales.kit.queues import wake
from notices.models import Delivery, DeliveryState, Robot
from workflow.waiting import act, touched

BACKOFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
ATTEMPTS = len(BACKOFF) + 1
QUIET = dt.timedelta(minutes=1)  # between two messages of a robot; the groups allow 20 a minute

S = DeliveryState

Batch = QuerySet[Delivery]  # that we have claimed
Address = tuple[int | None, int | None, uuid.UUID | None]


def due(now: dt.datetime) -> list[Address]:
    """Every person and group with something to send now; a batch that is tried again by itself."""
    rows = Delivery.objects.filter(state=S.PENDING, due_at__lte=now)
    return list(rows.order_by("user", "robot", "batch").values_list("user", "robot", "batch").distinct())


def next_due() -> dt.datetime | None:
    """When there is something to send: a message, or one of a sender that is held to have died by then."""
    waiting = Delivery.objects.filter(state=S.PENDING).order_by()
    to_people = waiting.filter(robot=None).aggregate(first=Min("due_at"))["first"]
    claimed = Delivery.objects.filter(state=S.CLAIMED).aggregate(first=Min("claimed_at"))["first"]
    groups = waiting.exclude(robot=None).values_list("robot__quiet_until").annotate(first=Min("due_at"))
    to_groups = [max(first, quiet_until or first) for quiet_until, first in groups]
    return min(filter(None, [to_people, claimed and claimed + leases.LEASE, *to_groups]), default=None)


def claim(address: Address, now: dt.datetime) -> Batch | None:
    """Take everything that is due for an address; None where another sender was faster."""
    user, robot, batch = address
    if robot is not None and not may_speak(robot, now):
        return None
    rows = Delivery.objects.filter(state=S.PENDING, due_at__lte=now, user=user, robot=robot, batch=batch)
    return leases.claim(rows, now, state=S.CLAIMED, batch=batch or uuid.uuid4())


def may_speak(robot: int, now: dt.datetime) -> bool:
    """Take the robot's turn: one message a minute, whoever sends it."""
    silent = Q(quiet_until=None) | Q(quiet_until__lte=now)
    return bool(Robot.objects.filter(silent, pk=robot).update(quiet_until=now + QUIET))


def take_up_abandoned(now: dt.datetime) -> int:
    """Put back what a sender claimed long ago and never finished; return how many deliveries."""
    left = leases.free(Delivery.objects.filter(state=S.CLAIMED), now)
    why = _("the sender stopped in the middle, each time")
    worn_out = give_up(left.filter(attempts__gte=ATTEMPTS), why)
    return worn_out + leases.release(left, state=S.PENDING, due_at=now)


@act()
def give_up(batch: Batch, error: str) -> int:
    """Nobody tries these again unless the administrator lets them; how many."""
    rows = list(batch)
    count = leases.release(batch, state=S.GIVEN_UP, error=error)
    touched(*Delivery.objects.filter(pk__in=[row.pk for row in rows]))
    return count


def sent(batch: Batch, now: dt.datetime) -> None:
    leases.release(batch, state=S.SENT, sent_at=now, error="")


def drop(batch: Batch, rows: list[Delivery]) -> None:
    """Nobody needs these any more."""
    leases.release(batch.filter(pk__in=[row.pk for row in rows]), state=S.DROPPED)


def failed(batch: Batch, error: str, now: dt.datetime) -> None:
    """Try again later, or give up after the last attempt. ``error`` is for the administrator."""
    first = batch.first()
    if first is None:
        return
    if first.attempts >= ATTEMPTS:
        give_up(batch, error)
    else:
        leases.release(batch, state=S.PENDING, due_at=now + BACKOFF[first.attempts - 1], error=error)


@act()
def send_again(now: dt.datetime) -> int:
    """Whatever was given up, from the beginning; the administrator has seen to the cause."""
    given_up = Delivery.objects.filter(state=S.GIVEN_UP)
    keys = list(given_up.values_list("pk", flat=True))
    count = given_up.update(state=S.PENDING, due_at=now, attempts=0)
    wake("notices")
    touched(*Delivery.objects.filter(pk__in=keys))
    return count
