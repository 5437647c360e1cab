"""``manage.py demo``: a factory to try things out with."""

import argparse

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.utils import timezone

from aftersales.models import User
from demo.stage import Stage, tell_all


def positive(text: str) -> int:
    """A number of cases."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def quiet(said: object) -> None:
    """For --verbosity 0."""


class Count:
    """How many cases are through: one line that counts up on a terminal, a line for every quarter elsewhere."""

    def __init__(self, stdout: OutputWrapper, cases: int) -> None:
        self.stdout, self.cases, self.shown = stdout, cases, 0
        self.ending, self.every = ("\r", 1) if stdout.isatty() else ("\n", max(1, cases // 4))

    def __call__(self, done: int) -> None:
        if done - self.shown >= self.every:
            self.shown = done
            self.stdout.write(f"cases: {done} of {self.cases}", ending=self.ending)
            self.stdout.flush()


class Command(BaseCommand):
    help = "Fill an empty database with people, a register and cases in every state. Only with DEMO or DEBUG."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there are people already"
        )
        parser.add_argument(
            "--cases", type=positive, default=Stage.cases, help="how many (default: %(default)s)"
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed, another story (default: 1)")

    def handle(
        self, *, if_empty: bool, cases: int, seed: int, verbosity: int, **options: str | int | None
    ) -> None:
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError("Demo data is only for a trial: set DEMO=1, never in production.")
        if User.objects.exists():
            if if_empty:
                self.stdout.write("There are people already; nothing to do.")
                return
            raise CommandError("There are people already; the demo wants an empty database.")
        say, progress = (self.stdout.write, Count(self.stdout, cases)) if verbosity else (quiet, quiet)
        tell_all(Stage(timezone.localdate(), seed, cases, say, progress))
