"""待办: what each person has to do next. Apps register their tasks; the home page reads them.

A task names the permission it needs and gives the rows that wait for it, so the list is right without any
background job. Adding one is a call of ``register`` in the app's tasks.py.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, DateField, F, IntegerField, Min, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from aftersales.kit.choices import Label
from aftersales.models import User
from aftersales.roles import Role

SHOWN = 30  # rows of one task on the home page
COUNTED = 100  # a higher count is shown as "99+"
SOON = dt.timedelta(days=2)


@dataclass(frozen=True)
class Item:
    """One row of the worklist, ready to be shown."""

    title: str
    detail: str
    customer: str
    url: str
    due_on: dt.date | None = None
    standing: Any = None  # how the due date stands, see aftersales.kit.due
    whose: str = ""  # the roles that it waits for, where not every role with the permission may do it


@dataclass(frozen=True)
class Task:
    """Something that waits for people with a permission."""

    key: str
    label: Label  # what to do, as a request
    permission: str
    rows: Callable[[User], QuerySet[Any]]
    item: Callable[[Any], Item]
    due_field: str = ""
    icon: str = "circle-dot"
    hint: Label = ""  # what to mind, for whoever does it for the first time
    together: str = ""  # name of the URL where all that waits can be done at once
    person: str = ""  # path from a row to the one person it waits for; empty: anybody with the permission
    whom: Label = ""  # for whom rows wait that are not for everybody with the permission

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
    standings: Counter[str]  # how many of them stand how, by the state of aftersales.kit.due

    @property
    def more(self) -> bool:
        return self.count > len(self.items)


_tasks: list[Task] = []
_ranks: dict[str, int] = {}


def register(*tasks: Task, rank: int) -> None:
    """Add tasks to everybody's worklist, by rank: in the order of the work."""
    _tasks.extend(tasks)
    _ranks.update((task.key, rank) for task in tasks)
    _tasks.sort(key=lambda task: _ranks[task.key])


def label_of(key: str) -> Any:
    """What to do, as a request; the key itself where no app registers such a task any more."""
    return next((task.label for task in _tasks if task.key == key), key)


def all_tasks() -> list[Task]:
    """Every task of every app, in the order of the work."""
    return list(_tasks)


def tasks_of(user: User) -> list[Task]:
    """The tasks that this person's roles may do."""
    return [task for task in _tasks if user.can(task.permission)]


def groups_of(user: User) -> list[Group]:
    """What waits for this person, task by task; tasks with nothing waiting are left out."""
    counts = counts_of(user)
    return [group_of(task, user) for task in tasks_of(user) if counts[task.key]]


def group_of(task: Task, user: User) -> Group:
    """What waits of one task."""
    items = [task.item(row) for row in task.waiting(user)[:COUNTED]]
    standings = Counter(item.standing.state for item in items if item.standing)
    return Group(task, items[:SHOWN], len(items), standings)


def count_of(user: User) -> int:
    """How many things wait for this person, each task counted up to its limit."""
    return sum(counts_of(user).values())


def counts_of(user: User) -> dict[str, int]:
    """How many things wait of each of this person's tasks, up to the limit; one query for all of them."""
    tasks = tasks_of(user)
    numbers = {
        f"waiting_{task.key}": Counted(task.rows(user).order_by().values("pk")[:COUNTED]) for task in tasks
    }
    counted = User.objects.filter(pk=user.pk).values(**numbers).first() if tasks else None
    return {task.key: counted[f"waiting_{task.key}"] if counted else 0 for task in tasks}


class Counted(Subquery):
    """The number of rows of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


# -- what waits for others ----------------------------------------------------------------------------

EVERYBODY = 0  # no person has this id


def everybody() -> User:
    """Stands for all people at once: holds every role, and has made nothing itself."""
    user = User(pk=EVERYBODY, username="*")
    user.roles = frozenset(Role.values)
    return user


@dataclass(frozen=True)
class Share:
    """What of a task waits for one person, or for anybody with its permission."""

    task: Task
    person: User | None
    count: int
    late: int
    soon: int  # due today or within two days
    first: dt.date | None  # the earliest due date


def shares_of(tasks: list[Task], today: dt.date) -> list[Share]:
    """Who has how much of these tasks, the most overdue first; two queries for any number of rows."""
    if not tasks:
        return []
    first, *others = (_shared(task, today) for task in tasks)
    rows = [row for row in first.union(*others, all=True) if row[2]]  # one of nothing where nobody is named
    people = User.objects.in_bulk({row[1] for row in rows})
    by_key = {task.key: task for task in tasks}
    shares = [Share(by_key[key], people.get(person), *numbers) for key, person, *numbers in rows]
    return sorted(shares, key=lambda share: (-share.late, -share.soon, share.first or dt.date.max))


def _shared(task: Task, today: dt.date) -> QuerySet[Any, Any]:
    """Rows of (key, person, count, late, soon, first) of one task."""
    due, pk = task.due_field, Count("pk")
    whom = F(task.person) if task.person else Value(EVERYBODY)
    rows = task.rows(everybody()).order_by().annotate(task=Value(task.key), whom=whom).values("task", "whom")
    numbers = {
        "count": pk,
        "late": Count("pk", filter=Q(**{f"{due}__lt": today})) if due else Value(0),
        "soon": Count("pk", filter=Q(**{f"{due}__range": (today, today + SOON)})) if due else Value(0),
        "first": Min(due) if due else Cast(Value(None), DateField()),
    }
    return rows.annotate(**numbers).values_list("task", "whom", *numbers)


@dataclass(frozen=True)
class Late:
    """Something overdue that waits for somebody."""

    task: Task
    person: User | None
    item: Item


def late_of(tasks: list[Task], today: dt.date) -> list[Late]:
    """What is overdue of these tasks, the longest first, up to the number shown."""
    dated = [task for task in tasks if task.due_field]
    if not dated:
        return []
    first, *others = (_overdue(task, today) for task in dated)
    found = list(first.union(*others, all=True).order_by("due", "key")[:SHOWN])
    people = User.objects.in_bulk({person for _, _, person, _ in found})
    by_key = {task.key: task for task in dated}
    rows = {
        key: by_key[key].rows(everybody()).in_bulk([pk for other, pk, *_ in found if other == key])
        for key in {key for key, *_ in found}
    }
    return [
        Late(by_key[key], people.get(person), at_rest(by_key[key], rows[key][pk]))
        for key, pk, person, _ in found
        if pk in rows[key]
    ]


def _overdue(task: Task, today: dt.date) -> QuerySet[Any, Any]:
    """Rows of (key, id, person, due date) of one task."""
    whom = F(task.person) if task.person else Value(EVERYBODY)
    rows = task.rows(everybody()).order_by().filter(**{f"{task.due_field}__lt": today})
    late = rows.annotate(task=Value(task.key), key=F("pk"), whom=whom, due=F(task.due_field))
    return late.values_list("task", "key", "whom", "due")


def at_rest(task: Task, row: Any) -> Item:
    """The item of a row for somebody who only looks: it leads to the page, not to the action."""
    item = task.item(row)
    return replace(item, url=row.get_absolute_url()) if hasattr(row, "get_absolute_url") else item
