"""Confirming a new customer, and merging it into one that was known under another name."""

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.models import User
from cases.models import Case
from warranty.actions import move, note
from warranty.models import Customer, Entry
from workflow.actions import read, take
from workflow.guards import Blocked
from workflow.waiting import act, touched


def confirm(customer: Customer, changed: list[str], *, by: User) -> Customer:
    """The register keeps it from now on, with what it has been corrected to."""
    before = Customer.objects.get(pk=customer.pk)
    customer.provisional = False
    with act():
        customer.save()
        changes = {name: [getattr(before, name), getattr(customer, name)] for name in changed}
        note(customer, changes, by=by, why=_("confirmed"))
        touched(customer)
    return customer


def merge(customer: Customer, into: Customer, *, by: User) -> Customer:
    """Everything of a new customer belongs to the other one from now on; each case keeps that on record.

    Raises Blocked where the two stand beside each other somewhere, so that they cannot be one.
    """
    with act():
        for case in Case.objects.filter(customer=customer):
            case.lock()
            take(
                read(case),
                "change_customer",
                by=by,
                at=timezone.now(),
                data={"edit": {"customer": into}},
                derived=True,
            )
        try:
            move_the_rest(customer, into, by=by)
        except IntegrityError:
            raise Blocked(_("Both are in one list; they cannot be one customer.")) from None
        customer.provisional = customer.active = False
        customer.save()
        note(customer, {"active": [True, False]}, by=by, why=_("merged into %(name)s") % {"name": into})
        touched(customer)
    return into


def move_the_rest(customer: Customer, into: Customer, *, by: User) -> None:
    """Entries of the register keep it in their history; all else is moved as it is."""
    why = _("%(old)s is %(new)s") % {"old": customer, "new": into}
    for relation in Customer._meta.related_objects:
        name, model = relation.field.name, relation.related_model
        if issubclass(model, Entry):
            move(model, name, customer, into, by=by, why=why)
            continue
        rows = model._base_manager
        rows.filter(**{name: customer}).update(**{name: into})
