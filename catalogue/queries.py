"""What is looked up in the catalogue. It is small, some hundreds of rows: a page reads what is in use once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.db.models import Q, QuerySet

from aftersales.kit.prepared import prepared
from catalogue.lists import listed
from catalogue.matching import Word, meant, proposed, spelt
from catalogue.models import Failure, Part

PROPOSED = 6


@prepared
def failures_in_use() -> QuerySet[Failure]:
    return Failure.objects.in_use().order_by("code")


def words_of(failures: Iterable[Failure]) -> list[Word]:
    return [*chain.from_iterable(failure.words() for failure in failures)]


def failures_proposed(texts: Sequence[str], model: str = "") -> list[Failure]:
    """The codes that some texts may mean, those of the first text first and the likeliest of it before others.

    Without those that motors of this model cannot have.
    """
    if not any(texts):
        return []
    known = {failure.pk: failure for failure in failures_in_use() if not model or failure.suits(model)}
    words = words_of(known.values())
    keys = chain.from_iterable([*coded(text, known.values()), *proposed(text, words)] for text in texts)
    return [known[key] for key in dict.fromkeys(keys)][:PROPOSED]


def coded(text: str, failures: Iterable[Failure]) -> Iterator[int]:
    """The codes that begin as somebody has typed."""
    yield from (failure.pk for failure in failures if text and failure.code.startswith(text.strip().upper()))


def failure_meant(text: str) -> Failure | None:
    """The code of a text that nobody looks at; None where a person has to say."""
    known = {failure.pk: failure for failure in failures_in_use()}
    key = meant(text, words_of(known.values()))
    return known[key] if key else None


@prepared
def counted_as(failure: int) -> "QuerySet[Failure, tuple[int]]":
    """The keys of a code and of those that were merged into it: together they are one in all figures."""
    return Failure.objects.filter(Q(pk=failure) | Q(merged_into=failure)).order_by().values_list("pk")


def alike(failure: Failure) -> list[int]:
    """The keys of all codes that count as one with this one."""
    return [key for (key,) in counted_as(failure.merged_into_id or failure.pk)]


def parts_called(names: Sequence[str]) -> dict[str, Part]:
    """The parts that are meant: by the number with which a text begins, or by a name that only one of them has."""
    found: dict[str, Part] = {}
    parts = list(Part.objects.all())
    for name in names:
        number = name.partition(" ")[0].upper()
        fitting = [part for part in parts if part.number.upper() == number]
        fitting = fitting or [
            part for part in parts if spelt(name) in {spelt(part.name_zh), spelt(part.name_en)}
        ]
        if len(fitting) == 1:
            found[name] = fitting[0]
    return found


def parts_of(failure: Failure, model: str = "") -> list[Part]:
    """The parts that a code may take, those that fit this model."""
    parts = Part.objects.filter(number__in=listed(failure.parts), active=True)
    return [part for part in parts if not model or part.suits(model)]
