"""What a change of the policy is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PolicyStep(models.TextChoices):
    """What is to become of an edition."""

    NEW = "new", _("New edition")
    CORRECTION = "correction", _("Correction of an edition")
    WITHDRAWAL = "withdrawal", _("Edition taken back")
