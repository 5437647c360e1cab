"""What is known of the freight of a motor."""

from django.db.models import QuerySet

from aftersales.kit.prepared import attach, prepared
from cases.freight.models import COUNTS, Freight
from cases.freight.statuses import Way
from cases.models import ReturnedMotor
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
