"""What the search finds in the register: motors by a part of their serial number, customers and models by name."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.kit.finding import SHOWN, Finder, Hit, register
from aftersales.kit.finding.wanted import WORTH, Wanted
from aftersales.kit.phones import ending
from aftersales.kit.search import with_all
from aftersales.models import User
from warranty.models import Customer, Motor, Product, hidden
from warranty.queries import registered_motor


def motors_meant(wanted: Wanted, user: User) -> Iterator[Hit]:
    """The entry of a serial number, else those that have it in theirs."""
    if not wanted.serial_key:
        return
    entry = registered_motor(wanted.text)
    for motor in [entry] if entry else motors_with(wanted.serial_key):
        said = (motor.product.model, str(motor.consignee), motor.ex_factory_date.isoformat())
        yield Hit(motor.serial_number, motor.get_absolute_url(), said)


def motors_with(part: str) -> QuerySet[Motor]:
    """The last that left the factory; none for a part that nearly all of them have."""
    rows = (
        Motor.objects.filter(active=True, serial_key__contains=part)
        if len(part) >= WORTH
        else Motor.objects.none()
    )
    return rows.select_related("product", "consignee").order_by("-pk")[:SHOWN]


def customers_meant(wanted: Wanted, user: User) -> Iterator[Hit]:
    """By telephone number, else by name, its initials, region and contact."""
    shown = ["region", "contact"] if hidden(Customer, "phone", user) else ["region", "contact", "phone"]
    for customer in customers_like(wanted).order_by("name")[:SHOWN]:
        said = tuple(getattr(customer, name) for name in shown)
        exact = customer.name.upper() == wanted.text.upper()
        yield Hit(customer.name, customer.get_absolute_url(), said, exact=exact)


def customers_like(wanted: Wanted) -> QuerySet[Customer]:
    """Customers in use that may be meant."""
    rows = Customer.objects.filter(active=True)
    by_phone = rows.filter(**ending("phone_key", wanted.phone)) if wanted.phone else rows.none()
    return by_phone if by_phone.exists() else with_all(rows, wanted.names)


def models_meant(wanted: Wanted, user: User) -> Iterator[Hit]:
    """By model, or the words and initials of its description."""
    for product in with_all(Product.objects.filter(active=True), wanted.names).order_by("model")[:SHOWN]:
        exact = product.model.upper() == wanted.text.upper()
        yield Hit(
            product.model, product.get_absolute_url(), (product.description, product.ratings), exact=exact
        )


register(
    Finder(
        "registered_motor",
        _("In the register"),
        "database",
        30,
        motors_meant,
        "register.view",
        "warranty:motors",
    ),
    Finder(
        "customer", _("Customers"), "building-2", 40, customers_meant, "register.view", "warranty:customers"
    ),
    Finder("product", _("Models"), "cpu", 50, models_meant, "register.view", "warranty:models"),
)
