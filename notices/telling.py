"""Who is told of an event: a notice for everybody whom the step names, and for the readers of the thing.

The roles are `tells=` of each step where the machine is (`cases/transitions/motor.py`), `tells_also` where it depends
on the thing, and people by name are `readers` of the model. `manage.py verbs NAME` says it of a verb.
"""

from aftersales.kit.queues import wake
from aftersales.models import User
from aftersales.roles import Role
from notices.models import Notice
from workflow.actions import on, step_of
from workflow.models import Event, Stateful


@on("*")
def tell_of_step(obj: Stateful, event: Event) -> None:
    """Tell of a transition whom its step names."""
    tell(obj, step_of(obj, event).told(obj), event)


def tell(obj: Stateful, roles: list[str], event: Event) -> None:
    """Leave a notice for everybody whom it concerns: whole roles, but only the dossier's own salesperson.

    Nobody is told of a draft, which only its author may see.
    """
    if obj.dossier.number is None:
        return
    people = User.objects.filter(
        grants__role__in=[role for role in roles if role != Role.SALESPERSON], is_active=True
    )
    readers = set(people.values_list("pk", flat=True)) if roles else set()
    if Role.SALESPERSON in roles and obj.dossier.owner_id:
        readers.add(obj.dossier.owner_id)
    readers |= obj.readers(event)
    readers.discard(event.actor_id)
    Notice.objects.bulk_create(
        Notice(event=event, dossier_id=event.dossier_id, user_id=reader) for reader in sorted(readers)
    )
    if readers:
        wake("notices")
