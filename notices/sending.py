"""One round of a sender."""

import datetime as dt
import logging
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone, translation

from aftersales.models import User
from notices import channels, claims, wording
from notices.claims import Batch
from notices.models import Delivery, Letter, choice_of
from notices.planning import mailable

Clock = Callable[[], dt.datetime]

log = logging.getLogger(__name__)


def send(clock: Clock = timezone.now) -> int:
    """Send everything that is due; return how many messages went out.

    A long round reads the clock anew for each batch: by it others judge whether this sender is still alive.
    """
    claims.take_up_abandoned(clock())
    count = 0
    for address in claims.due(clock()):
        now = clock()
        batch = claims.claim(address, now)
        count += batch is not None and deliver(batch, now)
    return count


def deliver(batch: Batch, now: dt.datetime) -> bool:
    """Send one batch and write down what became of it. Nothing that goes wrong with it stops the others."""
    try:
        went_out = hand_over(batch, now)
    except channels.Undelivered as problem:
        claims.failed(batch, str(problem), now)
        return False
    except Exception as problem:  # a mistake of ours shall be seen, and not hold up everybody's mail
        log.exception("A message cannot be put into words")
        claims.failed(batch, type(problem).__name__, now)
        return False
    claims.sent(batch, now)
    return went_out


def hand_over(batch: Batch, now: dt.datetime) -> bool:
    """Put a batch into words and give it to its channel; False where there is nothing left to say."""
    related = ("event__dossier", "reminder", "letter", "user__notice_choice", "robot")
    rows = list(batch.select_related(*related).prefetch_related("user__grants").order_by("id"))
    if not rows or unwanted(rows[0]):
        claims.drop(batch, rows)
        return False
    with translation.override(language_of(rows[0].user)):
        lines, moot = wording.lines_of(rows, timezone.localdate(now))
        claims.drop(batch, moot)
        letters = [row.letter for row in rows if row.letter]
        if lines or letters:
            speak(rows[0], lines, letters)
    return bool(lines or letters)


def unwanted(row: Delivery) -> bool:
    """The person has left, or wants no mail any more."""
    return row.user is not None and not mailable(row.user)


def language_of(user: User | None) -> str:
    """The reader's language; groups are spoken to in the factory's."""
    return choice_of(user).language if user else settings.LANGUAGE_CODE


def speak(row: Delivery, lines: list[wording.Line], letters: list[Letter]) -> None:
    assert row.batch is not None
    if row.user:
        subject, text = wording.subject(lines, letters), wording.mail_text(lines, letters)
        channels.mail(row.user.email, subject, text, row.batch)
    elif row.robot:
        channels.post(row.robot, wording.robot_text(lines))
