"""Letters to people without an account, such as customers: written once, and called off where nobody needs them.

    @fills("survey_link")
    def with_link(letter): ...

What is secret in a letter never lies in the database: its text keeps a place free, and whoever wrote it fills
that in as it leaves. The first word of its key says who that is.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable

from django.db import transaction

from aftersales.kit.queues import wake
from notices.models import Delivery, Letter


class Unwritable(Exception):
    """What is missing in a letter cannot be filled in. The text is for the administrator."""


Filler = Callable[[Letter], str | None]

FILLERS: dict[str, Filler] = {}


def fills(kind: str) -> Callable[[Filler], Filler]:
    """Let a function give the text of a letter of this kind as it leaves, None where it need not leave any more."""

    def register(filler: Filler) -> Filler:
        FILLERS[kind] = filler
        return filler

    return register


def text_of(letter: Letter) -> str | None:
    """What the letter says, as it leaves now."""
    return FILLERS[letter.key.split()[0]](letter)


@transaction.atomic
def write_outside(letters: Iterable[Letter], now: dt.datetime) -> list[Letter]:
    """Let these go out, each by itself: a batch of its own keeps them apart. Raises IntegrityError for a key twice."""
    written = Letter.objects.bulk_create(letters)
    Delivery.objects.bulk_create(
        Delivery(letter=letter, due_at=now, batch=uuid.uuid4()) for letter in written
    )
    wake("notices")
    return written
