"""The states of the survey and its choices, each a table of value, colour and name."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersales.choices import ColouredChoices


class CampaignStatus(ColouredChoices):
    """Where a yearly survey stands."""

    PLANNED = "planned", "grey", pgettext_lazy("survey", "Planned")
    RUNNING = "running", "blue", pgettext_lazy("survey", "Under way")
    CLOSED = "closed", "green", pgettext_lazy("survey", "Closed")


class ResponseStatus(ColouredChoices):
    """Where the answers of one person stand."""

    DRAFT = "draft", "amber", pgettext_lazy("response", "Draft")
    SUBMITTED = "submitted", "green", pgettext_lazy("response", "Counted")
    WITHDRAWN = "withdrawn", "grey", pgettext_lazy("response", "Withdrawn")


class ImprovementStatus(ColouredChoices):
    """Where an improvement that a customer asked for stands."""

    OPEN = "open", "amber", pgettext_lazy("improvement", "Open")
    DONE = "done", "green", pgettext_lazy("improvement", "Done")
    HANDED_ON = "handed_on", "violet", pgettext_lazy("improvement", "Now a corrective action")
    DROPPED = "dropped", "grey", pgettext_lazy("improvement", "Dropped with the answers")


class Method(ColouredChoices):
    """How the customer was asked (十)."""

    VISIT = "visit", "blue", _("visit")
    FORUM = "forum", "violet", _("customer forum")
    PHONE = "phone", "teal", _("telephone")
    ONLINE = "online", "green", _("online")


class Reach(ColouredChoices):
    """Which customers of the chosen channels and regions a survey asks."""

    ALL = "all", "grey", _("every customer")
    BOUGHT = "bought", "grey", _("who bought motors this year")
    HAD_CASE = "had_case", "grey", _("who had a case this year")
    EITHER = "either", "grey", _("who bought motors or had a case this year")
