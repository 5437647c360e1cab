"""The photos of a feedback."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.fields import person
from cases.models.case import Case


class Photo(models.Model):
    """A picture of the nameplate or of the damage, cleaned and re-encoded before it is stored."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="photos")
    file = models.CharField(max_length=120, unique=True)
    caption = models.CharField(_("caption"), max_length=60, blank=True)
    added_by = person(_("added by"))
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.caption or self.file
