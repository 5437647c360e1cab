"""How a change of the policy stands, and what it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices


class PolicyStatus(ColouredChoices):
    """How a proposed change of the policy stands."""

    OPEN = "open", "amber", _("waits for a second person")
    CONFIRMED = "confirmed", "green", _("confirmed")
    REFUSED = "refused", "red", _("refused")
    WITHDRAWN = "withdrawn", "grey", _("taken back")


class PolicyStep(models.TextChoices):
    """What is to become of an edition."""

    NEW = "new", _("New edition")
    CORRECTION = "correction", _("Correction of an edition")
    WITHDRAWAL = "withdrawal", _("Edition taken back")
