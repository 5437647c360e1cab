"""What a repair costs the customer (七). Amounts are CNY."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from cases.statuses import Disposition

ZERO = Decimal(0)


class Fees(NamedTuple):
    """Material and labour as charged to the customer."""

    material: Decimal
    labour: Decimal

    @property
    def total(self) -> Decimal:
        return self.material + self.labour


class Cost(NamedTuple):
    """What a motor cost the factory: parts at their own price, minutes of work, and the freight that it bears."""

    material: Decimal = ZERO
    labour: Decimal = ZERO
    freight: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.material + self.labour + self.freight

    def __add__(self, other: tuple[Any, ...]) -> "Cost":
        material, labour, freight = other
        return Cost(self.material + material, self.labour + labour, self.freight + freight)


def charged(disposition: str, charge: str, parts: Iterable[Mapping[str, Any]], labour: Decimal) -> Fees:
    """The fees of a repair: nothing for a free one, the customer-machined parts alone where 七.1 says so."""
    if disposition == Disposition.REPAIR_FREE:
        return Fees(ZERO, ZERO)
    only_machined = charge == "free_except_machined_material"
    material = sum(
        (
            part["unit_price"] * part["quantity"]
            for part in parts
            if part["customer_machined"] or not only_machined
        ),
        ZERO,
    )
    return Fees(material, ZERO if only_machined else labour)
