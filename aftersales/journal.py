"""The log of the administration: whoever changes people, deputies, printers, robots or figures writes it down here.

An app names its deeds by ``deeds``; the ledger of people/ledgers.py shows what has been written.
"""

from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import Label
from aftersales.kit.untyped import JsonValue
from aftersales.models import Journal, User

DEEDS: dict[str, Label] = {}
"""What is written down, and how people read it."""


def deeds(**labels: Label) -> None:
    """Let these be written down."""
    DEEDS.update(labels)


def write(deed: str, about: object, *, by: User, person: User | None = None, **said: JsonValue) -> Journal:
    """Keep what was done, in the transaction of the deed; ``said`` is JSON."""
    if deed not in DEEDS:
        raise LookupError(f"{deed} is no deed of the administration.")
    return Journal.objects.create(
        deed=deed, about=str(about)[:200], by=by, by_name=str(by)[:60], person=person, said=said
    )


deeds(
    name_deputy=_("Deputy named"),
    end_deputy=_("Deputy ended early"),
    add_person=_("Person added"),
    change_person=_("Person changed"),
    set_password=_("Password set"),
    end_sessions=_("Signed out"),
    hand_over=_("Work handed over"),
    set_up_second_factor=_("Second factor set up"),
    take_away_second_factor=_("Second factor taken away"),
    workshop_computer=_("Computer of the workshop"),
    quick_sign=_("Badge or PIN changed"),
    change_printer=_("Printer changed"),
    change_robot=_("Robot changed"),
)
