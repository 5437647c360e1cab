"""The numbers of the slips that document the lines of these ledgers."""

from typing import Protocol

from django.db.models import Prefetch

from slips.models import Slip


class Documented(Protocol):
    """What was read with its slips in force."""

    in_force: list[Slip]


def slips_of(kind: str, path: str) -> Prefetch:
    """The slips in force of one kind, for ``number_of``."""
    slips = Slip.objects.filter(kind=kind, voided_at=None).only("number").order_by("id")
    return Prefetch(f"{path}slips", slips, to_attr="in_force")


def number_of(owner: Documented) -> str:
    """The number of the slip that documents a motor's or consignment's line; empty before it is issued."""
    return owner.in_force[-1].number if owner.in_force else ""
