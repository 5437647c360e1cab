"""What slips leave to the background: long prints, documents that nobody has opened yet, and old files."""

import datetime as dt

from aftersales.kit import jobs
from aftersales.kit.queues import Queue, register
from slips.models import PrintJob
from slips.rendering import documents_due, expire_prints, prints_due, sweep


def work() -> int:
    """Render what waits, and delete the PDFs of old prints."""
    return sum(sweep()) + expire_prints()


def due() -> dt.datetime | None:
    return min(filter(None, [prints_due(), documents_due()]), default=None)


register(
    Queue(
        "prints",
        work,
        due,
        every=jobs.CLEANING,
        stuck=lambda: jobs.stuck("printed_at", PrintJob.objects.all()),
    )
)
