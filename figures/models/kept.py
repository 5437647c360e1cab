"""The aggregates of closed months: month × figure × dimension. They say nothing that cannot be counted anew."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptMonth(models.Model):
    """A month whose figures are kept, and when they were counted."""

    first = models.DateField(_("month"), unique=True)
    counted_at = models.DateTimeField(_("counted"))

    class Meta:
        verbose_name = _("kept month")
        verbose_name_plural = _("kept months")
        ordering = ["-first"]

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


class KeptFigure(models.Model):
    """One figure of a month: in all, or of one value of a dimension."""

    month = models.ForeignKey(KeptMonth, models.CASCADE, related_name="figures")
    figure = models.CharField(_("figure"), max_length=30)
    by = models.CharField(_("dimension"), max_length=20, blank=True)
    value = models.CharField(_("value"), max_length=160, blank=True)
    part = models.DecimalField(_("part"), max_digits=16, decimal_places=2)
    whole = models.DecimalField(_("of"), max_digits=16, decimal_places=2, null=True)

    class Meta:
        verbose_name = _("kept figure")
        verbose_name_plural = _("kept figures")
        constraints = [
            models.UniqueConstraint(fields=["month", "figure", "by", "value"], name="kept_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.figure} {self.by} {self.value}".strip()
