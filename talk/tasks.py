"""Questions on the worklist."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talk.models import Question
from workflow.worklist import Item, Task, register

SHOWN = 120  # characters


def question_item(question: Question) -> Item:
    """Who asks what about which thing."""
    return Item(
        title=question.about_name,
        detail=f"{question.by}: {question.text[:SHOWN]}",
        customer="",
        url=reverse("talk:act_question", args=[question.pk, "answer"]),
        due_on=question.due_on,
    )


register(
    Task(
        "answer_question",
        _("Answer a question"),
        "question.answer",
        question_item,
        icon="message-circle-question-mark",
    ),
    Task(
        "answer_confined",
        _("Answer a confidential question"),
        "confined_question.answer",
        question_item,
        icon="message-circle-question-mark",
    ),
    rank=5,
)
