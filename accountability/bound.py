"""What penalties keep of the register: a customer's new name is what they are found by."""

from accountability.models import Penalty
from aftersales.kit.search import find_by
from warranty.bound import follows
from warranty.models import Customer
from workflow.changes import Changes


@follows("customer")
def new_name(customer: Customer, changes: Changes) -> None:
    if pair := changes.get("name"):
        find_by(Penalty.objects.filter(case__customer=customer), *map(str, pair))
