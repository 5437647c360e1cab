"""What of the messages waits for whom."""

from collections.abc import Iterator

from django.db.models import QuerySet

from notices.models import Delivery, DeliveryState
from workflow.waiting import Source, Wait, source, waits_for


def given_up() -> QuerySet[Delivery]:
    """Messages that were tried again and again in vain."""
    return Delivery.objects.filter(state=DeliveryState.GIVEN_UP)


# The administrator sees to a message whatever it is about, and does not read what: so it belongs to no dossier.
source(
    Source(
        "delivery",
        Delivery,
        given_up,
        dossier=(),
        shows=("event__dossier", "reminder", "user", "robot"),
    )
)


@waits_for("delivery")
def undelivered(deliveries: list[Delivery]) -> Iterator[Wait]:
    for delivery in deliveries:
        if delivery.state == DeliveryState.GIVEN_UP:
            yield Wait(delivery, "undelivered")
