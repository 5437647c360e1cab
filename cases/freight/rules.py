"""Freight of several motors in one parcel. Amounts are CNY."""

from decimal import Decimal

CENT = Decimal("0.01")


def shares(amount: Decimal, motors: int) -> list[Decimal]:
    """What falls to each motor of a parcel: the same to each, the cents that are left to the first."""
    each = (amount / motors).quantize(CENT, rounding="ROUND_DOWN")
    left = int((amount - each * motors) / CENT)
    return [each + CENT * (position < left) for position in range(motors)]
