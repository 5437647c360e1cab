"""Rows that several processes work at, of which any may die in the middle: one at a time has a row.

Whoever takes up rows claims them first, by compare-and-set: an UPDATE that asks for what it changes, so that of
two one gets them. A claim that is older than ``LEASE`` belongs to somebody who has died, and who comes back
after others have taken over changes nothing any more.
"""

import datetime as dt
import uuid
from typing import TypeAlias, TypeVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.text import clean

LEASE = dt.timedelta(minutes=10)  # many times what a living process needs between two signs of life


class Leased(models.Model):
    """What every such row keeps.

    ``claim`` and ``claimed_at`` are whoever is at work on it; ``attempts`` is how often it was taken up, so that
    a row which kills everybody is not tried for ever; ``error`` is what went wrong.
    """

    claim = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True


def claimed_when(name: str) -> models.CheckConstraint:
    """A claim has its moment, in every table of such rows."""
    nothing = Q(claim__isnull=True, claimed_at__isnull=True)
    everything = Q(claim__isnull=False, claimed_at__isnull=False)
    return models.CheckConstraint(condition=nothing | everything, name=name)


R = TypeVar("R", bound=Leased)
Stored: TypeAlias = str | int | dt.datetime | uuid.UUID | Combinable


def free(rows: "QuerySet[R]", now: dt.datetime, lease: dt.timedelta = LEASE) -> "QuerySet[R]":
    """Those that nobody is at work on, or only somebody who has died."""
    return rows.filter(Q(claimed_at=None) | Q(claimed_at__lte=now - lease))


def claim(rows: "QuerySet[R]", now: dt.datetime, **facts: Stored) -> "QuerySet[R] | None":
    """Take up free rows; they are ours until somebody takes them over. None where others were faster.

    ``facts`` are written with the claim and stay as they are until it ends; an index may find the rows by them.
    """
    ours = uuid.uuid4()
    taken = rows.update(claim=ours, claimed_at=now, attempts=F("attempts") + 1, **facts)
    return rows.model._default_manager.filter(claim=ours, **facts) if taken else None


def renew(ours: "QuerySet[R]", **facts: Stored) -> None:
    """A sign of life."""
    ours.update(claimed_at=timezone.now(), **facts)


def release(ours: "QuerySet[R]", *, error: str | None = None, **facts: Stored) -> int:
    """Let go of rows, with what became of them; how many were still ours."""
    if error is not None:
        text = clean(error)
        facts["error"] = text if len(text) <= 300 else f"{text[:299]}…"
    return ours.update(claim=None, claimed_at=None, **facts)
