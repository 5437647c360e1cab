"""Does what no request has time for: prints, long ledgers and tables, documents of slips that nobody has opened yet."""

import datetime as dt
import logging
import time

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from aftersales.kit.jobs import LEASE
from aftersales.kit.ledger.exports import expire_files, prepare_next
from aftersales.kit.tables.background import expire_uploads, work_on_next
from slips.rendering import expire_prints, sweep

PAUSE = 2  # seconds between two looks
TROUBLE = 30  # seconds after which a database that was away, or a full disk, may be better
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Make the files and take over the tables that wait, with what a crash has left, and delete old ones."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="keep looking until stopped")
        parser.add_argument(
            "--lease",
            type=int,
            default=int(LEASE.total_seconds()),
            help="seconds after which whoever is at work on a file is held to have died (default: %(default)s)",
        )

    def handle(self, *args: str, loop: bool, lease: int, **options: str | int | None) -> None:
        tried: dict[int, float] = {}
        while True:
            try:
                rendered, pause = self.look(dt.timedelta(seconds=lease), tried), PAUSE
            except OSError:
                logger.exception("A file could not be written")
                rendered, pause = 0, TROUBLE
            except DatabaseError:
                logger.exception("The database did not answer")
                close_old_connections()
                rendered, pause = 0, TROUBLE
            if not loop and not rendered:
                return
            if not rendered:
                time.sleep(pause)

    def look(self, lease: dt.timedelta, tried: dict[int, float]) -> int:
        """Make what there is; how much it was. Raises ``jobs.AWAY``."""
        prints, documents = sweep(lease, tried)
        ledgers, tables = prepare_next(lease), work_on_next(lease)
        expired = expire_prints() + expire_files() + expire_uploads()
        done = {
            "prints": prints, "documents": documents, "ledgers": ledgers, "tables": tables, "expired": expired,
        }  # fmt: skip
        if any(done.values()):
            self.stdout.write(", ".join(f"{count} {what}" for what, count in done.items() if count))
        return sum(done.values())
