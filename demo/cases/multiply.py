"""Very many cases: played ones copied in bulk, with fresh numbers, on other days of the past.

The stories are rehearsed through the real actions and rolled back; what they wrote is the pattern. So all
rows enter in the order of time, the patterns among them unchanged but for their numbers.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, models, transaction
from django.db.models import Max, Min
from django.utils import timezone

from aftersales.kit.numbering import reserve
from aftersales.kit.serials import key
from demo.cases.bulk import Bulk, put_aside
from demo.cases.patterns import COPIED, Model, Pattern, Row, read_patterns
from demo.cases.performance import Performance
from demo.register import Production
from workflow.models import Dossier

PATTERNS = 120  # stories rehearsed
BATCH = 10_000  # cases written at once
A_YEAR = 10_000  # cases of one year of the past
FIRST = dt.date(
    2007, 1, 1
)  # the regulation; nothing was judged by it before, so of very many a year has more
OPEN = 0.035  # share of the copies that are still open, a week or two older than their pattern
OPEN_AT_MOST = (
    3_400  # as many as a factory can work on: some 5,000 tasks wait, with what follows from the others
)

Numbers = dict[tuple[str, int], Iterator[str]]


class Copy(NamedTuple):
    """One case to be written: its pattern's place among all, and by how much earlier."""

    pattern: Pattern
    place: int
    shift: dt.timedelta

    @property
    def began(self) -> dt.datetime:
        return self.pattern.began - self.shift

    def needs(self) -> list[tuple[str, int]]:
        """Prefix and year of every number that the copy takes."""
        return [(kind, timezone.localdate(at - self.shift).year) for _, kind, at in self.pattern.numbers]

    def row(self, dossier: int, numbers: Numbers, production: Production) -> Row:
        """What the database needs to know of it."""
        words = self.names(numbers, production) + self.pattern.days_before(self.shift)
        shift = models.DurationField().get_db_prep_save(self.shift, connection)
        return [self.place, dossier, int(bool(self.shift)), shift, f"{{{','.join(words)}}}"]

    def names(self, numbers: Numbers, production: Production) -> list[str]:
        """What it has instead of the numbers, serial numbers and delivery notes of its pattern."""
        pattern, shift = self.pattern, self.shift
        names = {
            number: next(numbers[need])
            for (number, *_), need in zip(pattern.numbers, self.needs(), strict=True)
        }
        if shift:
            for serial_number, document, day in pattern.motors:
                names[serial_number] = production.serial_number(day - shift)
                names[key(serial_number)] = key(names[serial_number])
                names.setdefault(document, production.delivery_note(day - shift))
        return [names.get(name, name) for name in pattern.names]


def taken(batch: list[Copy]) -> Numbers:
    """The numbers that a batch takes, reserved at once for every prefix and year."""
    needs = Counter(need for copy in batch for need in copy.needs())
    return {
        (prefix, year): iter(reserve(prefix, dt.date(year, 1, 1), amount))
        for (prefix, year), amount in sorted(needs.items())
    }


def keys_of(model: Model) -> range:
    """From the first key of a table to its last one."""
    found = model._default_manager.aggregate(first=Min("pk"), last=Max("pk"))
    return range(found["first"] or 0, (found["last"] or 0) + 1)


def rehearse(performance: Performance) -> Bulk:
    """Play, keep what was written, and undo it."""
    with transaction.atomic():
        performance.play(alone=True)
        patterns = read_patterns()
        keys = {model: keys_of(model) for model in COPIED}
        transaction.set_rollback(True)
    return Bulk(patterns, keys)


def copies(patterns: list[Pattern], amount: int, chance: random.Random) -> list[Copy]:
    """Every pattern as it is, and ``amount`` copies in the past, in the order of time."""
    found = [Copy(pattern, place, dt.timedelta(0)) for place, pattern in enumerate(patterns)]
    usual = [copy for copy in found if not copy.pattern.large]
    ended = [copy for copy in usual if copy.pattern.ended]
    open_ones = [copy for copy in usual if not copy.pattern.ended]
    share = min(OPEN, OPEN_AT_MOST / max(amount, 1))
    oldest = min(copy.began for copy in found).date()
    weeks = min(max(26, amount * 52 // A_YEAR), (oldest - FIRST).days // 7)
    for _ in range(amount):
        still_open = chance.random() < share
        copy = chance.choice(open_ones if still_open else ended)
        shift = chance.randint(1, 2 if still_open else weeks)
        found.append(copy._replace(shift=dt.timedelta(weeks=shift)))
    return sorted(found, key=lambda copy: copy.began)


def multiply(performance: Performance, amount: int, chance: random.Random) -> None:
    """So many cases, made from the patterns that the performance writes."""
    bulk = rehearse(performance)
    wanted = copies(bulk.patterns, amount - len(bulk.patterns), chance)
    first = keys_of(Dossier).stop
    with put_aside():
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            numbers = taken(batch)
            rows = [
                copy.row(first + start + n, numbers, performance.production) for n, copy in enumerate(batch)
            ]
            bulk.write(rows)
            performance.stage.progress(start + len(batch))
