"""Where else the same motor is, or was: told before the same work is done twice (四.1, 四.2)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.kit.serials import key, normalised
from aftersales.models import User
from cases.models import Case, ReturnedMotor
from cases.models.case import CaseQuerySet
from cases.statuses import NEVER_CAME, CaseStatus, MotorStatus
from warranty.models import Customer, Motor
from warranty.queries import registered_motors, suggestions

ENDED = {CaseStatus.COMPLETED, CaseStatus.CLOSED}
NOT_LET_COME = {CaseStatus.REJECTED, CaseStatus.WITHDRAWN}


@dataclass(frozen=True)
class Elsewhere:
    """Another time that the same motor is, or was, with us.

    ``case`` and ``url`` are for who may see it; for all others the fact alone, and nothing of whose motor it is.
    """

    open: bool
    on: dt.date
    case: str = ""
    url: str = ""

    def __str__(self) -> str:
        said = self.in_sight() if self.case else self.out_of_sight()
        return said % {"case": self.case, "day": self.on.isoformat()}

    def in_sight(self) -> str:
        if self.open:
            return _("The same motor is open in %(case)s since %(day)s.")
        return _("This motor came back before: %(case)s of %(day)s.")

    def out_of_sight(self) -> str:
        if self.open:
            return _(
                "The same motor is open in another case since %(day)s. Ask after-sales before you go on."
            )
        return _("This motor came back before, on %(day)s.")


def same_motor(serial_number: str, entry: Motor | None = None) -> Q:
    """The rows with this serial number, however it was written down.

    The register's entry, where it is known, tells apart what differs in its dashes alone.
    """
    spelt = key(serial_number)
    if not spelt:
        return Q(serial_number=normalised(serial_number) or None)
    return Q(serial_key=spelt) & (Q(registered=entry) | Q(registered=None)) if entry else Q(serial_key=spelt)


def elsewhere(
    serial_numbers: Collection[str], user: User, but: Case | None = None
) -> dict[str, list[Elsewhere]]:
    """What is to be said of each of these numbers, the open ones first; a constant number of queries.

    ``but`` is the case in hand. Drafts of others are nobody's business, and what was rejected never came.
    """
    spelt = {text: key(text) for text in serial_numbers if key(text)}
    if not spelt:
        return {}
    numbers, found = set(spelt.values()), defaultdict(list)
    things: Iterable[tuple[Case | ReturnedMotor, Elsewhere]] = chain(
        motors_elsewhere(numbers, user, but), cases_elsewhere(numbers, user, but)
    )
    for thing, told in things:
        found[thing.serial_key].append((thing.serial_number, told))
    several = spelt_alike(numbers) if found else set()
    return {
        text: in_order(told for number, told in found[spelling] if spelling not in several or number == text)
        for text, spelling in spelt.items()
        if spelling in found
    }


def in_order(told: Iterable[Elsewhere]) -> list[Elsewhere]:
    return sorted(told, key=lambda one: (not one.open, -one.on.toordinal()))


def spelt_alike(keys: set[str]) -> set[str]:
    """The keys that several motors of the register have: they are the same only as they are written."""
    rows = Motor.objects.filter(serial_key__in=keys).values("serial_key").annotate(n=Count("pk"))
    return set(rows.filter(n__gt=1).order_by().values_list("serial_key", flat=True))


def motors_elsewhere(
    keys: set[str], user: User, but: Case | None
) -> Iterator[tuple[ReturnedMotor, Elsewhere]]:
    """The motors of other cases."""
    rows = ReturnedMotor.objects.filter(serial_key__in=keys).exclude(status__in=NEVER_CAME)
    rows = rows.exclude(case=but) if but and but.pk else rows
    seen = set(rows.visible_to(user).values_list("pk", flat=True))
    for motor in rows.select_related("case"):
        moment = motor.received_at or motor.case.created_at
        yield motor, told_of(motor, motor.case, not motor.final, moment, motor.pk in seen)


def cases_elsewhere(keys: set[str], user: User, but: Case | None) -> Iterator[tuple[Case, Elsewhere]]:
    """The feedbacks about such a motor whose return list is still to come."""
    rows = without_list().filter(serial_key__in=keys).exclude(status__in=NOT_LET_COME)
    rows = rows.exclude(pk=but.pk) if but and but.pk else rows
    seen = set(rows.visible_to(user).values_list("pk", flat=True))
    for case in rows:
        if case.status != CaseStatus.DRAFT or case.pk in seen:
            yield case, told_of(case, case, case.status not in ENDED, case.created_at, case.pk in seen)


def without_list() -> CaseQuerySet:
    """Cases whose return list is still to come, or was struck off altogether."""
    listed = ReturnedMotor.objects.filter(case=OuterRef("pk")).exclude(status=MotorStatus.STRUCK)
    return Case.objects.filter(~Exists(listed))


def told_of(
    thing: Case | ReturnedMotor, case: Case, is_open: bool, moment: dt.datetime, seen: bool
) -> Elsewhere:
    day = timezone.localdate(moment)
    return Elsewhere(is_open, day, str(case), thing.get_absolute_url()) if seen else Elsewhere(is_open, day)


@dataclass(frozen=True)
class SerialNote:
    """What is to be said of a serial number wherever it is entered or read."""

    serial_number: str
    entry: Motor | None
    near: list[Motor]
    told: list[Elsewhere]

    @property
    def unknown(self) -> bool:
        """Whether it is a number, and not in the register."""
        return self.entry is None and bool(key(self.serial_number))

    def __bool__(self) -> bool:
        return self.unknown or bool(self.told)


def notes_on(
    serial_numbers: Collection[str], user: User, but: Case | None = None, customer: Customer | None = None
) -> dict[str, SerialNote]:
    """A note on each of these numbers; a constant number of queries, but for very many unknown ones."""
    known = registered_motors(serial_numbers)
    near = suggestions([text for text in serial_numbers if text not in known], customer)
    told = elsewhere(serial_numbers, user, but)
    return {
        text: SerialNote(text, known.get(text), near.get(text, []), told.get(text, []))
        for text in serial_numbers
    }


def note_on(
    serial_number: str, user: User, but: Case | None = None, customer: Customer | None = None
) -> SerialNote | None:
    """A note on one number; None where it needs none."""
    note = notes_on([serial_number], user, but, customer)[serial_number] if serial_number else None
    return note or None
