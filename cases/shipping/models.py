"""A motor on its way back to the customer."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices
from aftersales.kit.fields import person
from cases.models.motor import ReturnedMotor


class Consignee(ColouredChoices):
    """To whom a motor is shipped (四.2)."""

    CUSTOMER = "customer", "grey", _("the customer")
    SALESPERSON = "salesperson", "grey", _("the salesperson")


class ShipmentEnd(ColouredChoices):
    """Why a shipment does not count any more."""

    CAME_BACK = "came_back", "amber", _("came back")
    CORRECTED = "corrected", "grey", _("corrected")


class Shipment(models.Model):
    """A motor on its way back. One that came back, or was written down wrongly, stays on record."""

    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, related_name="shipments")
    consignee = models.CharField(_("shipped to"), max_length=20, choices=Consignee.choices)
    recipient = models.CharField(_("recipient and phone"), max_length=120)
    address = models.CharField(_("address"), max_length=200)
    carrier = models.CharField(_("carrier"), max_length=60)
    waybill = models.CharField(_("waybill"), max_length=60, blank=True)
    shipped_by = person(_("shipped by"))
    shipped_at = models.DateTimeField(default=timezone.now)
    delivered_on = models.DateField(_("delivered on"), null=True)
    end = models.CharField(max_length=20, choices=ShipmentEnd.choices, blank=True)
    end_note = models.CharField(_("why it does not count any more"), max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["motor"], condition=Q(end=""), name="one_shipment_that_counts")
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.waybill}"

    @property
    def ended(self) -> ShipmentEnd | None:
        """Why it does not count any more; None where it does."""
        return ShipmentEnd(self.end) if self.end else None
