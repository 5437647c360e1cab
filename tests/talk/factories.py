"""What people say to each other, as the tests say it."""

from typing import Any

from aftersales.models import User
from talk.models import Note, Question
from tests.actors import after_sales, manager
from workflow.actions import create


def about(thing: Any) -> dict[str, Any]:
    return {
        "dossier": thing.dossier,
        "about_noun": thing.noun,
        "about_id": thing.pk,
        "about_name": str(thing),
    }


def question_about(thing: Any, by: User | None = None, to: User | None = None) -> Question:
    """A question that waits for its answer."""
    question = Question(**about(thing), to=to or after_sales())
    return create(question, by=by or manager(), asks="轴承批次是多少？", asked=str(question.to))


def note_on(thing: Any, by: User, text: str = "客户来电催问", *told: User) -> Note:
    note = Note(**about(thing), told=[person.pk for person in told])
    return create(note, by=by, note=text)
