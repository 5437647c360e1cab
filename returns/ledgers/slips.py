"""What the ledgers have in common: the numbers of slips, shown and searched for."""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, QuerySet

from aftersales.search import encode
from returns.models import Slip

SLIP_NUMBER = re.compile(r"(?!FK)[A-Z]{2}-\d{4}-\d{4,}", re.IGNORECASE)  # that of FK is the case's


def slips_of(kind: str, path: str) -> Prefetch:
    """The slips in force of one kind, for ``number_of``."""
    slips = Slip.objects.filter(kind=kind, voided_at=None).only("number", "motor", "handover")
    return Prefetch(f"{path}slips", slips, to_attr="in_force")


def number_of(owner: Any) -> str:
    """The number of the slip that documents a motor's or consignment's line; empty before it is issued."""
    return next((slip.number for slip in reversed(owner.in_force)), "")


def search(case: str, **owner: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    """By what the case of this path is found by, or by the number of a slip.

    ``owner`` says what the rows share with their slip: ``motor="motor"``, ``pk="handover"``.
    """
    ((field, of_slip),) = owner.items()

    def narrow(rows: QuerySet[Any], word: str) -> QuerySet[Any]:
        if not SLIP_NUMBER.fullmatch(word):
            return rows.filter(**{f"{case}__search_text__contains": encode(word)})
        return rows.filter(**{f"{field}__in": Slip.objects.filter(number=word.upper()).values(of_slip)})

    return narrow
