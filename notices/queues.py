"""What is done about notices in the background: people are reminded, and what is due is sent."""

import datetime as dt

from django.utils import timezone

from aftersales.kit.queues import Queue, register
from notices.claims import next_due
from notices.models import Delivery, DeliveryState, Notice
from notices.planning import plan
from notices.reminders import remind
from notices.sending import send

REMIND_EVERY = dt.timedelta(minutes=10)  # worklists are read for reminders
LATE = dt.timedelta(hours=1)  # a supervisor hears of what should have gone out before


def remind_people() -> int:
    return remind(timezone.now())


def send_what_is_due() -> int:
    """Plan what nobody has planned, send what is due; of how many notices and messages."""
    return plan(timezone.now()) + send()


def due() -> dt.datetime | None:
    """When there is something to send, at once where nobody has planned yet when."""
    return timezone.now() if Notice.objects.filter(planned_at=None).exists() else next_due()


def stuck() -> str:
    """What was given up, or has waited for over an hour."""
    given_up = Delivery.objects.filter(state=DeliveryState.GIVEN_UP)[:1000].count()
    open_states = (DeliveryState.PENDING, DeliveryState.CLAIMED)
    late = Delivery.objects.filter(state__in=open_states, due_at__lt=timezone.now() - LATE)[:1000].count()
    return f"{given_up} notices given up, {late} late by more than an hour" if given_up or late else ""


register(Queue("reminders", remind_people, every=REMIND_EVERY))
register(Queue("notices", send_what_is_due, due, stuck=stuck))
