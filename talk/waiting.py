"""Questions wait for whom they were put to."""

from collections.abc import Iterator

from django.db.models import QuerySet

from talk.models import Question
from talk.statuses import QuestionStatus
from workflow.waiting import Source, Wait, source, waits_for


def open_questions() -> QuerySet[Question]:
    return Question.objects.filter(status=QuestionStatus.OPEN)


source(Source("question", Question, open_questions, reads=("dossier",), shows=("by", "dossier")))


@waits_for("question")
def answering(questions: list[Question]) -> Iterator[Wait]:
    """The person who was asked; of what is confined a task of its own, which not every deputy has."""
    for question in questions:
        if question.status == QuestionStatus.OPEN:
            task = "answer_confined" if question.dossier.confined else "answer_question"
            yield Wait(question, task, person=question.to_id, due_on=question.due_on)
