"""What is missing, by part."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from aftersales.models import User
from cases.models import ReturnedMotor
from cases.shortage.models import MissingPart
from catalogue.models import Part


@dataclass
class Shortage:
    """One part that is missing: how many pieces, for which motors in the order of their promises."""

    part: Part | None  # none where nobody has said which of the catalogue it is
    rows: list[MissingPart] = field(default_factory=list)

    @property
    def first(self) -> MissingPart:
        """That with the earliest promise, by whose key the part is ordered and received."""
        return self.rows[0]

    @property
    def pieces(self) -> int:
        return sum(row.quantity for row in self.rows)

    @property
    def earliest(self) -> dt.date | None:
        return min((row.motor.due_on for row in self.rows if row.motor.due_on), default=None)

    @property
    def ordered(self) -> MissingPart | None:
        """The latest order, if there is one."""
        return next((row for row in reversed(self.rows) if row.ordered_from), None)


def missing() -> QuerySet[MissingPart]:
    """What is still missing, the earliest promise first."""
    rows = MissingPart.objects.filter(arrived_at=None, dropped_at=None)
    return rows.order_by(F("motor__due_on").asc(nulls_last=True), "motor", "id")


def shortages(user: User) -> list[Shortage]:
    """Every part that is missing for motors that the person may see, the earliest promise first."""
    motors = ReturnedMotor.objects.visible_to(user)
    rows = (
        missing().filter(motor__in=motors).select_related("part", "motor__case__customer", "motor__product")
    )
    found: dict[tuple[int | None, str], Shortage] = {}
    for row in rows:
        found.setdefault((row.part_id, row.name), Shortage(row.part)).rows.append(row)
    return [*found.values()]
