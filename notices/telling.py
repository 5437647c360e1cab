"""Who is told of an event: a notice for everybody whom the step names, and for the readers of the thing.

The roles are `tells=` of each step where the machine is (`cases/transitions/motor/`), `tells_also` where it depends
on the thing, and people by name are `readers` of the model (`cases/models/motor.py`). It is said of a verb by
`python manage.py verbs motor.approve_return`.
"""

from functools import cache

from django.db.models import QuerySet

from aftersales.kit.prepared import prepared
from aftersales.kit.queues import wake
from aftersales.models import User
from aftersales.roles import Role
from notices.models import Notice
from workflow.actions import on_together, step_of
from workflow.models import Event, Stateful


@on_together("*")
def tell_of_step(things: list[Stateful], events: list[Event]) -> None:
    """Tell of a transition whom its step names; of several things of one act each reader is told once."""
    if things[0].dossier.number is not None:  # a draft, which only its author may see
        tell(things, events)


def tell(things: list[Stateful], events: list[Event]) -> None:
    """Leave a notice for everybody whom it concerns, of the first event that does."""
    told: dict[int, Event] = {}
    people = cache(people_of)
    for obj, event in zip(things, events, strict=True):
        for reader in people(tuple(step_of(obj, event).told(obj)), obj.dossier.owner_id) | obj.readers(event):
            told.setdefault(reader, event)
    told.pop(events[0].actor_id, None)
    Notice.objects.bulk_create(
        Notice(event=event, dossier_id=event.dossier_id, user_id=reader)
        for reader, event in sorted(told.items())
    )
    if told:
        wake("notices")


@prepared
def holding(roles: list[str]) -> "QuerySet[User, int]":
    """The keys of everybody who holds one of these roles."""
    return User.objects.filter(grants__role__in=roles, is_active=True).values_list("pk", flat=True)


def people_of(roles: tuple[str, ...], owner_id: int | None) -> set[int]:
    """Everybody of these roles, but of the salespeople only the dossier's own."""
    others = [str(role) for role in roles if role != Role.SALESPERSON]
    readers = set(holding(others)) if others else set()
    return readers | ({owner_id} if Role.SALESPERSON in roles and owner_id else set())
