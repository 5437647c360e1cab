"""What one does with a case besides its verbs: open it, correct it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db.models import Model

from aftersales.models import User
from cases.clock.deadlines import case_dates
from cases.models import Case
from warranty.actions import record
from warranty.models import Customer
from workflow.actions import create, perform
from workflow.guards import Blocked, Permission
from workflow.models import Facts
from workflow.waiting import act, touched

CREATES = Permission[Model]("case.create")


def open_case(case: Case, *, by: User, at: dt.datetime | None = None) -> Case:
    """Write down a new feedback as its author's draft (四.1), with the day by which it must be complete."""
    case.due_on = case.next_due_on = case_dates(case)["due_on"]
    return create(case, by=by, at=at)


def register_customer(customer: Customer, told: Facts, *, by: User) -> Customer:
    """Enter a customer whom the register does not know yet; the sales coordinator confirms or merges it (四.1)."""
    values = {"name": customer.name, "contact": told.get("contact", ""), "phone": told.get("phone", "")}
    customer.provisional = True
    try:
        with act():
            record(customer, values, by=by, why="", may=CREATES)
            touched(customer)
    except ValidationError as error:
        raise Blocked(" ".join(error.messages)) from None
    return customer


def revise_case(case: Case, fields: Facts, *, by: User, version: int) -> Case:
    """Correct the facts of a case that is still with its author."""
    return perform(case, "revise", by=by, version=version, edit=fields)
