"""Substring search that works alike on PostgreSQL and SQLite, for Chinese as well as serial numbers.

PostgreSQL's trigrams need three characters, but Chinese words often have two. So every Chinese character
in the indexed text is followed by a filler letter, and a query is written the same way.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Model, QuerySet, Value
from django.db.models.functions import Replace

from aftersales.kit.serials import normalised
from aftersales.kit.text import plain_dashes, visible

Rows = TypeVar("Rows", bound=QuerySet[Model])
FILLER = "\u01c1"  # ǁ, a letter that no customer name contains
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def encode(text: str) -> str:
    """``text`` as it is stored in and looked up against a ``search_text`` column."""
    plain = plain_dashes(unicodedata.normalize("NFKC", visible(plain_dashes(text)))).upper()
    return HAN.sub(lambda match: match.group() + FILLER, " ".join(plain.split()))


def sought(word: str) -> str:
    """A word that somebody looks for; a serial number in whatever spelling it was pasted."""
    return encode(normalised(word))


def index_text(*parts: object) -> str:
    """The ``search_text`` of a row: its searchable parts, encoded."""
    return encode(" ".join(str(part) for part in parts if part))


def find_by(rows: QuerySet[Model], old: str, new: str) -> None:
    """Rows that were found by one name are found by another from now on; in one statement, however many they are."""
    rows.update(search_text=Replace("search_text", Value(encode(old)), Value(encode(new))))


def with_every_word(rows: Rows, text: str) -> Rows:
    """Those of ``rows`` whose ``search_text`` contains every word of ``text``."""
    for word in text.split():
        rows = rows.filter(search_text__contains=sought(word))
    return rows


def with_all(rows: Rows, words: list[str]) -> Rows:
    """Those of ``rows`` whose ``search_text`` contains all of these words, spelt as it is; none for no words."""
    for word in words:
        rows = rows.filter(search_text__contains=word)
    return rows if words else rows.none()


@contextmanager
def by_whole_keys() -> Iterator[None]:
    """Look for many keys down their own index, not down that of parts of them.

    While a large table is taken over, PostgreSQL has not counted it yet and takes the index of trigrams for cheaper:
    forty seconds for a thousand keys.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        yield
        cursor.execute("SET LOCAL enable_bitmapscan = on")
