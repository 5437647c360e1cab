"""A verdict as a page shows it: part by part, what it comes to."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices, Label
from warranty.statuses import ChargeOutcome, FreightBearer, ReturnOutcome, WarrantyStatus
from workflow.models import Facts


class Part(NamedTuple):
    """One part: what its reasons are called by, its name, what it comes to, in which colour.

    ``grounds`` are the clauses for a return that is refused all the same.
    """

    name: str
    label: Label
    outcome: ColouredChoices
    colour: str
    grounds: list[str]


def parts_of(verdict: Facts) -> list[Part]:
    """The four parts of a verdict, see Verdict.as_dict."""
    return [
        part("warranty", _("Warranty"), WarrantyStatus(verdict["warranty"]["status"])),
        return_part(verdict["return"]),
        part("charge", _("Charge"), ChargeOutcome(verdict["charge"]["outcome"])),
        part("freight", _("Freight"), FreightBearer(verdict["freight"]["bearer"])),
    ]


def part(name: str, label: Label, outcome: ColouredChoices) -> Part:
    return Part(name, label, outcome, outcome.colour, [])


def return_part(said: Facts) -> Part:
    """A return that clauses bar is refused in red; without a bar the motor is simply repaired."""
    found = part("return", _("Return"), ReturnOutcome(said["outcome"]))
    if found.outcome != ReturnOutcome.REFUSED or not said["bars"]:
        return found
    return found._replace(colour="red", grounds=said["grounds"])
