"""Work that does not fit into a request: a row that says what is wanted, and a file that is made of it.

It is done after the commit, once, and again after a crash. Whoever takes it up claims it first, by
compare-and-set; a claim that is older than ``LEASE`` belongs to somebody who has died. A full disk or a database
that is away uses up no attempt, however long it takes. The file is kept under
its SHA-256 before the row says that it is there, so a crash leaves at worst a file that nobody refers to. The
row stays for ever, the file for ``KEPT``.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django.db import InterfaceError, OperationalError, models, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit import store
from aftersales.kit.choices import ColouredChoices
from aftersales.kit.text import clean

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=10)
ATTEMPTS = 5  # of a job that kills whoever takes it up
KEPT = dt.timedelta(days=30)  # after which the file of a job is deleted
AT_ONCE = 500  # files deleted between two looks at what waits


class Hopeless(Exception):
    """To try again would be of no use."""


class JobState(ColouredChoices):
    """A job is logged at once and done after that."""

    PENDING = "pending", "amber", _("being prepared")
    DONE = "done", "green", _("ready")
    FAILED = "failed", "red", _("failed")


class Job(models.Model):
    """What every kind of job keeps.

    ``claim`` and ``claimed_at`` are whoever is at work on it; ``done`` of ``total`` parts are through.
    ``attempts`` ends a job that kills everybody who takes it up. The file, whose name has ``ending``, is there
    until ``expired_at``. ``error`` is why it failed, or what had to be left out of it.
    """

    state = models.CharField(
        _("state"), max_length=10, choices=JobState.choices, default=JobState.PENDING, editable=False
    )
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    claim = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    expired_at = models.DateTimeField(null=True, editable=False)

    ending: Any = "pdf"

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


def claimed_when(name: str) -> models.CheckConstraint:
    """A claim has its moment, in every table of jobs."""
    nothing = Q(claim__isnull=True, claimed_at__isnull=True)
    everything = Q(claim__isnull=False, claimed_at__isnull=False)
    return models.CheckConstraint(condition=nothing | everything, name=name)


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
    free = Q(claimed_at=None) | Q(claimed_at__lte=timezone.now() - lease)
    return jobs.filter(free, state=JobState.PENDING).order_by("id")


def take(job: J, work: Work[J], lease: dt.timedelta = LEASE) -> bool:
    """Do a pending job unless somebody else does; whether it was ours to do.

    Raises ``AWAY``, when it will be tried again.
    """
    claim, jobs = uuid.uuid4(), type(job)._default_manager.filter(pk=job.pk)
    mine = jobs.filter(claim=claim)
    claimed = {"claim": claim, "claimed_at": timezone.now(), "attempts": F("attempts") + 1}
    if not pending(jobs, lease).update(**claimed):
        return False
    try:
        give_up_after_many(job)
        made = work(job, lambda done: mine.update(done=done, claimed_at=timezone.now()))
        finish(mine, made)
    except AWAY as problem:
        mine.update(**released(error=said(problem), attempts=F("attempts") - 1))
        raise
    except Hopeless as problem:
        give_up(job, mine, problem)
    except Exception as problem:
        logger.exception("A job failed and will be tried again")
        mine.update(**released(error=said(problem)))
    return True


def finish(mine: "QuerySet[J]", made: Made) -> None:
    """Say that the file is there, unless somebody else has taken over by now."""
    done = released(state=JobState.DONE, sha256=made.sha256, done=F("total"), error=shortened(made.left_out))
    with transaction.atomic():
        if mine.update(**done):
            made.record()


def give_up(job: Job, mine: "QuerySet[J]", problem: Hopeless) -> None:
    with transaction.atomic():
        if mine.update(**released(state=JobState.FAILED, error=shortened(str(problem)))):
            job.given_up()


def give_up_after_many(job: Job) -> None:
    """A job whose workers died again and again is not tried for ever."""
    job.refresh_from_db(fields=["attempts", "error"])
    if job.attempts > ATTEMPTS:
        raise Hopeless(f"Given up after {ATTEMPTS} attempts. {job.error}")


def said(problem: Exception) -> str:
    return shortened(f"{type(problem).__name__}: {problem}")


def shortened(text: str) -> str:
    """As the row can keep it."""
    text = clean(text)
    return text if len(text) <= 300 else f"{text[:299]}…"


def released(**fields: object) -> dict[str, object]:
    return {"claim": None, "claimed_at": None} | fields


def expire(since: str, jobs: "QuerySet[J]") -> int:
    """Delete the files of jobs that were asked for ``KEPT`` ago, by the field ``since``; of how many.

    First the file and then the row, so that after a crash it is done again.
    """
    here = jobs.filter(expired_at=None)
    old = here.filter(**{f"{since}__lt": timezone.now() - KEPT}).exclude(state=JobState.PENDING)
    expired = 0
    for job in old.order_by(since)[:AT_ONCE]:
        others = here.exclude(pk=job.pk).filter(sha256=job.sha256)
        if job.sha256 and not others.exists():
            store.drop(job.sha256, job.ending)
        expired += here.filter(pk=job.pk).update(expired_at=timezone.now())
    return expired
