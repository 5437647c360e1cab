"""A ledger as a file: a short one is made in the request, a long one in the background for whoever asked."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation

from aftersales.kit import jobs, store
from aftersales.kit.jobs import LEASE, Hopeless, JobState, Made
from aftersales.kit.ledger import Ledger, ledger_of
from aftersales.kit.ledger.files import ON_PAPER, PART, Progress, nobody, paper, spreadsheet
from aftersales.kit.ledger.filters import Selection
from aftersales.kit.queues import wake
from aftersales.models import LedgerFile, User

SHOWN = 10  # files that the list of ledgers shows


@dataclass(frozen=True)
class Format:
    """A kind of file, which a request makes itself of up to ``at_once`` rows and nobody of more than ``most``."""

    content_type: str
    at_once: int
    most: int
    make: Callable[[Selection, Progress], bytes]


FORMATS = {
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        5000,
        1_000_000,
        lambda selection, progress: spreadsheet(selection, progress).read(),
    ),
    "pdf": Format("application/pdf", PART, ON_PAPER, paper),
}


def made(selection: Selection, ending: str, progress: Progress = nobody) -> bytes:
    """The file."""
    return FORMATS[ending].make(selection, progress)


def takes_long(selection: Selection, ending: str) -> bool:
    """Whether it has more rows than a request should make a file of."""
    return has_more_than(FORMATS[ending].at_once, selection)


def too_long(selection: Selection, ending: str) -> bool:
    """Whether it has more rows than such a file takes."""
    return has_more_than(FORMATS[ending].most, selection)


def has_more_than(most: int, selection: Selection) -> bool:
    """Found without counting them all."""
    return selection.rows.order_by()[most : most + 1].exists()


def filename(ledger: Ledger, day: dt.date, ending: str) -> str:
    return f"{ledger.title} {day.isoformat()}.{ending}"


# -- in the background --------------------------------------------------------------------------------


def ask(selection: Selection, ending: str, query: QueryDict) -> LedgerFile:
    """Ask for the file of a selection; who asks again while it is being prepared gets the same."""
    wanted = {
        "user": selection.user,
        "ledger": selection.ledger.key,
        "query": query.urlencode(),
        "ending": ending,
        "language": translation.get_language() or "",
    }
    waiting = LedgerFile.objects.filter(**wanted, state=JobState.PENDING).first()
    return waiting or asked_for(LedgerFile(**wanted))


@transaction.atomic
def asked_for(file: LedgerFile) -> LedgerFile:
    wake("ledgers")
    file.save()
    return file


def prepare(file: LedgerFile, progress: Callable[[int], object]) -> Made:
    """Make and keep the file with what the person may see by now, in their language."""

    def report(done: int, total: int) -> None:
        LedgerFile.objects.filter(pk=file.pk).exclude(total=total).update(total=total)
        progress(done)

    user = User.objects.get(pk=file.user_id)
    ledger = ledger_of(user, file.ledger)
    if ledger is None:
        raise Hopeless(f"{user} may not open this ledger any more.")
    with translation.override(file.language):
        selection = Selection.asked(ledger, user, QueryDict(file.query))
        return Made(store.keep(made(selection, file.ending, report), file.ending))


def prepare_next(lease: dt.timedelta = LEASE) -> int:
    """Prepare the file that has waited longest; how many it was."""
    waiting = jobs.pending(LedgerFile.objects.all(), lease)[:1]
    return sum(jobs.take(file, prepare, lease) for file in waiting)


def expire_files() -> int:
    """Delete what was asked for long ago; how many."""
    return jobs.expire("asked_at", LedgerFile.objects.all())


@dataclass(frozen=True)
class Asked:
    """A file that somebody asked for, and its ledger as they may open it."""

    file: LedgerFile
    ledger: Ledger

    @property
    def name(self) -> str:
        return filename(self.ledger, timezone.localdate(self.file.asked_at), self.file.ending)

    @property
    def ledger_url(self) -> str:
        """The page that it was asked for on, with its filters."""
        return f"{reverse('ledger', args=[self.ledger.key])}?{self.file.query}"


def files_of(user: User) -> list[Asked]:
    """The last files that the person asked for and that are, or will be, there."""
    files = LedgerFile.objects.filter(user=user, expired_at=None).order_by("-id")[:SHOWN]
    return [Asked(file, ledger) for file in files if (ledger := ledger_of(user, file.ledger))]
