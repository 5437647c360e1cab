"""How what people say to each other stands."""

from django.utils.translation import gettext_lazy as _

from aftersales.kit.choices import ColouredChoices


class Said(ColouredChoices):
    """A note, and that somebody was urged: it stays as it was said."""

    SAID = "said", "grey", _("written")


class QuestionStatus(ColouredChoices):
    """A question to a person."""

    OPEN = "open", "amber", _("waits for an answer")
    ANSWERED = "answered", "green", _("answered")
    WITHDRAWN = "withdrawn", "grey", _("taken back")
