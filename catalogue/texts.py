"""Texts that have no code yet: what apps above have written down in words, and how it gets its code.

An app registers where it keeps such texts. They are mapped by the synonyms (``map_texts``), and what cannot be is
listed for the keeper, who says it once for every thing with this text (``code_text``). The text itself stays.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Model, QuerySet

from catalogue.matching import Word, meant
from catalogue.models import Failure
from catalogue.queries import failures_in_use, words_of

AT_ONCE = 2000  # things that are read, and written, at a time
LISTED = 100  # texts that the keeper sees


@dataclass(frozen=True)
class Texts:
    """Things that say a defect in words, and have a field ``failure`` for its code."""

    noun: str
    text: str
    """The path of the text from the thing."""
    rows: Callable[[], QuerySet[Model]]
    """Those that count and have no code."""


TEXTS: list[Texts] = []


def with_texts(texts: Texts) -> None:
    """Let an app's texts be mapped and listed."""
    TEXTS.append(texts)


def map_texts() -> dict[str, tuple[int, int]]:
    """Give every thing the code that its text means; by noun how many got one, and how many are left."""
    words = words_of(failures_in_use())
    return {texts.noun: map_one(texts, words) for texts in TEXTS}


def map_one(texts: Texts, words: list[Word]) -> tuple[int, int]:
    known: dict[str, int | None] = {}
    mapped, left = 0, 0
    for portion in portions(texts):
        found: defaultdict[int, list[int]] = defaultdict(list)
        for key, text in portion:
            if text not in known:
                known[text] = meant(text, words)
            if code := known[text]:
                found[code].append(key)
        mapped += sum(map(len, found.values()))
        left += len(portion) - sum(map(len, found.values()))
        write(texts, found)
    return mapped, left


def portions(texts: Texts) -> Iterator[list[tuple[int, str]]]:
    """Keys and texts, in the order of the keys."""
    last = 0
    while True:
        rows = texts.rows().order_by("pk").filter(pk__gt=last).values_list("pk", texts.text)[:AT_ONCE]
        portion = list(rows)
        if not portion:
            return
        yield portion
        last = portion[-1][0]


@transaction.atomic
def write(texts: Texts, found: dict[int, list[int]]) -> None:
    for code, keys in found.items():
        texts.rows().filter(pk__in=keys).order_by().update(failure=code)


def uncoded() -> list[tuple[str, int]]:
    """The texts without a code and how often each stands, the most frequent first."""
    counts: Counter[str] = Counter()
    for texts in TEXTS:
        rows = texts.rows().order_by().values_list(texts.text).annotate(n=Count("pk"))
        counts.update(dict(rows.order_by("-n")[:LISTED]))
    return counts.most_common(LISTED)


def code_text(text: str, failure: Failure) -> int:
    """Give this code to every thing with this text and none; to how many."""
    return sum(code_one(texts, text, failure) for texts in TEXTS)


def code_one(texts: Texts, text: str, failure: Failure) -> int:
    keys: Iterable[int] = texts.rows().order_by().filter(**{texts.text: text}).values_list("pk", flat=True)
    found = list(keys)
    for start in range(0, len(found), AT_ONCE):
        write(texts, {failure.pk: found[start : start + AT_ONCE]})
    return len(found)
