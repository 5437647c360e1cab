"""A motor of the register by its serial number, however that was written down, and the models to choose from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db.models import Q, QuerySet

from aftersales.kit.prepared import prepared
from aftersales.kit.search import by_whole_keys
from aftersales.kit.serials import key, neighbours, normalised
from warranty.models import Customer, Motor, Product

AT_ONCE = 5000  # numbers that one query asks for; SQLite takes no more than 32,766 values
NO_KEY = "-"  # what no serial number has as its key
OFFERED = 200  # models to choose from; more would only slow the page down
SUGGESTED = 3  # numbers that are offered for one that is nearly known

T = TypeVar("T")


def product_models() -> list[str]:
    """The models that are made, as many as a page offers for completion."""
    return list(Product.objects.filter(active=True).values_list("model", flat=True)[:OFFERED])


def registered_motor(serial_number: str) -> Motor | None:
    """The register's entry of a serial number, or None; see ``registered_motors``."""
    return registered_motors([serial_number]).get(serial_number)


def registered_motors(serial_numbers: Collection[str]) -> dict[str, Motor]:
    """The entries of those that the register knows, each as it was asked for.

    A number that is written exactly so comes first; else the one entry with the same key. Where several entries
    have it, none is taken without a word: ``suggestions`` has them.
    """
    by_number, by_key = {}, defaultdict(list)
    for portion in portions(filter(None, serial_numbers), AT_ONCE):
        for entry in alike(portion):
            by_number[entry.serial_number] = entry
            by_key[entry.serial_key].append(entry)
    found = {
        text: by_number.get(text) or by_number.get(normalised(text)) or only(by_key[key(text)])
        for text in serial_numbers
    }
    return {text: entry for text, entry in found.items() if entry}


def alike(serial_numbers: list[str]) -> Iterable[Motor]:
    """The entries of these numbers, and of these keys."""
    if len(serial_numbers) == 1:
        (one,) = serial_numbers
        return like_one(one, normalised(one), key(one) or NO_KEY)
    numbers = {*serial_numbers, *map(normalised, serial_numbers)}
    keys = {*map(key, serial_numbers)} - {""}
    return entries().filter(Q(serial_number__in=numbers) | Q(serial_key__in=keys))


@prepared
def like_one(serial_number: str, normal: str, spelt: str) -> QuerySet[Motor]:
    written = Q(serial_number=serial_number) | Q(serial_number=normal)
    return entries().filter(written | Q(serial_key=spelt))


def entries() -> QuerySet[Motor]:
    """What counts: entries that are out of use were a mistake."""
    return Motor.objects.filter(active=True).select_related("consignee", "product")


def portions(values: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(values)
    while portion := list(islice(rest, size)):
        yield portion


def only(found: list[Motor]) -> Motor | None:
    """The one of them; none of several, which would be a guess, and one that another portion has read, too, is one."""
    return found[0] if len({entry.pk for entry in found}) == 1 else None


def suggestions(serial_numbers: Collection[str], customer: Customer | None = None) -> dict[str, list[Motor]]:
    """For numbers that the register does not know, the entries that each was perhaps meant to be, likeliest first.

    They have the same key, or one that differs by one slip of the pen. What went to this customer comes first.
    """
    guesses = {text: guessed(text) for text in serial_numbers}
    same = defaultdict(list)
    for portion in portions(sorted(set().union(*guesses.values())), AT_ONCE):
        with by_whole_keys():
            for entry in entries().filter(serial_key__in=portion):
                same[entry.serial_key].append(entry)
    near = customer.pk if customer else None
    found = {text: ranked(rank, same, near) for text, rank in guesses.items()}
    return {text: rows for text, rows in found.items() if rows}


def guessed(serial_number: str) -> dict[str, int]:
    """The keys that it was perhaps meant to have, with their rank."""
    own = key(serial_number)
    keys = dict.fromkeys([own, *neighbours(own)] if own else [])
    return {text: rank for rank, text in enumerate(keys)}


def ranked(rank: dict[str, int], same: dict[str, list[Motor]], customer: int | None) -> list[Motor]:
    found = [entry for text in rank if text in same for entry in same[text]]
    found.sort(
        key=lambda entry: (entry.consignee_id != customer, rank[entry.serial_key], entry.serial_number)
    )
    return found[:SUGGESTED]
