"""The states of an early warning and how it ends, each a table of value, colour and name."""

from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices


class AlarmStatus(ColouredChoices):
    """Where an early warning stands."""

    OPEN = "open", "red", _("to be looked into")
    IN_ACTION = "in_action", "violet", _("corrective action opened")
    CLOSED = "closed", "grey", _("closed")


class AlarmReason(ColouredChoices):
    """Why a warning is closed without a corrective action; the lot stays among the references."""

    ONE_EVENT = "one_event", "grey", _("one customer or one event")
    CURED = "cured", "green", _("known, and cured already")
    CHANCE = "chance", "grey", _("chance")
