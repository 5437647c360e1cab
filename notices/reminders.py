"""Reminders follow from the worklists: whatever waits there with a due date that is near or past."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from aftersales.kit.queues import wake
from aftersales.models import User
from aftersales.roles import Role, leads_of
from notices.models import Level, Notice, Reminder
from notices.policy import NoticePolicy
from workflow.machines import is_confined
from workflow.models import policy_on
from workflow.worklist import Item, Task, all_tasks, inviting, things


class Work(NamedTuple):
    """Something that waits on somebody's worklist."""

    task: str
    object_id: int
    due_on: dt.date


class DueWork:
    """All work that is due by a day: whose it is, and the row that tells about it."""

    def __init__(self, by: dt.date) -> None:
        self.by = by
        self.people = list(User.objects.filter(is_active=True).prefetch_related("grants").order_by("pk"))
        self.doers: defaultdict[Work, list[User]] = defaultdict(list)
        self.nouns: dict[Work, str] = {}
        self.tasks: dict[str, Task] = {task.key: task for task in all_tasks()}
        for user in self.people:
            self.collect(user)

    def collect(self, user: User) -> None:
        """What this person has to do by the day, in one query."""
        due = inviting(user).filter(due_on__lte=self.by).order_by("task", "item_id")
        for noun, task, item_id, due_on in due.values_list("noun", "task", "item_id", "due_on").distinct():
            assert due_on  # the filter asks for one
            work = Work(task, item_id, due_on)
            self.nouns[work] = noun
            self.doers[work].append(user)

    def rows(self, works: Iterable[Work]) -> dict[Work, Model]:
        """The objects of these works, one query a noun."""
        places = {work: (self.nouns[work], work.object_id) for work in works}
        found = things(places.values())
        return {work: found[place] for work, place in places.items() if place in found}

    def superiors(self, work: Work, level: Level, row: Model) -> list[User]:
        """Who hears of it at this level beside those who do it: only who may see the object."""
        roles = roles_told(level, self.tasks[work.task])
        visible_to = getattr(type(row)._default_manager.all(), "visible_to", None)
        if not roles or visible_to is None:
            return []
        return [
            user for user in self.people if roles & user.roles and visible_to(user).filter(pk=row.pk).exists()
        ]


def roles_told(level: Level, task: Task) -> set[str]:
    """The roles to which work is brought at a level; a higher level leaves out none of the lower ones."""
    found: set[str] = set()
    for step, roles in (
        (Level.LEAD, leads_of(task.permission)),
        (Level.MANAGER, {Role.SALES_MANAGER}),
        (Level.DIRECTOR, {Role.DIRECTOR}),
    ):
        if LEVELS.index(step) <= LEVELS.index(level):
            found |= roles
    return found


LEVELS = list(Level)


def levels_at(due_on: dt.date, today: dt.date, policy: NoticePolicy) -> list[Level]:
    """Every level that work due on a day has come to by ``today``, the highest last."""
    days = (
        (Level.SOON, -policy.remind_days),
        (Level.DUE, 0),
        (Level.LEAD, policy.lead_days),
        (Level.MANAGER, policy.manager_days),
        (Level.DIRECTOR, policy.director_days),
    )
    return [level for level, after in days if (today - due_on).days >= after]


def remind(now: dt.datetime) -> int:
    """Write down every reminder that is due and was not given, and tell people; return how many were told.

    Levels that were passed unseen, because nothing ran for days, become one notice: that of the highest.
    """
    today = timezone.localdate(now)
    policy = policy_on(NoticePolicy, today)
    waiting = DueWork(today + dt.timedelta(days=policy.remind_days))
    with transaction.atomic():
        known = settle(waiting, now)
        fresh = {
            work: levels
            for work in waiting.doers
            if (
                levels := [
                    level for level in levels_at(work.due_on, today, policy) if (work, level) not in known
                ]
            )
        }
        return tell(waiting, fresh, now)


def settle(waiting: DueWork, now: dt.datetime) -> set[tuple[Work, str]]:
    """Close the reminders of what waits no longer, open those of what waits again; return what is known."""
    days = {work.due_on for work in waiting.doers}
    known: set[tuple[Work, str]] = set()
    done: list[int] = []
    again: list[int] = []
    rows = Reminder.objects.filter(settled_at=None) | Reminder.objects.filter(due_on__in=days)
    for reminder in rows:
        work = Work(reminder.task, reminder.object_id, reminder.due_on)
        known.add((work, reminder.level))
        if (work in waiting.doers) == (reminder.settled_at is not None):
            (again if work in waiting.doers else done).append(reminder.pk)
    Reminder.objects.filter(pk__in=done).update(settled_at=now)
    Reminder.objects.filter(pk__in=again).update(settled_at=None)
    return known


def tell(waiting: DueWork, fresh: dict[Work, list[Level]], now: dt.datetime) -> int:
    """Write the reminders; a notice of the highest level goes to who has the work and to their superiors."""
    rows = waiting.rows(fresh)
    reminders = [written(waiting, work, level, rows[work], now) for work in rows for level in fresh[work]]
    Reminder.objects.bulk_create(reminders, ignore_conflicts=True)
    stored = {
        (Work(reminder.task, reminder.object_id, reminder.due_on), reminder.level): reminder.pk
        for reminder in Reminder.objects.filter(due_on__in={work.due_on for work in rows})
    }
    notices = [
        Notice(
            reminder_id=stored[work, fresh[work][-1]],
            dossier_id=getattr(row, "dossier_id", None),
            user=user,
            created_at=now,
        )
        for work, row in rows.items()
        for user in dict.fromkeys([*waiting.doers[work], *waiting.superiors(work, fresh[work][-1], row)])
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if notices:
        wake("notices")
    return len(notices)


def written(waiting: DueWork, work: Work, level: Level, row: Model, now: dt.datetime) -> Reminder:
    """A reminder with the words that it keeps."""
    task = waiting.tasks[work.task]
    item: Item = task.item(row)
    return Reminder(
        **work._asdict(),
        level=level,
        title=item.title[:200],
        customer=item.customer[:200],
        url=item.url,
        page=row.get_absolute_url() if hasattr(row, "get_absolute_url") else item.url,
        confidential=any(map(is_confined, (getattr(row, "noun", ""), task.permission.split(".")[0]))),
        created_at=now,
    )
