"""The way of a motor, who pays its carrier, and how that stands: tables of value, colour and name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices


class Way(models.TextChoices):
    """From the customer, or back."""

    IN = "in", _("inbound")
    OUT = "out", _("outbound")


class PaidBy(models.TextChoices):
    """Who has paid the carrier, whoever bears it in the end."""

    FACTORY = "factory", _("the factory")
    CUSTOMER = "customer", _("the customer")


class Payer(ColouredChoices):
    """Who bears it in the end (四.1)."""

    FACTORY = "factory", "grey", _("the factory")
    CUSTOMER = "customer", "grey", _("the customer")
    SALESPERSON = "salesperson", "amber", _("the salesperson")


class FreightStatus(ColouredChoices):
    """Where the money stands."""

    OPEN = "open", "grey", _("payer not decided")
    DUE = "due", "amber", _("to be settled")
    PAID = "paid", "green", _("paid")
    CHARGED = "charged", "blue", _("charged")
    WAIVED = "waived", "violet", _("waived")
    CORRECTED = "corrected", "grey", _("corrected")
