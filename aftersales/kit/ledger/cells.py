"""A row of a ledger in words, as a page shows it."""

from typing import NamedTuple

from django.db.models import Model

from aftersales.kit.ledger import Column, Value
from aftersales.kit.ledger.files import in_words


class LedgerCell(NamedTuple):
    """A value as the page shows it."""

    column: Column
    value: Value
    words: str
    url: str


def cell(column: Column, row: Model) -> LedgerCell:
    value = column.of(row)
    return LedgerCell(column, value, in_words(value, column.kind), column.url_of(row))
