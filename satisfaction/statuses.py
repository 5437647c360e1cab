"""The states of the survey and its choices, each a table of value, colour and name."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersales.kit.choices import ColouredChoices


class CampaignStatus(ColouredChoices):
    """Where a yearly survey stands."""

    PLANNED = "planned", "grey", pgettext_lazy("survey", "planned")
    RUNNING = "running", "blue", pgettext_lazy("survey", "under way")
    CLOSED = "closed", "green", pgettext_lazy("survey", "closed")


class ResponseStatus(ColouredChoices):
    """Where the answers of one person stand."""

    DRAFT = "draft", "amber", pgettext_lazy("response", "draft")
    SUBMITTED = "submitted", "green", pgettext_lazy("response", "counted")
    WITHDRAWN = "withdrawn", "grey", pgettext_lazy("response", "withdrawn")


class ImprovementStatus(ColouredChoices):
    """Where an improvement that a customer asked for stands."""

    OPEN = "open", "amber", pgettext_lazy("improvement", "open")
    DONE = "done", "green", pgettext_lazy("improvement", "done")
    HANDED_ON = "handed_on", "violet", pgettext_lazy("improvement", "now a corrective action")
    DROPPED = "dropped", "grey", pgettext_lazy("improvement", "dropped with the answers")


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
