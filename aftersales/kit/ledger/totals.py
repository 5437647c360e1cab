"""Sums of a ledger per month and customer."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from aftersales.kit.ledger.filters import Selection


class Total(NamedTuple):
    """What a customer brought in a month; without a customer the whole month, without a month all."""

    month: dt.date | None
    customer: str
    entries: int
    amount: Decimal  # CNY


def totals_of(selection: Selection) -> list[Total]:
    """The newest month first, each with its customers and then its sum; the sum of all at the end."""
    rows = list(sums(selection))
    lines: list[Total] = []
    for month, of_month in groupby(rows, lambda row: row.month):
        group = list(of_month)
        lines += [*group, total(month, group)]
    return [*lines, total(None, rows)] if rows else []


def sums(selection: Selection) -> Iterator[Total]:
    ledger = selection.ledger
    assert ledger.totals is not None
    counting = ledger.totals.count_only(selection.rows).order_by()
    by_month = counting.annotate(in_month=TruncMonth(ledger.period))
    by_customer = by_month.values_list("in_month", ledger.totals.customer)
    found = by_customer.annotate(Count("pk"), Sum(ledger.totals.amount))
    for month, customer, entries, amount in found.order_by("-in_month", ledger.totals.customer):
        yield Total(month.date() if isinstance(month, dt.datetime) else month, customer, entries, amount)


def total(month: dt.date | None, rows: list[Total]) -> Total:
    return Total(month, "", sum(row.entries for row in rows), sum((row.amount for row in rows), Decimal(0)))
