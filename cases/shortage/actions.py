"""Parts are ordered, and arrive: what arrives goes to the motors whose promise is the earliest."""

import datetime as dt

from django.utils import timezone

from aftersales.models import User
from cases.models import ReturnedMotor
from cases.shortage.models import MissingPart
from cases.shortage.queries import missing
from cases.statuses import MotorStatus
from catalogue.models import Part
from workflow.actions import perform
from workflow.guards import Permission, demand
from workflow.models import Dossier
from workflow.waiting import act

ARRIVED = Permission[ReturnedMotor]("motor.parts_arrived")


def order(like: MissingPart, *, ordered_from: str, expected_on: dt.date | None, by: User) -> int:
    """Note from whom a part was ordered and when it is expected; for how many motors."""
    demand(ARRIVED, ReturnedMotor(), by)
    rows = missing().filter(like.alike).order_by()
    return rows.update(ordered_from=ordered_from, expected_on=expected_on, ordered_by=by)


def say_which(like: MissingPart, part: Part, *, by: User) -> int:
    """The keeper's word on a part that was named in words; for how many motors."""
    demand(Part.edit, part, by)
    return missing().filter(like.alike, part=None).order_by().update(part=part, name="")


def arrive(like: MissingPart, pieces: int, *, by: User, at: dt.datetime | None = None) -> list[ReturnedMotor]:
    """So many pieces are there. The motors of which nothing is missing any more go on to repair.

    The earliest promise is served first, and never in part: what does not suffice for it waits. Due dates stay (四.3).
    """
    demand(ARRIVED, ReturnedMotor(), by)
    moment = at or timezone.now()
    with act():
        served = [row.motor for row in handed_out(like, pieces, by, moment)]
        ready = [motor for motor in served if not missing().filter(motor=motor).exists()]
        waiting = [motor for motor in ready if motor.status == MotorStatus.AWAITING_PARTS]
        return [perform(motor, "parts_arrived", by=by, at=moment) for motor in waiting]


def handed_out(like: MissingPart, pieces: int, by: User, at: dt.datetime) -> list[MissingPart]:
    """What the pieces suffice for, in the order of the promises."""
    rows = missing().filter(like.alike).select_related("motor__case__dossier")
    for dossier in sorted(
        {row.motor.dossier_id for row in rows}
    ):  # in one order, as every act locks them first
        Dossier.objects.select_for_update().get(pk=dossier)
    served = []
    for row in rows.all():
        if row.quantity > pieces:
            break
        pieces -= row.quantity
        row.arrived_at, row.arrived_by = at, by
        row.save(update_fields=["arrived_at", "arrived_by"])
        served.append(row)
    return served
