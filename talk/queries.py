"""Who is meant: by an @ in a text, and when something is urgent."""

import re
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from aftersales.models import RoleGrant, User
from aftersales.roles import roles_with
from talk.models import Note, Question, Urge
from talk.statuses import QuestionStatus
from workflow.models import Dossier, Stateful, Waiting, who_sees
from workflow.worklist import all_tasks

MENTION = re.compile(r"[@＠]([^\s@＠]+)")


def mentioned(text: str, people: Iterable[User]) -> tuple[list[User], list[str]]:
    """Whom a text names with an @, and what follows an @ and is nobody's name: 请@王立新看一下.

    Chinese does not separate words, so the longest name with which the words begin is meant.
    """
    by_name = {person.own_name: person for person in people}
    longest_first = sorted(by_name, key=len, reverse=True)
    found, unknown = [], []
    for words in MENTION.findall(text):
        name = next((name for name in longest_first if words.startswith(name)), None)
        if name:
            found.append(by_name[name])
        else:
            unknown.append(words[:20])
    return found, unknown


def for_whom_it_waits(thing: Stateful, dossier: Dossier) -> list[int]:
    """The keys of the people for whom something waits at a thing; at a whole matter, anywhere in it."""
    rows = Waiting.objects.begun(timezone.localdate()).filter(dossier=dossier.pk, beside=False)
    if thing.pk != dossier.pk or thing.noun != dossier.noun:
        rows = rows.filter(noun=thing.noun, item_id=thing.pk)
    permissions = {task.key: task.permission for task in all_tasks()}
    by_name, by_role = set(), set()
    for task, role, person in rows.values_list("task", "role", "person"):
        if person:
            by_name.add(person)
        else:
            by_role |= {role} if role else set(roles_with(permissions[task]))
    holds = RoleGrant.objects.filter(role__in=by_role).values("user")
    return list(who_sees(dossier).filter(Q(pk__in=by_name) | Q(pk__in=holds)).values_list("pk", flat=True))


def said_of(noun: str, key: int, dossier: int) -> Q:
    """The events of what was said of a part of a matter."""
    found = Q(pk=None)
    for model in (Note, Question, Urge):
        rows = model._default_manager.filter(dossier=dossier, about_noun=noun, about_id=key)
        found |= Q(subject=model.noun, subject_id__in=rows.values("pk"))
    return Q(found, dossier=dossier)


def open_questions_in(dossier: int) -> list[Question]:
    """What somebody was asked about a matter and has not answered yet."""
    rows = Question.objects.filter(dossier=dossier, status=QuestionStatus.OPEN)
    return list(rows.select_related("by", "to", "dossier").order_by("pk"))


def something_asked(dossier: str) -> Exists:
    """Whether a question waits for its answer; ``dossier`` is the path to the matter. Read along with the thing."""
    return Exists(Question.objects.filter(dossier=OuterRef(dossier), status=QuestionStatus.OPEN))
