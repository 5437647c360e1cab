"""What is known of the freight of a motor."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import QuerySet

from aftersales.kit.prepared import attach, prepared
from cases.freight.models import COUNTS, Freight
from cases.freight.statuses import Way
from cases.models import Repair, ReturnedMotor
from cases.repair.fees import Cost
from cases.shipping.models import ShipmentEnd


def unrecorded(motor: ReturnedMotor) -> list[Way]:
    """The ways of which a freight may still be recorded: once in, and once out for each shipment."""
    there = list(Freight.objects.filter(motor=motor, status__in=COUNTS).values_list("way", flat=True))
    left = motor.shipments.exclude(end=ShipmentEnd.CORRECTED).count()
    inbound = [] if Way.IN in there else [Way.IN]
    return inbound + ([Way.OUT] if there.count(Way.OUT) < left else [])


def freights_on(motor: ReturnedMotor) -> list[Freight]:
    """The freight of a motor, read once for all that its page shows of it."""
    if "freights" not in getattr(motor, "_prefetched_objects_cache", {}):
        attach([motor], "freights", freights_of(motor))
    return list(motor.freights.all())


@prepared
def freights_of(motor: ReturnedMotor) -> QuerySet[Freight]:
    return (
        Freight.objects.filter(motor=motor)
        .select_related("salesperson", "settled_by", "entered_by")
        .order_by("id")
    )


def own_cost(repairs: Iterable[Repair], freights: Iterable[Freight]) -> Cost:
    """What a motor cost the factory so far, whoever pays: its repairs, and the freight that the factory bears."""
    borne = (row.amount for row in freights if row.ours and row.counts)
    return sum((repair.cost for repair in repairs), Cost(freight=sum(borne, Decimal(0))))
