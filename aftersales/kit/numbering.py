"""Document numbers without a gap and without a duplicate, whatever fails."""

import datetime as dt

from django.db import connection
from django.db.models import BigIntegerField
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Substr

UPSERT = """
    INSERT INTO aftersales_counter (prefix, year, last) VALUES (%s, %s, %s)
    ON CONFLICT (prefix, year) DO UPDATE SET last = aftersales_counter.last + %s
    RETURNING last
"""


def reserve(prefix: str, day: dt.date, count: int = 1) -> list[str]:
    """The next ``count`` numbers of a prefix in the year of ``day``, such as ``TH-2026-0001``.

    Must be called inside the transaction that uses them, as late as possible: the row stays locked until
    the commit, and a rollback gives the numbers back.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A number is given only inside the transaction that uses it.")
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [prefix, day.year, count, count])
        last = cursor.fetchone()[0]
    return [f"{prefix}-{day.year}-{serial:04d}" for serial in range(last - count + 1, last + 1)]


def in_order(field: str) -> CombinedExpression:
    """A number by which numbers of one prefix are in their order, for the field of a model that has them."""
    year, serial = (
        Substr(field, 4, 4),
        Substr(field, 9),
    )  # of two letters, a dash, the year, a dash, the serial
    return Cast(year, BigIntegerField()) * 1_000_000 + Cast(serial, BigIntegerField())


def next_number(prefix: str, day: dt.date) -> str:
    """The next number of a prefix in the year of ``day``."""
    return reserve(prefix, day)[0]
