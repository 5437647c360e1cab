"""The register of what left the factory: customers, products, motors."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices
from warranty.fields import SerialKeyField


class Channel(ColouredChoices):
    """How motors reach the customer; offices and agents have the longer warranty (八)."""

    DIRECT = "direct", "grey", _("direct sale")
    OFFICE = "office", "blue", _("sales office")
    AGENT = "agent", "violet", _("agent")


class Customer(models.Model):
    """Who buys motors: a factory that builds them in, an agent, one of our offices, a repair shop."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.DIRECT)
    region = models.CharField(_("region"), max_length=40, blank=True)
    contact = models.CharField(_("contact"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """A model of motor, such as 90SZ03."""

    model = models.CharField(_("model"), max_length=40, unique=True)
    description = models.CharField(_("description"), max_length=80, blank=True)
    voltage = models.CharField(_("voltage (V)"), max_length=20, blank=True)
    power = models.CharField(_("power (W)"), max_length=20, blank=True)
    speed = models.CharField(_("speed (r/min)"), max_length=20, blank=True)
    price = models.DecimalField(_("list price (CNY)"), max_digits=10, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["model"]

    def __str__(self) -> str:
        return self.model


class Motor(models.Model):
    """One motor as it left the factory: the strongest evidence of its date and of who got it (八)."""

    serial_number = models.CharField(_("serial number"), max_length=40, unique=True)
    serial_key = SerialKeyField()
    product = models.ForeignKey(Product, models.PROTECT, related_name="motors", verbose_name=_("model"))
    ex_factory_date = models.DateField(_("ex-factory date"))
    consignee = models.ForeignKey(
        Customer, models.PROTECT, related_name="motors", verbose_name=_("consignee")
    )
    document = models.CharField(_("contract or delivery note"), max_length=60, blank=True)
    custom_made = models.BooleanField(_("custom-made"), default=False)
    agreement_allows_return = models.BooleanField(_("agreement allows the return"), default=False)
    produced_on = models.DateField(_("produced on"), null=True, blank=True)
    production_shift = models.CharField(_("production shift"), max_length=40, blank=True)
    responsible_person = models.CharField(_("responsible person"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("registered motor")
        verbose_name_plural = _("registered motors")
        ordering = ["-ex_factory_date", "serial_number"]
        indexes = [
            models.Index(fields=["-ex_factory_date", "serial_number"], name="motor_newest_first"),
            models.Index(fields=["serial_key"], name="motor_by_key"),
        ]

    def __str__(self) -> str:
        return self.serial_number
