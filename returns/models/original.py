"""The return list as the customer sent it: the table itself, a fax, a photo, a mail (四.2)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersales.kit.fields import person
from cases.models import Case


class ListOriginal(models.Model):
    """One file, kept for ever under its SHA-256 beside those of the store; see originals.py."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="list_originals", verbose_name=_("case"))
    name = models.CharField(_("file"), max_length=200)
    ending = models.CharField(max_length=4)
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by = person(_("added by"))
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("original of a return list")
        verbose_name_plural = _("originals of return lists")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "sha256"], name="list_original_once_a_case"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.ending == "jpg"
