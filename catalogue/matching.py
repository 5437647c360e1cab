"""From what people write to the code that they mean. Pure: the words of the catalogue are given.

Text is compared without blanks and signs and in one width. What is proposed is only looked at; what is *meant* is
said without anybody looking, so it errs on the side of asking: see ``meant``.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

SHORTEST = 2  # characters from which something is proposed
NEGATION = re.compile("[无不没未非]")
NEAR = 4  # characters before a word in which a negation is about it
CLAUSE = re.compile(r"[,，.。;；:：!！?？、\n()（）/]+")


class Word(NamedTuple):
    """A name or synonym, as ``spelt``, and the key of its code."""

    text: str
    failure: int


@lru_cache(8192)
def spelt(text: str) -> str:
    """A text as it is compared."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign for sign in plain if sign.isalnum())


def clauses(text: str) -> list[str]:
    """The parts of a sentence, each as it is compared."""
    return [*filter(None, map(spelt, CLAUSE.split(unicodedata.normalize("NFKC", text))))]


def meant(text: str, words: Iterable[Word]) -> int | None:
    """The code of a text; None where a person has to say.

    The whole text is a word; else the longest word in it counts. Two codes whose words are equally long, or one
    before which something is denied (没有异响), are for a person.
    """
    words = [*words]
    whole = {word.failure for word in words if word.text == spelt(text)}
    if whole:
        return only(whole)
    found = [(word, clause) for clause in clauses(text) for word in words if word.text in clause]
    longest = max((len(word.text) for word, _ in found), default=0)
    if longest < SHORTEST:
        return None
    best = [(word, clause) for word, clause in found if len(word.text) == longest]
    return (
        None
        if any(denied(word.text, clause) for word, clause in best)
        else only({w.failure for w, _ in best})
    )


def only(codes: set[int]) -> int | None:
    return codes.pop() if len(codes) == 1 else None


def denied(word: str, clause: str) -> bool:
    """Whether something close before the word says that it is not so."""
    start = clause.find(word)
    return bool(NEGATION.search(clause[max(0, start - NEAR) : start]))


def proposed(text: str, words: Sequence[Word]) -> list[int]:
    """The codes that somebody who has typed so much may mean, likeliest first: none below two characters.

    First whose word it is, then whose word stands in it, the longest first, then those that begin so or have it.
    """
    typed = spelt(text)
    if len(typed) < SHORTEST:
        return []
    ranked = sorted(ranks(typed, words))
    return list(dict.fromkeys(failure for _rank, _length, failure in ranked))


def ranks(typed: str, words: Sequence[Word]) -> Iterator[tuple[int, int, int]]:
    """(rank, tie-break, code) of every word that has to do with what was typed."""
    for word in words:
        if word.text == typed:
            yield 0, 0, word.failure
        elif len(word.text) >= SHORTEST and word.text in typed:
            yield 1, -len(word.text), word.failure
        elif word.text.startswith(typed):
            yield 2, len(word.text), word.failure
        elif typed in word.text:
            yield 3, len(word.text), word.failure
