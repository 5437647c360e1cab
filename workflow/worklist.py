"""待办: what each person has to do next. Apps register their tasks; the home page reads what waits of them.

A task says what to do and which permission it needs; what waits of it is written down by ``workflow.waiting``.
Adding one is a call of ``register`` in the app's tasks.py, and a function in its waiting.py.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, Model, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.kit.choices import Label
from aftersales.kit.due import DUE_SOON_DAYS, Standing
from aftersales.kit.planned import Part
from aftersales.kit.prepared import prepared, prepared_within
from aftersales.kit.untyped import DbRow
from aftersales.models import User
from aftersales.navigation import numbers
from aftersales.roles import role_names, roles_with
from workflow.guards import OfNoun
from workflow.models import Stateful, Waiting, invites
from workflow.waiting import SOURCES, Place

SHOWN = 30  # rows of all tasks on the home page
AT_LEAST = 3  # rows of one task there
SOON = dt.timedelta(days=DUE_SOON_DAYS)
COUNTED = 100  # a higher count is shown as "99+"


@dataclass(frozen=True)
class Item:
    """One row of the worklist, ready to be shown."""

    title: str
    detail: str
    customer: str
    url: str
    due_on: dt.date | None = None
    standing: Standing | None = None  # how the due date stands, see aftersales.kit.due
    whose: str = ""  # the roles that it waits for, where not every role with the permission may do it
    since: dt.date | None = None  # the day on which it began to wait
    key: int = 0  # of the thing
    instead_of: str = ""  # in whose place it would be done


@dataclass(frozen=True)
class Task:
    """Something that waits for people with a permission."""

    key: str
    label: Label  # what to do, as a request
    permission: str
    item: Callable[[OfNoun], Item]
    icon: str = "circle-dot"
    hint: Label = ""  # what to mind, for whoever does it for the first time
    together: str = ""  # name of the URL where all that waits can be done at once
    whom: Label = ""  # for whom rows wait that are not for everybody with the permission
    many: Label = ""  # the address where it can be done for several things at once; wants them, or the task

    @cached_property
    def url(self) -> str:
        """The page of all that waits of it."""
        return reverse("workflow:task", args=[self.key])

    @cached_property
    def at_once(self) -> str:
        """Where all that waits of it is done at once, or several of it; empty where it is done one by one."""
        if self.together:
            return reverse(self.together)
        return f"{self.many}?task={self.key}" if self.many else ""


@dataclass(frozen=True)
class Group:
    """A task with what waits for it."""

    task: Task
    items: list[Item]
    count: int
    late: int
    soon: int  # due today or within two days

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


def label_of(key: str) -> Label:
    """What to do, as a request; the key itself where no app registers such a task any more."""
    return next((task.label for task in _tasks if task.key == key), key)


def all_tasks() -> list[Task]:
    """Every task of every app, in the order of the work."""
    return list(_tasks)


def tasks_of(user: User) -> list[Task]:
    """The tasks that this person's roles may do."""
    return [task for task in _tasks if user.can(task.permission)]


# -- what waits for one person ------------------------------------------------------------------------


class Row(NamedTuple):
    """One item that waits of a task."""

    task: str
    noun: str
    item_id: int
    due_on: dt.date | None
    written_at: dt.datetime
    not_before: dt.date | None

    @property
    def place(self) -> Place:
        return self.noun, self.item_id

    @property
    def since(self) -> dt.date:
        """The day on which it began to wait; what only a day brings waits from that day on."""
        day = timezone.localdate(self.written_at)
        return max(day, self.not_before) if self.not_before else day


ROW = ("task", "noun", "item_id", "due_on", "since", "not_before")
"""The columns of a row."""


def inviting(user: User, day: dt.date | None = None) -> "QuerySet[Waiting]":
    """All that waits for this person today, or on another day, of what their permissions let them do."""
    asked = reduce(or_, (Q(task__in=keys_of(one)) & invites(one) for one in user.capacities))
    return Waiting.objects.begun(day or timezone.localdate()).filter(asked)


def keys_of(user: User) -> list[str]:
    """The keys of their tasks."""
    return [task.key for task in tasks_of(user)]


class Urgent(NamedTuple):
    """What waits of one task: the most urgent rows; and how much waits at all, is overdue, and is due soon."""

    rows: list[Row]
    waiting: int
    late: int
    soon: int


def most_urgent(user: User, most: int, task: str = "") -> dict[str, Urgent]:
    """What waits for this person by task, or of one: of each so many things, the most urgent first; in one query."""
    today = timezone.localdate()
    asked = (user, today, today + SOON, most)
    found: dict[str, Urgent] = {}
    for values in urgent_rows_of(*asked, task) if task else urgent_rows(*asked):
        row, (waiting, late, soon) = Row(*values[: len(ROW)]), values[-3:]
        rows = found.setdefault(row.task, Urgent([], waiting, late, soon - late)).rows
        if not rows or rows[-1].place != row.place:  # two roles of the person may be invited
            rows.append(row)
    return found


def urgent_of(user: User, task: str, most: int = COUNTED) -> Urgent:
    """What waits of the task with this key."""
    return most_urgent(user, most, task).get(task, Urgent([], 0, 0, 0))


RANKED = """
WITH found AS ({}), ranked AS (
    SELECT found.*, DENSE_RANK() OVER (PARTITION BY task ORDER BY due_on NULLS LAST, item_id) AS place FROM found
), counted AS (
    SELECT task, MAX(place) AS waiting, COALESCE(MAX(place) FILTER (WHERE is_late), 0) AS late,
        COALESCE(MAX(place) FILTER (WHERE is_soon), 0) AS soon
    FROM ranked GROUP BY task
)
SELECT ranked.*, waiting, late, soon FROM ranked JOIN counted ON counted.task = ranked.task
WHERE place <= most ORDER BY ranked.task, place
"""


@prepared_within(RANKED)
def urgent_rows(user: User, day: dt.date, soon: dt.date, most: int) -> "QuerySet[Waiting, DbRow]":
    """The columns of the first rows of each task by their urgency, and last how many things it has."""
    return to_rank(inviting(user, day), day, soon, most)


@prepared_within(RANKED)
def urgent_rows_of(
    user: User, day: dt.date, soon: dt.date, most: int, task: str
) -> "QuerySet[Waiting, DbRow]":
    """Those of one task."""
    return to_rank(inviting(user, day).filter(task=task), day, soon, most)


def to_rank(rows: "QuerySet[Waiting]", day: dt.date, soon: dt.date, most: int) -> "QuerySet[Waiting, DbRow]":
    """The columns that are ranked."""
    told = rows.annotate(
        is_late=ExpressionWrapper(Q(due_on__lt=day), BooleanField()),
        is_soon=ExpressionWrapper(Q(due_on__lte=soon), BooleanField()),
        most=Value(most),
    )
    return told.order_by().values_list(*ROW, "is_late", "is_soon", "most")


def things(places: Iterable[Place]) -> dict[Place, Model]:
    """The things themselves, one query a noun."""
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for noun, key in places:
        keys[noun].add(key)
    found: dict[Place, Model] = {}
    for noun, some in keys.items():
        found |= {(noun, key): thing for key, thing in SOURCES[noun].shown(some).items()}
    return found


def groups_of(user: User) -> list[Group]:
    """What waits for this person, task by task; tasks with nothing waiting are left out."""
    tasks = tasks_of(user)
    waiting = most_urgent(user, max(AT_LEAST, SHOWN // max(len(tasks), 1)))
    rows = [row for urgent in waiting.values() for row in urgent.rows]
    found, instead = things(row.place for row in rows), in_whose_place(user, rows)
    return [
        group_of(task, waiting[task.key], items_of(task, waiting[task.key].rows, found, instead))
        for task in tasks
        if task.key in waiting
    ]


def group_of(task: Task, urgent: Urgent, items: list[Item]) -> Group:
    """What waits of one task, counted no further than a count is shown."""
    return Group(
        task, items, *(min(number, COUNTED) for number in (urgent.waiting, urgent.late, urgent.soon))
    )


def group_for(user: User, task: Task) -> Group:
    """All that waits for this person of one task, up to the number counted."""
    urgent = urgent_of(user, task.key)
    found, instead = things(row.place for row in urgent.rows), in_whose_place(user, urgent.rows)
    return group_of(task, urgent, items_of(task, urgent.rows, found, instead))


def items_of(
    task: Task, rows: list[Row], found: dict[Place, Model], instead: dict[tuple[str, Place], str]
) -> list[Item]:
    """The rows of a task ready to be shown."""
    return [
        replace(
            task.item(found[row.place]),
            since=row.since,
            key=row.item_id,
            instead_of=instead.get((row.task, row.place), ""),
        )
        for row in rows
        if row.place in found
    ]


def in_whose_place(user: User, rows: list[Row]) -> dict[tuple[str, Place], str]:
    """For whom the person would do these, where not for themselves; asked only of who stands in for somebody."""
    if not user.stands_in:
        return {}
    keys = [row.item_id for row in rows]
    found: dict[tuple[str, Place], str] = {}
    for one in reversed(user.capacities):
        invited = inviting(one).filter(item_id__in=keys).values_list("task", "noun", "item_id")
        found |= {(task, (noun, key)): one.own_name if one.deputy else "" for task, noun, key in invited}
    return found


def next_of(user: User, permissions: Collection[str]) -> list[tuple[Task, int]]:
    """What else waits for this person of the tasks with these permissions, and how much of each."""
    tasks = {task.key: task for task in tasks_of(user) if task.permission in permissions}
    rows = inviting(user).filter(task__in=tasks).order_by()
    counts = rows.values_list("task").annotate(Count("item_id", distinct=True)) if tasks else []
    return [(tasks[key], count) for key, count in counts]


class Next(NamedTuple):
    """The most urgent of what else waits of a task, and how much that is."""

    task: Task
    item: Item
    waiting: int


def first_of(user: User, permissions: Collection[str]) -> Next | None:
    """What waits next for this person of the tasks with these permissions."""
    for task in tasks_of(user):
        if task.permission in permissions:
            urgent = urgent_of(user, task.key, most=1)
            found, instead = things(row.place for row in urgent.rows), in_whose_place(user, urgent.rows)
            if items := items_of(task, urgent.rows, found, instead):
                return Next(task, items[0], min(urgent.waiting, COUNTED))
    return None


COUNT = "SELECT COUNT(*) FROM (SELECT DISTINCT * FROM ({}) AS found LIMIT {}) AS things"


def count_of(user: User) -> int:
    """How many things wait for this person, up to the number counted: what the frame of every page shows."""
    return numbers([counting(user)])[0]


def counting(user: User) -> Part:
    """The statement that counts them.

    It looks no further than the number counted takes; the same thing may wait for each of their roles.
    """
    inner = waiting_for.part(user, timezone.localdate())
    if not inner.sql:  # they may do nothing at all
        return Part("SELECT 0")
    return inner._replace(sql=COUNT.format(inner.sql, COUNTED))


@prepared
def waiting_for(user: User, day: dt.date) -> "QuerySet[Waiting, tuple[str, str, int]]":
    """What waits for the person: as much of it as may have to be looked at to count it."""
    ways = sum(len(one.roles) + 2 for one in user.capacities)  # by name, by each role, and for anybody
    most = COUNTED * ways
    return inviting(user, day).order_by().values_list("task", "noun", "item_id")[:most]


def tasks_at(user: User, places: Iterable[Place]) -> dict[Place, tuple[Task, Model]]:
    """What this person has to do with these things: of several the first task, and the thing."""
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for noun, key in places:
        keys[noun].add(key)
    wanted = Q(pk=None)
    for noun, some in keys.items():
        wanted |= Q(noun=noun, item_id__in=some)
    rows = set(inviting(user).filter(wanted).values_list("task", "noun", "item_id"))
    found = things((noun, key) for _task, noun, key in rows)
    ranks = {task.key: rank for rank, task in enumerate(all_tasks())}
    there: dict[Place, tuple[Task, Model]] = {}
    for task, noun, key in sorted(rows, key=lambda row: ranks[row[0]], reverse=True):
        if (noun, key) in found:
            there[noun, key] = _tasks[ranks[task]], found[noun, key]
    return there


# -- what waits for others ----------------------------------------------------------------------------

FOLLOWING = 3  # tasks that are named after an act
AT_A_THING = 40  # rows of a thing, or of its matter, among which they are


def who_is_next(reader: User, thing: Stateful) -> str:
    """What waits next at a thing, else anywhere in its matter, and for whom; empty where nothing waits.

    A draft waits for who wrote it, and nobody else hears of it.
    """
    if thing.drafted and thing.status == thing.machine().get_default():
        return ""
    rows = asked_of_whom(reader, timezone.localdate(), thing.dossier_id, thing.noun, thing.pk)
    at_it = [row for row in rows if row[0]] or rows
    whom: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for _here, key, role, name in at_it:
        whom[key][for_whom(key, role, name or "")] = None
    said = [
        _("%(task)s (%(whom)s)") % {"task": task.label, "whom": str(_(", ")).join(whom[task.key])}
        for task in _tasks
        if task.key in whom
    ]
    return _("Next: %(tasks)s.") % {"tasks": str(_("; ")).join(said[:FOLLOWING])} if said else ""


@prepared
def asked_of_whom(
    reader: User, day: dt.date, dossier: int, noun: str, item: int
) -> "QuerySet[Waiting, tuple[bool, str, str, str | None]]":
    """What waits in a matter: whether at this thing, of which task, of which role, of whom by name."""
    at_it = ExpressionWrapper(Q(noun=noun, item_id=item), BooleanField())
    rows = Waiting.objects.in_sight(reader, day).filter(dossier=dossier).annotate(at_it=at_it)
    asked = rows.order_by("-at_it").values_list("at_it", "task", "role", "person__name")
    return asked.distinct()[:AT_A_THING]


def for_whom(key: str, role: str, name: str) -> str:
    """A person by name, a role, or all roles that may do the task."""
    permission = next((task.permission for task in _tasks if task.key == key), "")
    return name or role_names([role] if role else roles_with(permission))
