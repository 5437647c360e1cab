"""待办: what each person has to do next. Apps register their tasks; the home page reads them.

A task names the permission it needs and gives the rows that wait for it, so the list is right without any
background job. Adding one is a call of ``register`` in the app's tasks.py.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from aftersales.models import User

SHOWN = 30  # rows of one task on the home page
COUNTED = 100  # a higher count is shown as "99+"


@dataclass(frozen=True)
class Item:
    """One row of the worklist, ready to be shown."""

    title: str
    detail: str
    customer: str
    url: str
    due_on: dt.date | None = None
    standing: Any = None  # how the due date stands, see cases.clock


@dataclass(frozen=True)
class Task:
    """Something that waits for people with a permission."""

    key: str
    label: Any  # a lazy string: what to do, as a request
    permission: str
    rows: Callable[[User], QuerySet[Any]]
    item: Callable[[Any], Item]
    due_field: str = ""
    icon: str = "circle-dot"
    hint: Any = ""  # a lazy string: what to mind, for whoever does it for the first time
    together: str = ""  # name of the URL where all that waits can be done at once

    def waiting(self, user: User) -> QuerySet[Any]:
        """The rows, the most urgent first."""
        rows = self.rows(user)
        return (
            rows.order_by(F(self.due_field).asc(nulls_last=True), "pk")
            if self.due_field
            else rows.order_by("pk")
        )


@dataclass(frozen=True)
class Group:
    """A task with what waits for it."""

    task: Task
    items: list[Item]
    count: int
    standings: Counter[str]  # how many of them stand how, by the state of cases.clock

    @property
    def more(self) -> bool:
        return self.count > len(self.items)


_tasks: list[Task] = []


def register(*tasks: Task, before: str = "") -> None:
    """Add tasks to everybody's worklist, at the end or before the one of this key: in the order of the work."""
    keys = [task.key for task in _tasks]
    place = keys.index(before) if before else len(keys)
    _tasks[place:place] = tasks


def label_of(key: str) -> Any:
    """What to do, as a request; the key itself where no app registers such a task any more."""
    return next((task.label for task in _tasks if task.key == key), key)


def tasks_of(user: User) -> list[Task]:
    """The tasks that this person's roles may do."""
    return [task for task in _tasks if user.can(task.permission)]


def groups_of(user: User) -> list[Group]:
    """What waits for this person, task by task; tasks with nothing waiting are left out."""
    groups = []
    for task in tasks_of(user):
        rows = list(task.waiting(user)[:COUNTED])
        if rows:
            items = [task.item(row) for row in rows]
            standings = Counter(item.standing.state for item in items if item.standing)
            groups.append(Group(task, items[:SHOWN], len(rows), standings))
    return groups


def count_of(user: User) -> int:
    """How many things wait for this person, each task counted up to its limit."""
    return sum(task.rows(user).order_by()[:COUNTED].count() for task in tasks_of(user))
