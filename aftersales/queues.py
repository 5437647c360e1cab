"""What the site does in the background: long ledgers as files, long tables that somebody sent."""

from aftersales.kit import jobs
from aftersales.kit.ledger.exports import expire_files, prepare_next
from aftersales.kit.queues import Queue, register
from aftersales.kit.tables.background import expire_uploads, work_on_next
from aftersales.models import LedgerFile, TableUpload


def make_ledgers() -> int:
    """Make the file that has waited longest, and delete old ones."""
    return prepare_next() + expire_files()


def take_tables() -> int:
    """Look at the table that has waited longest, or take it over, and delete old ones."""
    return work_on_next() + expire_uploads()


register(
    Queue(
        "ledgers",
        make_ledgers,
        due=lambda: jobs.next_due(LedgerFile.objects.all()),
        every=jobs.CLEANING,
        stuck=lambda: jobs.stuck("asked_at", LedgerFile.objects.all()),
    )
)

register(
    Queue(
        "tables",
        take_tables,
        due=lambda: jobs.next_due(TableUpload.objects.all()),
        every=jobs.CLEANING,
        stuck=lambda: jobs.stuck("asked_at", TableUpload.objects.all()),
    )
)
