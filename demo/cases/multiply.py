"""Very many cases: played ones copied in bulk, with fresh numbers, on other days of the past.

The stories are rehearsed through the real actions and rolled back; what they wrote is the pattern. So all
rows enter in the order of time, the patterns among them unchanged but for their numbers.
"""

import datetime as dt
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, NamedTuple

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from aftersales.kit.numbering import reserve
from demo.cases.patterns import COPIED, TABLES, Model, Pattern, read_patterns
from demo.cases.performance import Performance
from demo.register import Production
from notices.models import Notice
from warranty.models import Motor
from warranty.rules import expiry

PATTERNS = 120  # stories rehearsed
BATCH = 500  # cases written at once
A_YEAR = 10_000  # cases of one year of the past
OPEN = 0.02  # share of the copies that are still open, a week or two older than their pattern

DIGITS = re.compile(r"\d+")


class Copy(NamedTuple):
    """One case to be written: its pattern, and by how much earlier."""

    pattern: Pattern
    shift: dt.timedelta

    @property
    def began(self) -> dt.datetime:
        return self.pattern.began - self.shift

    def needs(self) -> list[tuple[str, int]]:
        """Prefix and year of every number that the copy takes."""
        return [(kind, timezone.localdate(at - self.shift).year) for _, kind, at in self.pattern.numbers]


class Writer:
    """Writes copies, batch by batch."""

    def __init__(self, production: Production) -> None:
        self.production = production
        self.ids = {model: count(last_id(model) + 1) for model in COPIED}

    def write(self, batch: list[Copy]) -> None:
        """All rows of some cases, their numbers without a gap."""
        with transaction.atomic():
            numbers = taken(batch)
            found: dict[Model, list[list[Any]]] = defaultdict(list)
            for copy in batch:
                for model, values in self.rows(copy, numbers):
                    found[model].append(values)
            for model, _ in TABLES:
                insert(model, found[model])

    def rows(
        self, copy: Copy, numbers: dict[tuple[str, int], Iterator[str]]
    ) -> Iterator[tuple[Model, list[Any]]]:
        """The rows of one copy."""
        replace = self.replacer(copy, numbers)
        rows = [row for row in copy.pattern.rows if self.wanted(row.model, copy)]
        ids = {(row.model, row.pk): next(self.ids[row.model]) for row in rows}
        days = {
            day: field.get_db_prep_save(day - copy.shift, connection)
            for day, field in copy.pattern.days.items()
        }
        for row in rows:
            values = row.values.copy()
            for place, model, pk in row.keys:
                values[place] = ids.get((model, pk), pk)
            for place, day in row.days:
                values[place] = days[day]
            for place, text in row.texts:
                values[place] = copy.pattern.names.sub(replace, text)
            yield row.model, values

    def wanted(self, model: Model, copy: Copy) -> bool:
        """Old notices have been read; the motors of the patterns are in the register already."""
        return not copy.shift if model is Notice else bool(copy.shift) or model is not Motor

    def replacer(
        self, copy: Copy, numbers: dict[tuple[str, int], Iterator[str]]
    ) -> Callable[[re.Match[str]], str]:
        """What stands in a text of the copy for a number, a serial number or a date of the pattern."""
        pattern, shift = copy.pattern, copy.shift
        names = {
            number: next(numbers[need])
            for (number, *_), need in zip(pattern.numbers, copy.needs(), strict=True)
        }
        if shift:
            for serial_number, document, day in pattern.motors:
                names[serial_number] = self.production.serial_number(day - shift)
                names.setdefault(document, self.production.delivery_note(day - shift))
        days = {day: expiry(left - shift, months) for day, left, months in pattern.expiries}

        def replace(match: re.Match[str]) -> str:
            found = match.group()
            return names.get(found) or moved(found, shift, days)

        return replace


def moved(text: str, shift: dt.timedelta, days: dict[dt.date, dt.date]) -> str:
    """A date written in a text, as the copy has it; what is no date stays."""
    try:
        day = dt.date(*map(int, DIGITS.findall(text)))
    except (TypeError, ValueError):  # a serial number, or no day of the calendar
        return text
    day = days.get(day) or day - shift
    return day.isoformat() if "-" in text else f"{day.year}年{day.month}月{day.day}日"


def taken(batch: list[Copy]) -> dict[tuple[str, int], Iterator[str]]:
    """The numbers that a batch takes, reserved at once for every prefix and year."""
    needs = Counter(need for copy in batch for need in copy.needs())
    return {
        (prefix, year): iter(reserve(prefix, dt.date(year, 1, 1), amount))
        for (prefix, year), amount in sorted(needs.items())
    }


def insert(model: Model, rows: list[list[Any]]) -> None:
    """Whole rows into a table; bulk_create, with an object a row, would take five times as long."""
    names = [connection.ops.quote_name(field.column or "") for field in model._meta.concrete_fields]
    table = connection.ops.quote_name(model._meta.db_table)
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)  # noqa: S608


def last_id(model: Model) -> int:
    return model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0


def rehearse(performance: Performance) -> list[Pattern]:
    """Play, keep what was written, and undo it."""
    with transaction.atomic():
        performance.play(alone=True)
        patterns = read_patterns()
        transaction.set_rollback(True)
    return patterns


def copies(patterns: list[Pattern], amount: int, chance: random.Random) -> list[Copy]:
    """Every pattern as it is, and ``amount`` copies in the past, in the order of time."""
    ended = [pattern for pattern in patterns if pattern.ended]
    open_ones = [pattern for pattern in patterns if not pattern.ended]
    weeks = max(26, amount * 52 // A_YEAR)
    found = [Copy(pattern, dt.timedelta(0)) for pattern in patterns]
    for _ in range(amount):
        still_open = chance.random() < OPEN
        pattern = chance.choice(open_ones if still_open else ended)
        shift = chance.randint(1, 2 if still_open else weeks)
        found.append(Copy(pattern, dt.timedelta(weeks=shift)))
    return sorted(found, key=lambda copy: copy.began)


def multiply(performance: Performance, amount: int, chance: random.Random) -> None:
    """So many cases, made from the patterns that the performance writes."""
    patterns = rehearse(performance)
    writer = Writer(performance.production)
    wanted = copies(patterns, amount - len(patterns), chance)
    for start in range(0, len(wanted), BATCH):
        writer.write(wanted[start : start + BATCH])
        performance.stage.progress(len(patterns) + min(start + BATCH, len(wanted)))
    adjust_sequences()


def adjust_sequences() -> None:
    """Let the database give the ids after those that were written here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(COPIED)):
            cursor.execute(statement)
