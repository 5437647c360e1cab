"""Counts the figures of closed months and keeps them, or checks what is kept against a fresh count."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from figures.actions import ring_alarms
from figures.kept import closed_months, differing, keep
from figures.models import KeptMonth, ShippedLot
from figures.months import Month
from figures.service import keep_service, service_differs


class Command(BaseCommand):
    help = (
        "Count the figures of closed months and keep them; --check compares what is kept with a fresh count."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", help="only this one, such as 2026-10")
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit status 1 where they differ"
        )

    def handle(self, *args: str, month: str | None, check: bool, **options: object) -> None:
        months = [asked(month)] if month else closed_months()
        if not check:
            for each in months:
                self.stdout.write(f"{each}: {keep(each)} figures")
            if not month:
                self.stdout.write(f"months in service: {keep_service()} rows, {ring_alarms()} early warnings")
            return
        kept = {Month.of(first) for first in KeptMonth.objects.values_list("first", flat=True)}
        wrong = 0
        for each in months:
            for key, before, now in differing(each) if each in kept else ():
                wrong += 1
                self.stdout.write(f"{each} {' '.join(filter(None, key))}: {before} -> {now}")
        if not month and ShippedLot.objects.exists() and service_differs():
            wrong += 1
            self.stdout.write("Months in service differ.")
        self.stdout.write(f"{wrong} figures differed.")
        if wrong:
            raise SystemExit(1)


def asked(text: str) -> Month:
    month = Month.read(text)
    if month is None or month == Month.now():
        raise CommandError("A month that is over, such as 2026-10.")
    return month
