"""What the ledgers of cases and motors share: columns, filters, and whose rows they are."""

import datetime as dt
import re
from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.kit.ledger import ID, LONG, Column, Filter, follow
from aftersales.kit.ledger.filters import text
from aftersales.kit.search import sought
from aftersales.models import User
from warranty.models import Customer, Product
from workflow.models import Dossier, visible

M = TypeVar("M", bound=Model)

SLIP_NUMBER = re.compile(r"(?!FK)[A-Z]{2}-\d{4}-\d{4,}", re.IGNORECASE)  # that of FK is the case's

SERIAL = Column(_("Serial number"), "motor", ID, url="motor.get_absolute_url")
MODEL = Column(_("Model"), "motor.model_name")
CUSTOMER = Column(_("Customer"), "motor.case.customer.name", LONG)
CASE = Column(_("Case"), "motor.case.number", ID, url="motor.case.get_absolute_url")
SALESPERSON = Column(_("Salesperson"), "motor.case.salesperson", screen=False)


def by_whom(name: str, dossier: str = "motor.case.dossier") -> Callable[[Model], str | None]:
    """Who did it, and for whom, where somebody acted for another.

    ``name`` is the path of the person, ``decided_by``; the moment is beside it, ``decided_at``. ``dossier`` is the path
    of the dossier in which it was done.
    """

    def who(row: Model) -> str | None:
        person, at = follow(row, name), follow(row, f"{name.removesuffix('_by')}_at")
        matter = follow(row, dossier)
        if isinstance(person, User) and isinstance(at, dt.datetime) and isinstance(matter, Dossier):
            return matter.who(person, at)
        return str(person) if person else None

    return who


def of_visible_cases(rows: QuerySet[M], user: User, path: str = "motor__case") -> QuerySet[M]:
    """The rows that belong to a case which the person may see."""
    return rows.filter(visible(user, f"{path}__dossier"))


def customer(path: str) -> Filter:
    """Customers by a part of their name; ``path`` leads to the customer."""

    def narrow(rows: QuerySet[M], name: str) -> QuerySet[M]:
        return rows.filter(**{f"{path}__in": Customer.objects.filter(name__icontains=name)})

    return Filter("customer", lambda: text(_("Customer")), narrow)


def model(path: str = "motor__") -> Filter:
    """Models by a part of their name, from the factory's list or not; ``path`` leads to who has the model."""

    def narrow(rows: QuerySet[M], name: str) -> QuerySet[M]:
        ours = list(Product.objects.filter(model__icontains=name))
        another_makers = {f"{path}product": None, f"{path}other_model__icontains": name}
        return rows.filter(Q(**{f"{path}product__in": ours}) | Q(**another_makers))

    return Filter("model", lambda: text(_("Model"), 60), narrow)


def search(case: str, slips: str) -> Callable[[QuerySet[M], str], QuerySet[M]]:
    """By what the case of this path is found by, or by the number of a slip of those of the other path."""

    def narrow(rows: QuerySet[M], word: str) -> QuerySet[M]:
        if not SLIP_NUMBER.fullmatch(word):
            return rows.filter(**{f"{case}__search_text__contains": sought(word)})
        return rows.filter(**{f"{slips}__number": word.upper()})

    return narrow
