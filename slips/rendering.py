"""From logged prints and issued slips to files: after the commit, once, and again after a crash."""

import datetime as dt
import logging
import time
from functools import partial
from itertools import groupby

from django.db.models import Min, QuerySet
from django.utils import timezone

from aftersales.kit import jobs, store
from aftersales.kit.jobs import AWAY, LEASE, JobState, Made, Progress
from slips.actions.printing import count_copies, numbered
from slips.labels import CopyLabel
from slips.models import PrintedCopy, PrintJob, Slip
from slips.printing import LeftOut, document_pdf, print_pdf

logger = logging.getLogger(__name__)

AT_ONCE = 20  # slips that a request renders itself; longer prints are left to the worker
OWN_TIME = dt.timedelta(seconds=10)  # that a request has for it, before the worker does it
DOCUMENTS = 10  # rendered between two looks at the prints that wait, which are more urgent
PATIENCE = 300  # seconds until a document that could not be made is tried again
TRIED: dict[int, float] = {}  # slips whose document this process could not make, and when on its clock
RECENT = dt.timedelta(days=3)  # documents of older slips are rendered when somebody wants to see them


# -- prints -------------------------------------------------------------------------------------------


def pending_prints(lease: dt.timedelta = LEASE) -> QuerySet[PrintJob]:
    """Prints that nobody is rendering, the oldest first."""
    return jobs.pending(PrintJob.objects.all(), lease)


def render_print(job: PrintJob, lease: dt.timedelta = LEASE) -> bool:
    """Render a pending print unless somebody else does; whether it was ours to render."""
    return jobs.take(job, file_of, lease)


def expire_prints() -> int:
    """Delete the PDFs of long ago, which nobody prints any more; how many."""
    return jobs.expire("printed_at", PrintJob.objects.all())


def file_of(job: PrintJob, progress: Progress) -> Made:
    """Lay out and keep the PDF; only the copies that are in it are printed."""
    copies, left_out = numbered(job), LeftOut()
    items = labelled(copies, job)
    data = print_pdf(items, job.profile.sheet, job.by_recipient, progress, left_out)
    there = [copy for copy in copies if copy.slip_id not in left_out]
    return Made(store.keep(data), "; ".join(left_out.values()), partial(count_copies, job, there))


def labelled(copies: list[PrintedCopy], job: PrintJob) -> list[tuple[Slip, list[CopyLabel]]]:
    """The slips of a print in their order, each with the labels of the copies wanted."""
    at = timezone.localtime(job.printed_at).strftime("%Y-%m-%d %H:%M")
    groups = [list(group) for _pk, group in groupby(copies, key=lambda copy: copy.slip_id)]
    return [(group[0].slip, labels(group, job, at)) for group in groups]


def labels(copies: list[PrintedCopy], job: PrintJob, at: str) -> list[CopyLabel]:
    kind = copies[0].slip.definition
    again = {copy.number: copy.reprint for copy in copies}
    colours = job.profile.sheet.colours_of(len(kind.copies))
    every = kind.labels(at, str(job.printed_by), again, colours)
    return [label for label in every if label.number in again]


def prints_due() -> dt.datetime | None:
    """When the worker should render a print: one of many slips now, one that a request renders if that has died."""
    waiting = PrintJob.objects.filter(state=JobState.PENDING)
    fresh = waiting.filter(total__lte=AT_ONCE, claimed_at=None, printed_at__gt=timezone.now() - OWN_TIME)
    first = fresh.aggregate(first=Min("printed_at"))["first"]
    others = jobs.next_due(waiting.exclude(pk__in=fresh.values("pk")))
    return min(filter(None, [first and first + OWN_TIME, others]), default=None)


# -- documents ----------------------------------------------------------------------------------------


def pending_documents() -> QuerySet[Slip]:
    """Slips of the last days whose PDF for the screen nobody has rendered yet."""
    return Slip.objects.filter(document="", voided_at=None, issued_at__gte=timezone.now() - RECENT)


def documents_due() -> dt.datetime | None:
    """When a document should be rendered: now, or when one that could not be made is tried again."""
    tried = tried_lately()
    if pending_documents().exclude(pk__in=tried).exists():
        return timezone.now()
    return timezone.now() + dt.timedelta(seconds=min(tried.values())) if tried else None


def tried_lately() -> dict[int, float]:
    """Slips whose document could not be made a short while ago, and in how many seconds to try again."""
    now = time.monotonic()
    return {pk: left for pk, at in TRIED.items() if (left := at + PATIENCE - now) > 0}


def document_of(slip: Slip) -> bytes:
    """The PDF of a slip for the screen: rendered once, and the same for ever.

    A void slip has a second document, with 作废 across it. Raises ``printing.Incomplete`` while
    a photo of it is missing, and ``store.Lost`` where the file is gone and cannot be made again byte by byte.
    """
    field = "void_document" if slip.void else "document"
    if kept := getattr(slip, field):
        try:
            return store.read(kept)
        except store.Lost:
            return made_again(slip, kept)
    kept = store.keep(document_pdf(slip))
    Slip.objects.filter(pk=slip.pk, **{field: ""}).update(**{field: kept})
    slip.refresh_from_db(fields=[field])  # whoever was first
    return store.read(getattr(slip, field))


def made_again(slip: Slip, kept: str) -> bytes:
    """The same document rendered anew, if it is the same."""
    data = document_pdf(slip)
    if store.name_of(data) != kept:
        raise store.Lost(kept)
    store.keep(data)
    return data


# -- both ---------------------------------------------------------------------------------------------


def sweep() -> tuple[int, int]:
    """Render every print that waits, then some documents; how many of each. Raises ``AWAY``."""
    prints = sum(render_print(job) for job in pending_prints().select_related("profile"))
    waiting = pending_documents().exclude(pk__in=tried_lately()).select_related("issued_by")
    return prints, sum(make_document(slip) for slip in waiting.order_by("-issued_at")[:DOCUMENTS])


def make_document(slip: Slip) -> bool:
    """Whether it could be made; if not, that is tried again after a while."""
    try:
        document_of(slip)
    except AWAY:
        raise
    except Exception as problem:
        TRIED[slip.pk] = time.monotonic()
        logger.warning("%s has no document yet: %s", slip, problem)
        return False
    TRIED.pop(slip.pk, None)
    return True
