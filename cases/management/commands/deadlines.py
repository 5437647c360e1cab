"""Holds every stored due date against the log of events that it follows from."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Min, Q

from cases.clock import deadlines
from cases.models import Case, ReturnedMotor
from cases.statuses import TIMED
from workflow.actions import read
from workflow.waiting import act, touched

BATCH = 200

Row = Case | ReturnedMotor
Dates = dict[str, dt.date | None]


class Command(BaseCommand):
    help = "Derive every due date anew from the log of events and report the rows that differ; --rebuild mends them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="write what the log says")

    def handle(self, *args: str, rebuild: bool, **options: str | int | None) -> None:
        """One line a date that differs; exit status 1 if any does and stays so."""
        wrong = 0
        for row, dates in derived():
            for name in deadlines.differing(row, dates):
                wrong += 1
                self.stdout.write(f"{row.dossier} {row} {name}: {getattr(row, name)} -> {dates[name]}")
            if rebuild and deadlines.differing(row, dates):
                mend(row)
        self.stdout.write(f"{wrong} dates differed" + (" and were mended." if rebuild and wrong else "."))
        if wrong and not rebuild:
            raise SystemExit(1)


def derived() -> Iterator[tuple[Row, Dates]]:
    """Every case and motor with the dates that follow from its events."""
    for case in Case.objects.select_related("customer").iterator(BATCH):
        yield case, deadlines.case_dates(case)
    motors = ReturnedMotor.objects.select_related("case__customer").order_by("id")
    for batch in batches(motors.iterator(BATCH)):
        found = deadlines.courses(batch)
        yield from ((motor, deadlines.motor_dates(found[motor.pk])) for motor in batch)
    running = Min("motors__due_on", filter=Q(motors__status__in=TIMED))
    for row in Case.objects.select_related("customer").annotate(first=running).iterator(BATCH):
        yield row, {"next_due_on": deadlines.earliest(row.due_on, row.first)}


def batches(rows: Iterable[ReturnedMotor]) -> Iterator[list[ReturnedMotor]]:
    batch: list[ReturnedMotor] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def mend(row: Row) -> None:
    """Derive the row once more, locked: somebody may have acted on it in between."""
    with act():
        row.lock()
        fresh = read(row)
        if isinstance(fresh, Case):
            deadlines.refresh_case(fresh)
        else:
            deadlines.refresh_motor(fresh)
        touched(fresh)
