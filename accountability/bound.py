"""What penalties keep of the register: a customer's new name is what they are found by."""

from collections.abc import Mapping
from typing import Any

from accountability.models import Penalty
from aftersales.kit.search import find_by
from warranty.bound import follows
from warranty.models import Customer


@follows("customer")
def new_name(customer: Customer, changes: Mapping[str, list[Any] | None]) -> None:
    if pair := changes.get("name"):
        find_by(Penalty.objects.filter(case__customer=customer), *pair)
