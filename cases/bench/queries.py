"""How long motors stand where, and with whom: the board of those who lead the repair."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Max, Min, Q, QuerySet

from aftersales.kit.prepared import prepared
from aftersales.models import User
from aftersales.roles import roles_with
from cases.models import ReturnedMotor
from cases.statuses import MotorStatus
from workflow.models import Event

M = MotorStatus
AT_THE_BENCH = (M.AWAITING_PARTS, M.REPAIRING, M.INSPECTING)
NOBODY = 0  # the key of no person


@dataclass
class Load:
    """How much one person has, or nobody yet: waiting for parts, in work, at inspection, and late of all."""

    person: User | None
    waiting: int = 0
    in_work: int = 0
    inspecting: int = 0
    late: int = 0
    first: dt.date | None = None

    @property
    def key(self) -> int:
        return self.person.pk if self.person else NOBODY

    @property
    def count(self) -> int:
        return self.waiting + self.in_work + self.inspecting


def at_the_bench(user: User) -> QuerySet[ReturnedMotor]:
    """The motors between appraisal and inspection that the person may see."""
    return ReturnedMotor.objects.visible_to(user).filter(status__in=AT_THE_BENCH)


def loads(user: User, today: dt.date) -> list[Load]:
    """Who has how much, the latest first; two queries however many there are."""
    numbers = {
        "waiting": Count("pk", filter=Q(status=M.AWAITING_PARTS)),
        "in_work": Count("pk", filter=Q(status=M.REPAIRING)),
        "inspecting": Count("pk", filter=Q(status=M.INSPECTING)),
        "late": Count("pk", filter=Q(due_on__lt=today)),
        "first": Min("due_on"),
    }
    counts = at_the_bench(user).order_by().values("repairer").annotate(**numbers)
    rows = list(counts.values_list("repairer", *numbers))
    people = User.objects.in_bulk({key for key, *_numbers in rows if key})
    found = [Load(people.get(key or NOBODY), *rest) for key, *rest in rows]
    return sorted(found, key=lambda load: (-load.late, load.person is not None, load.first or dt.date.max))


@prepared
def since(motors: list[int]) -> "QuerySet[Event, tuple[int, dt.datetime]]":
    """Since when some motors stand where they do: (key, moment)."""
    moved = Event.objects.filter(subject="motor", subject_id__in=motors).exclude(to_status=F("from_status"))
    return moved.order_by().values("subject_id").annotate(at=Max("at")).values_list("subject_id", "at")


@dataclass(frozen=True)
class Stay:
    """How long a motor was in one state, all its stays there together. In hours."""

    state: MotorStatus
    hours: float
    here: bool = False

    @property
    def days(self) -> int:
        return int(self.hours // 24)

    @property
    def rest(self) -> int:
        """Hours beyond the days."""
        return int(self.hours % 24)


def stays(events: Iterable[Event], now: dt.datetime) -> list[Stay]:
    """The states through which a motor went in the order of its first coming, with the time in each.

    ``events`` are its own, the oldest first; the last state lasts until now, unless it is a final one.
    """
    hours: dict[str, float] = {}
    here, came = "", now
    for event in events:
        if event.to_status == here:
            continue
        if here:
            hours[here] = hours.get(here, 0) + between(came, event.at)
        here, came = event.to_status, event.at
        hours.setdefault(here, 0)
    if here in hours:
        hours[here] += between(came, now)
    return [Stay(MotorStatus(state), spent, state == here) for state, spent in hours.items()]


def days_stood(motor: ReturnedMotor, events: Iterable[Event], now: dt.datetime) -> int | None:
    """For how many days it has been at this step, where no clock says how long that may be.

    ``events`` may be those of its case, and are the newest first.
    """
    if motor.final or motor.paused or (motor.due_on and not motor.stopped_on):
        return None
    came = (
        event.at
        for event in events
        if event.subject_id == motor.pk and event.subject == "motor" and event.from_status != event.to_status
    )
    return int(between(next(came, now), now) // 24)


def between(start: dt.datetime, end: dt.datetime) -> float:
    return max((end - start).total_seconds(), 0) / 3600


def repairers() -> QuerySet[User]:
    """Everybody who may repair."""
    roles = roles_with("motor.finish_repair")
    return User.objects.filter(is_active=True, grants__role__in=roles).distinct().order_by("name", "pk")
