"""Months in service, counted every night: motors that left the factory, and confirmed returns of the factory's fault.

They say nothing that cannot be counted anew.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from warranty.models import Product


class Cell(models.Model):
    """Motors of one model, made in one month and shipped in one month, with so long a warranty."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    made = models.DateField(_("made"))  # the first of the month; that of the shipping where nobody knows
    shipped = models.DateField(_("shipped"))
    months = models.PositiveSmallIntegerField(_("warranty (months)"))
    motors = models.PositiveIntegerField(_("motors"))

    class Meta:
        abstract = True


class ShippedLot(Cell):
    """How many left the factory."""

    class Meta:
        verbose_name = _("shipped lot")
        verbose_name_plural = _("shipped lots")
        indexes = [models.Index(fields=["product", "made"], name="shipped_lot")]

    def __str__(self) -> str:
        return f"{self.product} {self.made:%Y-%m} → {self.shipped:%Y-%m}: {self.motors}"


class ReturnedLot(Cell):
    """How many of them came back, claimed in one month and confirmed in one; a motor counts once."""

    claimed = models.DateField(_("claimed"))
    confirmed = models.DateField(_("confirmed"))

    class Meta:
        verbose_name = _("returned lot")
        verbose_name_plural = _("returned lots")
        indexes = [models.Index(fields=["product", "made"], name="returned_lot")]

    def __str__(self) -> str:
        return f"{self.product} {self.made:%Y-%m}: {self.motors}"
