"""What waits for people, and for the worker, as the tests ask for it."""

from typing import Any

from django.core.management import call_command

from aftersales.models import User
from workflow.worklist import COUNTED, Task, most_urgent, tasks_of, things


def waiting(user: User) -> list[tuple[Task, Any]]:
    """What waits for a person, as pairs of task and object, the most urgent of each task first."""
    urgent = most_urgent(user, COUNTED)
    found = things(row.place for some in urgent.values() for row in some.rows)
    return [
        (task, found[row.place])
        for task in tasks_of(user)
        if task.key in urgent
        for row in urgent[task.key].rows
    ]


def keys(user: User) -> list[str]:
    """The tasks of which something waits, as often as something does."""
    return [task.key for task, _ in waiting(user)]


def to_do(user: User, key: str) -> list[Any]:
    """What waits for a person of one task."""
    return [row for task, row in waiting(user) if task.key == key]


def work_off(*queues: str) -> None:
    """Let the worker do all that waits in these queues."""
    call_command("worker", *queues, once=True)
