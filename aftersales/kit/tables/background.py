"""What a request has no time for: a look at a long table, and taking it over. Old tables are let go of."""

import datetime as dt
import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404
from django.utils import translation

from aftersales.kit import jobs, store
from aftersales.kit.jobs import LEASE, Hopeless, JobState, Made
from aftersales.kit.tables import KINDS, NotTaken
from aftersales.kit.tables.summary import Progress, summary_of
from aftersales.kit.tables.taking import take
from aftersales.kit.tables.uploads import CELLS, LOOK, SENT, kind_of, look_at
from aftersales.models import TableUpload


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Nothing is looked through for garbage: the cells of a long table are none, and there may be a million."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def work(upload: TableUpload, progress: Progress) -> Made:
    """Look at a long table, or take it over, in the language of whoever sent it."""
    upload = TableUpload.objects.select_related("user").get(pk=upload.pk)
    if upload.kind not in KINDS or not upload.user.can(kind_of(upload).permission):
        raise Hopeless(f"{upload.user} may not do this any more.")
    with translation.override(upload.language), collector_at_rest():
        try:
            return looked_at(upload, progress) if upload.step == LOOK else taken(upload, progress)
        except store.Lost:
            raise Hopeless("The file is missing.") from None
        except Http404:
            raise Hopeless("What it was about is out of sight.") from None


def looked_at(upload: TableUpload, progress: Progress) -> Made:
    summary = summary_of(look_at(upload), progress)
    return Made("", upload.error, lambda: here(upload).update(summary=summary))


def taken(upload: TableUpload, progress: Progress) -> Made:
    """Where not all could be taken over, that is said, and after another look the person decides anew."""
    try:
        result, rest = take(upload, progress)
    except NotTaken as reason:
        again = {"choice": "", "result": None, "step": LOOK, "state": JobState.PENDING, "attempts": 0}
        return Made("", str(reason), lambda: here(upload).update(**again))
    return Made(rest, record=lambda: here(upload).update(result=result))


def here(upload: TableUpload) -> "jobs.QuerySet[TableUpload]":
    return TableUpload.objects.filter(pk=upload.pk)


def work_on_next(lease: dt.timedelta = LEASE) -> int:
    """Do what has waited longest; how many it was. Raises ``jobs.AWAY``."""
    waiting = jobs.pending(TableUpload.objects.all(), lease)[:1]
    return sum(jobs.take(upload, work, lease) for upload in waiting)


def expire_uploads() -> int:
    """Delete what was sent long ago, and what was made of it; how many. What somebody keeps elsewhere stays."""
    there = TableUpload.objects.filter(expired_at=None)
    old = there.filter(asked_at__lt=jobs.long_ago()).exclude(state=JobState.PENDING)
    for upload in old.order_by("asked_at")[: jobs.AT_ONCE]:
        others = there.filter(source=upload.source).exclude(pk=upload.pk)
        if not others.exists():
            store.drop(upload.source, SENT)
            store.drop(upload.source, CELLS)
    return jobs.expire("asked_at", TableUpload.objects.all())
