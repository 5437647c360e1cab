"""Who sends what: claims by compare-and-set, so that senders may run beside each other and die.

    pending → claimed → sent
                      → pending again, later → … → given up
    claimed by a sender that died: pending again after a while

An UPDATE that asks for the state it changes is the whole protection: of two senders one gets the rows.
A batch of which nobody knows whether it went out, because its sender died between handing it over and writing
that down, goes out again under the same Message-ID: once too often rather than not at all.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from notices.models import Delivery, DeliveryState, Robot

BACKOFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
ATTEMPTS = len(BACKOFF) + 1
ABANDONED = dt.timedelta(minutes=10)  # many times what a sender needs for one batch
QUIET = dt.timedelta(minutes=1)  # between two messages of a robot; the groups allow 20 a minute

S = DeliveryState


@dataclass(frozen=True)
class Claim:
    """A batch that is ours to send."""

    batch: uuid.UUID
    at: dt.datetime

    @property
    def rows(self) -> QuerySet[Delivery]:
        """Its deliveries, as long as nobody has taken them over."""
        return Delivery.objects.filter(batch=self.batch, state=S.CLAIMED, claimed_at=self.at)


Address = tuple[int | None, int | None, uuid.UUID | None]


def due(now: dt.datetime) -> list[Address]:
    """Every person and group with something to send now; a batch that is tried again by itself."""
    rows = Delivery.objects.filter(state=S.PENDING, due_at__lte=now)
    return list(rows.order_by("user", "robot", "batch").values_list("user", "robot", "batch").distinct())


def claim(address: Address, now: dt.datetime) -> Claim | None:
    """Take everything that is due for an address; None where another sender was faster."""
    user, robot, batch = address
    if robot is not None and not may_speak(robot, now):
        return None
    rows = Delivery.objects.filter(state=S.PENDING, due_at__lte=now, user=user, robot=robot, batch=batch)
    name = batch or uuid.uuid4()
    taken = rows.update(state=S.CLAIMED, batch=name, claimed_at=now, attempts=F("attempts") + 1)
    return Claim(name, now) if taken else None


def may_speak(robot: int, now: dt.datetime) -> bool:
    """Take the robot's turn: one message a minute, whoever sends it."""
    silent = Q(quiet_until=None) | Q(quiet_until__lte=now)
    return bool(Robot.objects.filter(silent, pk=robot).update(quiet_until=now + QUIET))


def take_up_abandoned(now: dt.datetime) -> int:
    """Put back what a sender claimed long ago and never finished; return how many deliveries."""
    left = Delivery.objects.filter(state=S.CLAIMED, claimed_at__lt=now - ABANDONED)
    worn_out = left.filter(attempts__gte=ATTEMPTS).update(
        state=S.GIVEN_UP, error=_("the sender stopped in the middle, each time")
    )
    return worn_out + left.update(state=S.PENDING, due_at=now)


def sent(claim: Claim, now: dt.datetime) -> None:
    claim.rows.update(state=S.SENT, sent_at=now, error="")


def drop(claim: Claim, rows: list[Delivery]) -> None:
    """Nobody needs these any more."""
    claim.rows.filter(pk__in=[row.pk for row in rows]).update(state=S.DROPPED)


def failed(claim: Claim, error: str, now: dt.datetime) -> None:
    """Try again later, or give up after the last attempt. ``error`` is for the administrator."""
    first = claim.rows.first()
    if first is None:
        return
    if first.attempts >= ATTEMPTS:
        claim.rows.update(state=S.GIVEN_UP, error=error[:300])
    else:
        claim.rows.update(state=S.PENDING, due_at=now + BACKOFF[first.attempts - 1], error=error[:300])


def send_again(now: dt.datetime) -> int:
    """Whatever was given up, from the beginning; the administrator has seen to the cause."""
    return Delivery.objects.filter(state=S.GIVEN_UP).update(state=S.PENDING, due_at=now, attempts=0)
