"""The five aspects of 十, each with the three answers of the text, from the best to the worst."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersales.kit.choices import Label
from satisfaction.scoring import FAIR, GOOD, POOR


class Question(NamedTuple):
    """One aspect: the field that holds its answer, its number in the text, and the words."""

    key: str
    number: int
    label: Label
    good: Label
    fair: Label
    poor: Label
    department: Label  # who is asked first to improve it
    help: Label = ""

    @property
    def choices(self) -> list[tuple[str, Label]]:
        """(value, words), the best first."""
        return [(GOOD, self.good), (FAIR, self.fair), (POOR, self.poor)]

    def words(self, answer: str) -> Label:
        """An answer in the words of the text; "" where there is none."""
        return dict(self.choices).get(answer, "")


QUESTIONS = (
    Question(
        "quality",
        1,
        _("Product quality"),
        pgettext_lazy("quality", "good"),
        pgettext_lazy("quality", "ordinary"),
        pgettext_lazy("quality", "rather poor"),
        _("quality"),
    ),
    Question(
        "delivery",
        2,
        _("Delivery time"),
        pgettext_lazy("delivery", "on schedule"),
        pgettext_lazy("delivery", "mostly on schedule"),
        pgettext_lazy("delivery", "late"),
        _("production"),
    ),
    Question(
        "service",
        3,
        _("Promptness and effect of the service"),
        pgettext_lazy("service", "prompt and effective"),
        pgettext_lazy("service", "ordinary"),
        pgettext_lazy("service", "not prompt or not effective"),
        _("after-sales"),
        _("In the regulation: 及时 / 一般 / 有效."),
    ),
    Question(
        "price",
        4,
        _("Is the price reasonable?"),
        pgettext_lazy("price", "reasonable"),
        pgettext_lazy("price", "mostly reasonable"),
        pgettext_lazy("price", "not reasonable"),
        _("sales"),
    ),
    Question(
        "packaging",
        5,
        _("Packaging"),
        pgettext_lazy("packaging", "no defects"),
        pgettext_lazy("packaging", "slight defects"),
        pgettext_lazy("packaging", "obvious defects"),
        _("dispatch"),
    ),
)
KEYS = tuple(question.key for question in QUESTIONS)
BY_KEY = {question.key: question for question in QUESTIONS}
# What a single case can say something about: the repair and the service, not prices or deliveries.
AFTER_A_CASE = ("quality", "service")


def asked(of_case: bool) -> list[Question]:
    """The questions of the yearly survey, or the short ones after a closed case."""
    return [question for question in QUESTIONS if not of_case or question.key in AFTER_A_CASE]
