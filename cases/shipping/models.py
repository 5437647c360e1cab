"""A motor on its way back to the customer."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices
from aftersales.kit.fields import person
from cases.models.motor import ReturnedMotor


class Consignee(ColouredChoices):
    """To whom a motor is shipped (四.2)."""

    CUSTOMER = "customer", "grey", _("the customer")
    SALESPERSON = "salesperson", "grey", _("the salesperson")


class Shipment(models.Model):
    """A motor on its way back."""

    motor = models.OneToOneField(ReturnedMotor, models.PROTECT, related_name="shipment")
    consignee = models.CharField(_("shipped to"), max_length=20, choices=Consignee.choices)
    recipient = models.CharField(_("recipient and phone"), max_length=120)
    address = models.CharField(_("address"), max_length=200)
    carrier = models.CharField(_("carrier"), max_length=60)
    waybill = models.CharField(_("waybill"), max_length=60, blank=True)
    shipped_by = person(_("shipped by"))
    shipped_at = models.DateTimeField(default=timezone.now)
    delivered_on = models.DateField(_("delivered on"), null=True)

    def __str__(self) -> str:
        return f"{self.carrier} {self.waybill}"
