"""Cases like the one in hand, and what cured them: the same motor, then its model with this code, then the code.

Looked for at the appraisal, at the bench and at intake, while somebody waits: every query goes down one index and looks
at no more than the latest of it, however many cases there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from django.db.models import QuerySet

from aftersales.kit.prepared import prepared
from aftersales.kit.serials import key
from aftersales.models import User
from cases.models import Case, RepairPart, ReturnedMotor
from catalogue.models import Failure
from catalogue.queries import alike, failure_meant
from workflow.models import StatefulQuerySet

SHOWN = 5
LOOKED_AT = 200  # the latest of a code, among which those are that the person may see
NOBODY = 0  # the key of no motor


@dataclass
class Cured:
    """A motor that had the same, why it is shown, and what cured it."""

    motor: ReturnedMotor
    same_motor: bool = False
    same_model: bool = False
    parts: list[str] = field(default_factory=list)
    came_back: bool = False
    """Whether the same motor was here again afterwards."""


def similar_to_motor(motor: ReturnedMotor, user: User) -> list[Cured]:
    """For the appraisal and the bench: by the code of the appraisal, else by what the words mean."""
    sheet = motor.appraisal
    words = (sheet.defect, sheet.symptom) if sheet else (motor.remark, motor.case.problem)
    failure = motor.failure or (sheet.failure if sheet else None) or said(*words)
    return similar(motor.serial_number, motor.product_id, failure, motor.pk, user)


def similar_to_case(case: Case, user: User) -> list[Cured]:
    """For intake, as far as it is filled in; a feedback has no motor in the house yet."""
    failure = case.failure or said(case.problem)
    return similar(case.serial_number, case.product_id, failure, NOBODY, user)


def said(*texts: str) -> Failure | None:
    """The code of the first text that means one."""
    return next(filter(None, map(failure_meant, filter(None, texts))), None)


def similar(
    serial_number: str, product: int | None, failure: Failure | None, but: int, user: User
) -> list[Cured]:
    """At most five, the nearest first, each once."""
    found: dict[int, Cured] = {}
    for one in chain(of_same_motor(serial_number, but, user), of_code(product, failure, but, user)):
        found.setdefault(one.motor.pk, one)
        if len(found) == SHOWN:
            break
    return with_cures([*found.values()])


def of_same_motor(serial_number: str, but: int, user: User) -> Iterator[Cured]:
    if spelt := key(serial_number):
        yield from (Cured(motor, same_motor=True) for motor in same_motors(spelt, but, user))


def of_code(product: int | None, failure: Failure | None, but: int, user: User) -> Iterator[Cured]:
    """Those with this code, or one that was merged with it; of the same model first."""
    codes = alike(failure) if failure else []
    for code in codes if product else []:
        rows = seen_of(of_model(code, product or 0, but), user)
        yield from (Cured(motor, same_model=True) for motor in rows)
    for code in codes:
        yield from (Cured(motor) for motor in seen_of(of_failure(code, but), user))


def seen_of(rows: list[tuple[int]], user: User) -> list[ReturnedMotor]:
    """Of the latest those that the person may see."""
    return among([key for (key,) in rows], user) if rows else []


@prepared
def same_motors(spelt: str, but: int, user: User) -> QuerySet[ReturnedMotor]:
    return shown(ReturnedMotor.objects.filter(serial_key=spelt).exclude(pk=but), user)


# The keys first: with the rows in one query PostgreSQL walks through all motors until it has met five of them.


@prepared
def of_model(failure: int, product: int, but: int) -> "QuerySet[ReturnedMotor, tuple[int]]":
    return latest(ReturnedMotor.objects.filter(failure=failure, product=product).exclude(pk=but))


@prepared
def of_failure(failure: int, but: int) -> "QuerySet[ReturnedMotor, tuple[int]]":
    return latest(ReturnedMotor.objects.filter(failure=failure).exclude(pk=but))


@prepared
def among(motors: list[int], user: User) -> QuerySet[ReturnedMotor]:
    return shown(ReturnedMotor.objects.filter(pk__in=motors), user)


def latest(rows: QuerySet[ReturnedMotor]) -> "QuerySet[ReturnedMotor, tuple[int]]":
    return rows.order_by("-pk").values_list("pk")[:LOOKED_AT]


def shown(rows: StatefulQuerySet[ReturnedMotor], user: User) -> QuerySet[ReturnedMotor]:
    """Of some rows those that have been appraised and that the person may see."""
    seen = rows.exclude(disposition="").visible_to(user).order_by("-pk")
    return seen.select_related("case", "product", "appraisal", "repair")[:SHOWN]


def with_cures(found: list[Cured]) -> list[Cured]:
    """What was put into them, and whether they came back."""
    repairs = [one.motor.repair_id for one in found if one.motor.repair_id]
    parts: dict[int, list[str]] = {}
    for repair, name in parts_of(repairs) if repairs else []:
        parts.setdefault(repair, []).append(name)
    spelt = [one.motor.serial_key for one in found if one.motor.serial_key]
    last = dict(last_returns(spelt)) if spelt else {}
    for one in found:
        one.parts = parts.get(one.motor.repair_id or 0, [])
        one.came_back = last.get(one.motor.serial_key, 0) > one.motor.pk
    return found


@prepared
def parts_of(repairs: list[int]) -> "QuerySet[RepairPart, tuple[int, str]]":
    return RepairPart.objects.filter(repair__in=repairs).values_list("repair", "name")


def last_returns(spelt: list[str]) -> "QuerySet[ReturnedMotor, tuple[str, int]]":
    """The keys of the latest returns of some motors, by serial key."""
    rows = ReturnedMotor.objects.filter(serial_key__in=spelt).order_by("pk")
    return rows.values_list("serial_key", "pk")
