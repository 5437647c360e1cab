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
from notices.outside import Unwritable, text_of
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
    if rows[0].user is None and rows[0].letter:
        return hand_over_outside(batch, rows[0], rows[0].letter)
    with translation.override(language_of(rows[0].user)):
        lines, moot = wording.lines_of(rows, timezone.localdate(now))
        claims.drop(batch, moot)
        letters = [row.letter for row in rows if row.letter]
        if lines or letters:
            speak(rows[0], lines, letters)
    return bool(lines or letters)


def hand_over_outside(batch: Batch, row: Delivery, letter: Letter) -> bool:
    """Give a letter to somebody outside to the mail server; False where it need not leave any more."""
    try:
        text = text_of(letter)
    except Unwritable as problem:
        raise channels.Undelivered(str(problem)) from None
    if text is None:
        claims.drop(batch, [row])
        return False
    assert row.batch is not None
    channels.mail(letter.address, letter.subject, text, row.batch, letter.reply_to)
    return True


def unwanted(row: Delivery) -> bool:
    """The person has left, or wants no mail any more; or the factory has no mail server any more."""
    if row.user is None:
        return row.robot is None and not settings.MAILS
    return not mailable(row.user)


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
