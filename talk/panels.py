"""Beside a matter: what somebody was asked and has not answered, and ways to say something."""

from aftersales.models import User
from talk.queries import open_questions_in
from workflow.models import Facts, Stateful
from workflow.panels import panel
from workflow.views.acting import links

TALKED_OF: set[str] = set()
"""The nouns of the things about which people talk."""


def talk_on(*nouns: str) -> None:
    """Let people talk on the pages of these; the app whose they are says so."""
    TALKED_OF.update(nouns)
    for noun in nouns:
        panel(f"{noun}.aside", "talk/_talk.html", rank=80)(talk)


def talk(thing: Stateful, user: User) -> Facts | None:
    """Nobody talks about a draft, which only its author sees."""
    if thing.dossier.number is None:
        return None
    asked = open_questions_in(thing.dossier_id) if getattr(thing, "has_question", True) else []
    questions = [(row, links(row, user)) for row in asked]
    return {"thing": thing, "at": place_of(thing), "questions": questions}


def place_of(thing: Stateful) -> str:
    """What the address says of a part of a matter; empty for the whole."""
    whole = thing.pk == thing.dossier_id and thing.noun == thing.dossier.noun
    return "" if whole else f"?at={thing.noun}-{thing.pk}"
