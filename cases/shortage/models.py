"""A part that a motor waits for; no stock is kept here, the warehouse has one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersales.kit.fields import person, together
from cases.models.motor import ReturnedMotor
from catalogue.models import Part


class MissingPart(models.Model):
    """What the signed appraisal of a motor names as missing, until it is there or wanted no more.

    A part of the catalogue, or one in words that the catalogue does not have.
    """

    motor = models.ForeignKey(ReturnedMotor, models.PROTECT, related_name="missing_parts")
    part = models.ForeignKey(Part, models.PROTECT, null=True, related_name="+", verbose_name=_("part"))
    name = models.CharField(_("part, in words"), max_length=60, blank=True)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    ordered_from = models.CharField(_("ordered from"), max_length=120, blank=True)
    expected_on = models.DateField(_("expected on"), null=True)
    ordered_by = person(_("ordered by"), null=True)
    arrived_at = models.DateTimeField(_("arrived"), null=True)
    arrived_by = person(_("arrival recorded by"), null=True)
    dropped_at = models.DateTimeField(null=True)  # appraised again, or the motor is gone

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["part", "motor"],
                condition=Q(arrived_at=None, dropped_at=None),
                name="missing_part_open",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="missing_part_counts"),
            models.CheckConstraint(condition=Q(part=None) ^ Q(name=""), name="missing_part_is_named_once"),
            together("arrived_at", "arrived_by", name="missing_part_arrived_by_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.called} × {self.quantity}"

    @property
    def called(self) -> str:
        """The part, or what somebody called it."""
        return str(self.part) if self.part else self.name

    @property
    def alike(self) -> Q:
        """What is missing of the same part."""
        return Q(part=self.part) if self.part_id else Q(part=None, name=self.name)
