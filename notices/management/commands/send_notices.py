"""``manage.py send_notices``: whatever people should hear of and have not heard of yet."""

import argparse
import datetime as dt
import logging
import signal
import threading

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, connection
from django.utils import timezone

from notices.models import Delivery, DeliveryState
from notices.planning import plan
from notices.reminders import remind
from notices.sending import send

log = logging.getLogger(__name__)

PAUSE = 20.0  # seconds between two rounds of --loop
REMIND_EVERY = dt.timedelta(minutes=10)  # worklists are read for reminders
LATE = dt.timedelta(hours=1)  # --check complains of what should have gone out before


class Command(BaseCommand):
    help = "Remind of what is due, and send everything that is due and unsent, once. Safe to run several times at once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--loop", action="store_true", help="go on until stopped, a round every 20 seconds"
        )
        parser.add_argument("--check", action="store_true", help="send nothing; fail if something is stuck")

    def handle(self, *, loop: bool, check: bool, verbosity: int, **options: str | int | None) -> None:
        if check:
            return self.check_nothing_is_stuck()
        reminded, messages = one_round(timezone.now(), reminding=True)
        if verbosity and not loop:
            self.stdout.write(f"{reminded} reminded, {messages} messages sent")
        if loop:
            go_on()
        return None

    def check_nothing_is_stuck(self) -> None:
        """For a supervisor: exit code 1 when something was given up, or has waited for over an hour."""
        given_up = Delivery.objects.filter(state=DeliveryState.GIVEN_UP)[:1000].count()
        open_states = (DeliveryState.PENDING, DeliveryState.CLAIMED)
        late = Delivery.objects.filter(state__in=open_states, due_at__lt=timezone.now() - LATE)[:1000].count()
        if given_up or late:
            raise CommandError(f"{given_up} notices given up, {late} late by more than an hour")
        self.stdout.write("nothing is stuck")


def one_round(now: dt.datetime, *, reminding: bool) -> tuple[int, int]:
    """How many people were reminded, how many messages went out. A mistake in the reminders stops no message."""
    reminded = messages = 0
    try:
        reminded = remind(now) if reminding else 0
    finally:
        plan(now)
        messages = send()
    return reminded, messages


def go_on() -> None:
    """Rounds until SIGTERM or Ctrl+C, which wait for the message that is being sent."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    reminded_at = timezone.now()
    while not stop.wait(PAUSE):
        now = timezone.now()
        close_old_connections()
        try:
            one_round(now, reminding=now - reminded_at >= REMIND_EVERY)
        except Exception:  # the database restarts, or a mistake of ours: the next round may do better
            log.exception("This round failed; trying again in %s seconds", PAUSE)
            connection.close()
            continue
        if now - reminded_at >= REMIND_EVERY:
            reminded_at = now
