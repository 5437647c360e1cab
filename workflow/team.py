"""What waits for the people that one leads: of which task how much waits for whom, and what of it is overdue."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import Count, Min, Model, Q, QuerySet
from django.db.models.functions import Coalesce

from aftersales.kit.prepared import prepared
from aftersales.kit.untyped import DbRow
from aftersales.models import User
from aftersales.roles import Role, leads_of, role_names, roles_with
from workflow.machines import is_confined
from workflow.models import Waiting
from workflow.worklist import SOON, Item, Row, Task, all_tasks, things

SHOWN = 30  # rows of what is overdue
NOBODY = 0  # no person has this id
WHOM = Coalesce("person", NOBODY)
"""A person, or nobody by name."""


def led_by(user: User) -> list[Task]:
    """The tasks of the people whom the person leads; of the director all but what is confined."""
    return [task for task in all_tasks() if sees(user, task)]


def sees(user: User, task: Task) -> bool:
    """Whether a task is one's own or of people whom one leads; what is confined must be both one's own and in sight."""
    noun = task.permission.split(".")[0]
    if is_confined(noun):
        return user.can(task.permission) and user.can(f"{noun}.view")
    led = Role.DIRECTOR in user.every_role or leads_of(task.permission) & user.every_role
    return user.can(task.permission) or bool(led)


def whose(task: Task, person: User | None) -> str:
    """For whom it waits: a person, or the roles of whom anybody may do it."""
    return str(person or task.whom or role_names(roles_with(task.permission)))


@dataclass(frozen=True)
class Share:
    """What of a task waits for one person, or for anybody with its permission."""

    task: Task
    person: User | None
    count: int
    late: int
    soon: int
    first: dt.date | None  # the earliest due date


@dataclass(frozen=True)
class Late:
    """Something overdue that waits for somebody."""

    task: Task
    person: User | None
    item: Item


def led(reader: User, tasks: Collection[str], today: dt.date) -> "QuerySet[Waiting]":
    """What waits of the tasks with these keys in the sight of who leads the people."""
    return Waiting.objects.in_sight(reader, today).filter(task__in=tasks).order_by()


def shares_of(reader: User, tasks: list[Task], today: dt.date) -> list[Share]:
    """Who has how much of these tasks, the most overdue first; two queries for any number of rows."""
    by_key = {task.key: task for task in tasks}
    rows = shared(reader, list(by_key), today, today + SOON) if tasks else []
    people = by_name([row[1] for row in rows])
    shares = [
        Share(by_key[task], people.get(whom), count, late, soon, first)
        for task, whom, count, late, soon, first in rows
    ]
    return sorted(shares, key=lambda share: (-share.late, -share.soon, share.first or dt.date.max))


@prepared
def shared(
    reader: User, tasks: list[str], today: dt.date, soon: dt.date
) -> "QuerySet[Waiting, tuple[str, int, int, int, int, dt.date | None]]":
    """Of each task and person: how much waits, how much is overdue, how much is due soon, and since when."""
    rows = led(reader, tasks, today).values_list("task", WHOM)
    return rows.annotate(
        count=Count("item_id", distinct=True),
        late=Count("item_id", distinct=True, filter=Q(due_on__lt=today)),
        soon=Count("item_id", distinct=True, filter=Q(due_on__gte=today, due_on__lte=soon)),
        first=Min("due_on"),
    )


def late_of(reader: User, tasks: list[Task], today: dt.date) -> list[Late]:
    """What is overdue of these tasks, the longest first, up to the number shown."""
    by_key = {task.key: task for task in tasks}
    rows = overdue(reader, list(by_key), today) if tasks else []
    people = by_name([whom for whom, *_row in rows])
    late = [(people.get(whom), Row(*values)) for whom, *values in rows]
    found = things(row.place for _person, row in late)
    return [
        Late(by_key[row.task], person, at_rest(by_key[row.task], found[row.place], row.since))
        for person, row in late
        if row.place in found
    ]


@prepared
def overdue(reader: User, tasks: list[str], today: dt.date) -> "QuerySet[Waiting, DbRow]":
    """For whom it waits, and the columns of a row, each thing of a task once."""
    rows = led(reader, tasks, today).filter(due_on__lt=today).annotate(whom=WHOM)
    each = rows.values_list("whom", "task", "noun", "item_id", "due_on")
    moments = each.annotate(began=Min("since"), day=Min("not_before"))
    return moments.order_by("due_on", "item_id", "task", "whom")[:SHOWN]


def by_name(keys: list[int]) -> dict[int, User]:
    """The people of these keys."""
    known = [key for key in dict.fromkeys(keys) if key != NOBODY]
    return {person.pk: person for person in people_of(known)} if known else {}


@prepared
def people_of(keys: list[int]) -> QuerySet[User]:
    return User.objects.filter(pk__in=keys).only("name", "username")


def at_rest(task: Task, thing: Model, since: dt.date) -> Item:
    """The item of a thing for somebody who only looks: it leads to the page, not to the action."""
    item = replace(task.item(thing), since=since)
    return replace(item, url=thing.get_absolute_url()) if hasattr(thing, "get_absolute_url") else item
