"""Work that does not fit into a request: a row that says what is wanted, and a file that is made of it.

It is done after the commit, once, and again after a crash, by whoever claims it; see leases.py. A full disk or a
database that is away uses up no attempt, however long it takes. The file is kept under its SHA-256 before the
row says that it is there, so a crash leaves at worst a file that nobody refers to. The row stays for ever, the
file for ``KEPT``.
"""

import datetime as dt
import logging
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from django.db import InterfaceError, OperationalError, models, transaction
from django.db.models import F, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit import leases, store
from aftersales.kit.choices import ColouredChoices
from aftersales.kit.leases import LEASE, Leased, Stored

logger = logging.getLogger(__name__)

ATTEMPTS = 5  # of a job that kills whoever takes it up
KEPT = dt.timedelta(days=30)  # after which the file of a job is deleted
CLEANING = dt.timedelta(hours=1)  # between two looks for such files
LATE = dt.timedelta(hours=1)  # a supervisor hears of what should have been done before
AT_ONCE = 500  # files deleted between two looks at what waits


class Hopeless(Exception):
    """To try again would be of no use."""


class JobState(ColouredChoices):
    """A job is logged at once and done after that."""

    PENDING = "pending", "amber", _("being prepared")
    DONE = "done", "green", _("ready")
    FAILED = "failed", "red", _("failed")


class Job(Leased):
    """What every kind of job keeps.

    ``done`` of ``total`` parts are through. The file, whose name has ``ending``, is there until ``expired_at``.
    ``error`` is why it failed, or what had to be left out of it.
    """

    state = models.CharField(
        _("state"), max_length=10, choices=JobState.choices, default=JobState.PENDING, editable=False
    )
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    expired_at = models.DateTimeField(null=True, editable=False)

    ending: str = "pdf"

    class Meta:
        abstract = True

    @property
    def standing(self) -> JobState:
        return JobState(self.state)

    @property
    def pending(self) -> bool:
        return self.state == JobState.PENDING

    @property
    def kept(self) -> bool:
        """Whether its file is there."""
        return bool(self.sha256) and self.expired_at is None

    def given_up(self) -> None:
        """Undo what the job had in advance: it has failed for good."""


J = TypeVar("J", bound=Job)
Progress = Callable[[int], object]  # is told how many parts are through


class Made(NamedTuple):
    """A file that is there: its SHA-256, why something is not in it, and what else is true from now on."""

    sha256: str
    left_out: str = ""
    record: Callable[[], object] = lambda: None  # runs in the transaction that says that the file is there


Work = Callable[[J, Progress], Made]
AWAY = (OperationalError, InterfaceError, OSError)  # no database, a full disk: no fault of the job


def pending(jobs: "QuerySet[J]", lease: dt.timedelta = LEASE) -> "QuerySet[J]":
    """Those that nobody is at work on, the oldest first."""
    return leases.free(jobs, timezone.now(), lease).filter(state=JobState.PENDING).order_by("id")


def next_due(jobs: "QuerySet[J]") -> dt.datetime | None:
    """When one of them can be taken up: now, or as soon as whoever is at work on it is held to have died."""
    waiting = jobs.filter(state=JobState.PENDING)
    if waiting.filter(claimed_at=None).exists():
        return timezone.now()
    first = waiting.aggregate(first=Min("claimed_at"))["first"]
    return first and first + LEASE


def stuck(since: str, jobs: "QuerySet[J]") -> str:
    """What a supervisor should hear: how many, by the field ``since``, have waited for ``LATE`` with nobody at work."""
    before = timezone.now() - LATE
    count = pending(jobs).filter(**{f"{since}__lt": before})[:1000].count()
    return f"{count} {jobs.model._meta.verbose_name_plural} late by more than an hour" if count else ""


def take(job: J, work: Work[J], lease: dt.timedelta = LEASE) -> bool:
    """Do a pending job unless somebody else does; whether it was ours to do.

    Raises ``AWAY``, when it will be tried again.
    """
    row = pending(type(job)._default_manager.filter(pk=job.pk), lease)
    ours = leases.claim(row, timezone.now(), state=JobState.PENDING)
    if ours is None:
        return False
    try:
        give_up_after_many(job)
        made = work(job, lambda done: leases.renew(ours, done=done))
        end(
            ours,
            made.record,
            error=made.left_out,
            state=JobState.DONE,
            sha256=made.sha256,
            done=F("total"),
        )
    except AWAY as problem:
        leases.release(ours, error=said(problem), attempts=F("attempts") - 1)
        raise
    except Hopeless as problem:
        end(ours, job.given_up, state=JobState.FAILED, error=str(problem))
    except Exception as problem:
        logger.exception("A job failed and will be tried again")
        leases.release(ours, error=said(problem))
    return True


@transaction.atomic
def end(ours: "QuerySet[J]", consequence: Callable[[], object], *, error: str, **facts: Stored) -> None:
    """Say what became of a job, with what follows from it, unless somebody else has taken over by now."""
    if leases.release(ours, error=error, **facts):
        consequence()


def give_up_after_many(job: Job) -> None:
    """A job whose workers died again and again is not tried for ever."""
    job.refresh_from_db(fields=["attempts", "error"])
    if job.attempts > ATTEMPTS:
        raise Hopeless(f"Given up after {ATTEMPTS} attempts. {job.error}")


def said(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"


def long_ago() -> dt.datetime:
    """Whatever was asked for before is not kept any more."""
    return timezone.now() - KEPT


def expire(since: str, jobs: "QuerySet[J]") -> int:
    """Delete the files of jobs that were asked for ``KEPT`` ago, by the field ``since``; of how many.

    First the file and then the row, so that after a crash it is done again.
    """
    here = jobs.filter(expired_at=None)
    old = here.filter(**{f"{since}__lt": long_ago()}).exclude(state=JobState.PENDING)
    expired = 0
    for job in old.order_by(since)[:AT_ONCE]:
        others = here.exclude(pk=job.pk).filter(sha256=job.sha256)
        if job.sha256 and not others.exists():
            store.drop(job.sha256, job.ending)
        expired += here.filter(pk=job.pk).update(expired_at=timezone.now())
    return expired
