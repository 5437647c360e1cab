"""What the search finds of cases and of motors that came back; a motor opens with its whole history."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftersales.addresses import addresses_of_text
from aftersales.kit.finding import SHOWN, Finder, Hit, register
from aftersales.kit.finding.wanted import WORTH, Wanted
from aftersales.models import User
from aftersales.templatetags.marks import short
from cases.models import ReturnedMotor
from cases.queries import latest_meant
from cases.same_motor import same_motor
from warranty.queries import registered_motor

PROBLEM = 40  # characters of the problem beside a case


def found_cases(wanted: Wanted, user: User) -> Iterator[Hit]:
    """By number, serial number, telephone number or words; the latest first."""
    for case in latest_meant(user, wanted).select_related("customer", "product").order_by("-pk")[:SHOWN]:
        yield Hit(
            str(case),
            case.get_absolute_url(),
            (case.customer.name, case.model_name, short(case.problem, PROBLEM)),
            case.state.label,
            case.state.colour,
            exact=case.number == wanted.number,
        )


def found_motors(wanted: Wanted, user: User) -> Iterator[Hit]:
    """The motor of a serial number, else those that came back and have it in theirs, each once."""
    if not wanted.serial_key:
        return
    whole = list(the_motor(wanted, user))
    yield from whole or motors_with(wanted.serial_key, user)


def the_motor(wanted: Wanted, user: User) -> Iterator[Hit]:
    """The motor that has exactly this number, if the person may know of it."""
    entry = registered_motor(wanted.text)
    rows = ReturnedMotor.objects.visible_to(user).filter(same_motor(wanted.text, entry))
    last = described(rows).first()
    if last:
        yield hit_of(last, entry.serial_number if entry else last.serial_number, exact=True)
    elif entry and user.can("register.view"):
        said = (entry.product.model, str(entry.consignee))
        yield Hit(entry.serial_number, passport_url(entry.serial_number), said, exact=True)


def motors_with(part: str, user: User) -> Iterator[Hit]:
    """The latest of those that have a part of a number in theirs; none for one that nearly all have."""
    if len(part) < WORTH:
        return
    rows = ReturnedMotor.objects.visible_to(user).filter(serial_key__contains=part).order_by("-pk")
    keys = list(rows.values_list("pk", flat=True)[: 2 * SHOWN])  # first: thousands may have it
    found = described(ReturnedMotor.objects.filter(pk__in=keys))
    latest = {motor.serial_key: motor for motor in reversed(found)}
    for motor in sorted(latest.values(), key=lambda motor: -motor.pk)[:SHOWN]:
        yield hit_of(motor, motor.serial_number)


def described(rows: QuerySet[ReturnedMotor]) -> QuerySet[ReturnedMotor]:
    return rows.select_related("case__customer", "product").order_by("-pk")


def hit_of(motor: ReturnedMotor, serial_number: str, exact: bool = False) -> Hit:
    said = (motor.model_name, motor.case.customer.name, str(motor.case))
    url = passport_url(serial_number)
    return Hit(serial_number, url, said, motor.state.label, motor.state.colour, exact=exact)


def passport_url(serial_number: str) -> str:
    return addresses_of_text("cases:life")(serial_number)


register(
    Finder("case", _("Cases"), "message-square-warning", 10, found_cases, all_url="cases:list"),
    Finder("motor", _("Motors"), "cog", 20, found_motors, all_url="cases:motors"),
)
