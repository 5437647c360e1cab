"""How many spellings of clerks get their code by the synonyms alone, with nobody looking.

``spellings.txt`` has, a line each, a code and invented texts that mean it; a dash stands before texts that mean none
and are for a person. None of them is to be made a synonym for the sake of the figure, which would measure nothing.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from catalogue.matching import Word, meant
from catalogue.models import Failure
from catalogue.queries import words_of
from catalogue.starting import rows_of
from demo.cases.troubles import TROUBLES

CLERKS = Path(__file__).with_suffix(".txt")
NONE = "-"


def map_spellings() -> Iterator[str]:
    """Which texts of invented clerks, and of the demo, get the right code, none, or a wrong one."""
    yield from said_of("clerks", [*spellings()])
    defects = dict.fromkeys(trouble.defect for trouble in TROUBLES)
    known = {failure.pk: failure.code for failure in failures()}
    yield "demo:"
    for text in defects:
        code = meant(text, words())
        yield f"  {known[code] if code else NONE:4} {text}"


def said_of(title: str, texts: Sequence[tuple[str, str]]) -> Iterator[str]:
    known = {failure.pk: failure.code for failure in failures()}
    found = [(code, text, known.get(meant(text, words()) or 0, NONE)) for code, text in texts]
    missed = [row for row in found if row[2] == NONE != row[0]]
    wrong = [row for row in found if row[2] not in (NONE, row[0])]
    hits = len(found) - len(missed) - len(wrong)
    yield f"{title}: {len(found)} texts, {hits} right, {len(missed)} left to a person, {len(wrong)} wrong"
    yield from (f"  left to a person: {code} {text}" for code, text, _ in missed)
    yield from (f"  wrong: {code} {text} → {got}" for code, text, got in wrong)


def spellings() -> Iterator[tuple[str, str]]:
    """Codes and texts."""
    for line in CLERKS.read_text(encoding="utf-8").splitlines():
        code, _, texts = line.partition(" ")
        yield from ((code, text) for text in texts.split("|"))


@cache
def failures() -> list[Failure]:
    """The codes that an installation begins with, without a database."""
    return [Failure(pk=place, **row) for place, row in enumerate(rows_of("failures"), 1)]


@cache
def words() -> list[Word]:
    return words_of(failures())


BENCHMARKS = {"spellings": map_spellings}
