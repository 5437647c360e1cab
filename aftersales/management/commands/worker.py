"""``manage.py worker``: everything that is done in the background."""

import argparse
import logging
import signal
import sys
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError

from aftersales.kit.queues import QUEUES, Queue
from aftersales.kit.worker import work_until_stopped

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send notices, make files and do whatever else waits in the background. Several may run at once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("queues", nargs="*", metavar="QUEUE", help=f"only these: {', '.join(QUEUES)}")
        parser.add_argument("--once", action="store_true", help="do what is to be done now, and end")
        parser.add_argument("--check", action="store_true", help="do nothing; fail if something is stuck")

    def handle(self, *, queues: list[str], once: bool, check: bool, **options: str | int | None) -> None:
        if unknown := set(queues) - QUEUES.keys():
            raise CommandError(
                f"There is no queue {', '.join(sorted(unknown))}; there are {', '.join(QUEUES)}."
            )
        chosen = [queue for name, queue in QUEUES.items() if not queues or name in queues]
        if check:
            self.check_nothing_is_stuck(chosen)
        elif once:
            self.work_once(chosen)
        else:
            work_until_told_to_stop(chosen)

    def check_nothing_is_stuck(self, queues: Iterable[Queue]) -> None:
        """For a supervisor: exit code 1 when something was given up, or waits for too long."""
        if stuck := list(filter(None, (queue.stuck() for queue in queues))):
            raise CommandError("; ".join(stuck))
        self.stdout.write("nothing is stuck")

    def work_once(self, queues: Iterable[Queue]) -> None:
        """Until there is nothing to do in any of the queues. A mistake in one of them stops no other."""
        failed = [queue.name for queue in queues if not self.work_off(queue)]
        if failed:
            raise CommandError(f"went wrong: {', '.join(failed)}")

    def work_off(self, queue: Queue) -> bool:
        """Do what there is in one queue; False when something goes wrong, which the log says."""
        done = 0
        try:
            while piece := queue.work():
                done += piece
        except Exception:
            logger.exception("%s: this went wrong", queue.name)
            return False
        self.stdout.write(f"{queue.name}: {done}")
        return True


def work_until_told_to_stop(queues: Iterable[Queue]) -> None:
    """Until SIGTERM or Ctrl+C."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit())
    work_until_stopped(queues)
