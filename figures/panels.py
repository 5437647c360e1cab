"""Who else has motors like these: ways to the list from a motor, an entry of the register, a corrective action."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.models import CorrectiveAction
from aftersales.models import User
from cases.models import ReturnedMotor
from figures.months import Month
from warranty.models import Motor, Product
from workflow.models import Facts
from workflow.panels import panel

LOTS = 6  # months of production of one action that are offered


class Way(NamedTuple):
    """A link to the motors that have something in common."""

    label: str
    url: str


def way(label: str, **said: str) -> Way:
    return Way(label, f"{reverse('figures:alike')}?{urlencode(said)}")


@panel("motor.aside", "figures/_alike.html", rank=90)
def of_motor(motor: ReturnedMotor, user: User) -> Facts | None:
    entry = motor.registered
    if entry is None:
        return None
    known = motor.product if motor.product_id == entry.product_id else None
    return like(entry, known or entry.product, user)


@panel("registered_motor.aside", "figures/_alike.html", rank=90)
def of_entry(entry: Motor, user: User) -> Facts | None:
    return like(entry, entry.product, user)


def like(entry: Motor, product: Product, user: User) -> Facts | None:
    """Of the same model, and made on the same day, in the same month or shift, or delivered together."""
    if not user.can("report.view"):
        return None
    model, made = product.model, entry.produced_on or entry.ex_factory_date
    month = Month.of(made)
    if entry.produced_on:
        of_day, of_month = _("made on %(day)s"), _("made in %(month)s")
    else:  # nobody has entered when it was made
        of_day, of_month = (
            _("shipped from the factory on %(day)s"),
            _("shipped from the factory in %(month)s"),
        )
    ways = [
        way(of_day % {"day": made}, model=model, made=str(made)),
        way(of_month % {"month": month}, model=model, made=str(month)),
    ]
    if entry.production_shift:
        shift = entry.production_shift
        ways.append(way(_("made by %(shift)s") % {"shift": shift}, model=model, shift=shift))
    if entry.document:
        document = entry.document
        ways.append(
            way(_("delivered with %(document)s") % {"document": document}, model=model, batch=document)
        )
    return {"model": model, "ways": ways}


@panel("action.aside", "figures/_alike.html", rank=90)
def of_action(action: CorrectiveAction, user: User) -> Facts | None:
    """Of the model, and made in the months in which the motors of the action were."""
    if not user.can("report.view"):
        return None
    ways = [way(_("all of this model"), model=action.model)]
    for month in months_of(motors_of(action)):
        ways.append(way(_("made in %(month)s") % {"month": month}, model=action.model, made=str(month)))
    return {"model": action.model, "ways": ways}


def motors_of(action: CorrectiveAction) -> Iterable[Motor]:
    motors = ReturnedMotor.objects.filter(occurrences__action=action).values("registered")
    return Motor.objects.filter(pk__in=motors).only("produced_on", "ex_factory_date")


def months_of(entries: Iterable[Motor]) -> list[Month]:
    """The last months in which they were made."""
    found = {Month.of(entry.produced_on or entry.ex_factory_date) for entry in entries}
    return sorted(found, reverse=True)[:LOTS]
