"""What one does with a case besides its verbs: open it, correct it."""

import datetime as dt

from aftersales.models import User
from cases.models import Case
from warranty.actions import note
from warranty.models import Customer
from workflow.actions import create, perform
from workflow.models import Facts
from workflow.waiting import act, touched


def open_case(case: Case, *, by: User, at: dt.datetime | None = None) -> Case:
    """Write down a new feedback as its author's draft (四.1)."""
    return create(case, by=by, at=at)


def register_customer(customer: Customer, told: Facts, *, by: User) -> Customer:
    """Enter a customer whom the register does not know yet; the sales coordinator confirms or merges it (四.1)."""
    customer.contact, customer.phone = told.get("contact", ""), told.get("phone", "")
    with act():
        customer.save()
        note(customer, {"name": ["", customer.name]}, by=by, entered=True)
        touched(customer)
    return customer


def revise_case(case: Case, fields: Facts, *, by: User, version: int) -> Case:
    """Correct the facts of a case that is still with its author."""
    return perform(case, "revise", by=by, version=version, edit=fields)
