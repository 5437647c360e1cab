"""Lots of motors that left the factory, and some of them that came back."""

import datetime as dt

from django.utils import timezone

from aftersales.kit.serials import key
from figures.actions import ring_alarms
from figures.models import Alarm
from figures.months import Month
from figures.service import keep_service
from tests.actors import inspector
from tests.factories import appraised, case_at, customer, product
from warranty.models import Motor

BEFORE = 3  # months ago, in which the bad lot was made


def made(count: int, months_ago: int) -> list[Motor]:
    """So many motors made and shipped in a month."""
    day = Month.now().plus(-months_ago).first + dt.timedelta(days=9)
    known = Motor.objects.count()
    numbers = [f"{day:%y%m%d}-{known + n:04d}" for n in range(count)]
    facts = {"product": product(), "consignee": customer(), "ex_factory_date": day, "produced_on": day}
    return Motor.objects.bulk_create(
        [Motor(serial_number=number, serial_key=key(number), **facts) for number in numbers]
    )


def came_back(entry: Motor) -> None:
    """The motor has a confirmed fault of the factory."""
    case = case_at("in_process", serial_number=entry.serial_number, ex_factory_date=entry.ex_factory_date)
    motor = case.motors.get()
    motor.registered = entry
    motor.save()
    appraised(motor, "repair_free")


def bad_lot(returned: int = 4) -> None:
    """Forty motors of which several came back, after lots of which none did."""
    inspector(), customer(), product()
    for months_ago in range(BEFORE + 1, BEFORE + 7):
        made(60, months_ago)
    for entry in made(40, BEFORE)[:returned]:
        came_back(entry)


def an_alarm() -> Alarm:
    """A lot that rings."""
    if not Alarm.objects.exists():
        bad_lot()
        keep_service()
        ring_alarms(timezone.now())
    return Alarm.objects.latest("pk")
