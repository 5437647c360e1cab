"""What makes one look further before no fault is found, and what is still lacking. Pure.

The way: the standard test, the test under load, then, where something makes one look further, the remaining items of
the plan in the customer's conditions, and an answer to what made one look.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from catalogue.limits import Outcome


class Trigger(TextChoices):
    """What makes one look further."""

    CIRCUMSTANCES = (
        "circumstances",
        _("the complaint comes and goes, or names heat, cold, vibration or start"),
    )
    DANGER = "danger", _("smoke, shock, fire or injury is reported")
    BACK_AGAIN = "back_again", _("this motor came back before")
    SAME_COMPLAINT = "same_complaint", _("other motors of this model came with the same complaint")
    OFTEN = "often", _("many motors of this model show no fault this month")
    NEAR_LIMIT = "near_limit", _("a value is close to its limit")
    CONTRADICTED = "contradicted", _("a photo, a smell or a stain contradicts the values")


class Why(TextChoices):
    """Why an item is still lacking."""

    NOT_MEASURED = "not_measured", _("not measured")
    OUTSIDE = "outside", _("out of limits")
    NO_LIMIT = "no_limit", _("no limit for this model")
    NOT_ANSWERED = "not_answered", _("not answered")


WORDS = {
    Trigger.CIRCUMSTANCES: re.compile(
        "时好时坏|时有时无|间歇|偶尔|偶发|有时|不定时|发热|过热|发烫|烫手|温升|热态|冷态|低温|冬天|振动|震动|启动|起动"
        "|intermittent|sometimes|heat|hot|cold|vibrat|start",
        re.IGNORECASE,
    ),
    Trigger.DANGER: re.compile(
        "冒烟|起火|着火|烧着|触电|漏电|电人|麻手|受伤|伤人|smoke|fire|shock|injur", re.IGNORECASE
    ),
}


def triggers_in(text: str) -> list[Trigger]:
    """What in the words of a complaint makes one look further."""
    return [trigger for trigger, words in WORDS.items() if words.search(text)]


class Item(NamedTuple):
    """One item of the plan as far as the evidence goes; ``outcome`` is None where nothing is measured."""

    place: int
    always: bool
    instead_of: int | None
    outcome: Outcome | None


class Lack(NamedTuple):
    """What is lacking: an item by its place, or an answer by its trigger."""

    place: int | None
    trigger: str
    why: Why


LACKING = {None: Why.NOT_MEASURED, Outcome.OUTSIDE: Why.OUTSIDE, Outcome.UNKNOWN: Why.NO_LIMIT}


def lacks(items: Collection[Item], triggers: Iterable[str], answers: Mapping[str, str]) -> Iterator[Lack]:
    """What is lacking for the finding that there is no fault; nothing where the values are evidence enough.

    Every item that is always measured has a value inside its limits; with a trigger every item of the plan has,
    and the trigger an answer. An item is spared where another is measured in its place.
    """
    found = [*dict.fromkeys(triggers)]
    spared = {item.instead_of for item in items if item.outcome}
    for item in items:
        required = (item.always or found) and item.place not in spared and not item.instead_of
        if item.outcome in LACKING and (required or item.outcome):
            yield Lack(item.place, "", LACKING[item.outcome])
    yield from (Lack(None, trigger, Why.NOT_ANSWERED) for trigger in found if not answers.get(trigger))
