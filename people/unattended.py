"""What waits and nobody can do: no active holder of the role, or none who has not done an earlier step of it.

Asked of the rows of the worklist when an administrator reads it, in three statements for any number of rows. Of what is
confined it says that it waits, and not which matter it is.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import and_

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftersales.kit.choices import Label
from aftersales.models import RoleGrant, User
from aftersales.roles import Role, role_names, roles_with
from workflow.models import Barred, Waiting
from workflow.worklist import all_tasks, label_of

ROWS = 200  # of the worklist that are looked at; a factory has few, and mends the cause of all at once
NAMED = 3  # matters that are named of one task
FEW = 8  # holders of a role; of more it is never so that none is left

People = frozenset[int]


@dataclass
class Unattended:
    """A task that nobody can do, with the numbers of the first matters in which it waits, and the reason."""

    task: Label
    why: str
    url: str
    """Where that is mended."""

    count: int = 0
    numbers: list[str] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.numbers)

    def add(self, number: str | None) -> None:
        self.count += 1
        if number and number not in self.numbers and len(self.numbers) < NAMED:
            self.numbers.append(number)


def unattended() -> list[Unattended]:
    """All that waits today and nobody can do, by task and by whom it waits for."""
    holders = holders_by_role()
    wanted = reduce(lambda one, other: one | other, conditions(holders), Q(person__is_active=False))
    rows = Waiting.objects.begun(timezone.localdate()).filter(wanted, beside=False).order_by("id")
    found = list(rows.values_list("task", "role", "person", "dossier__number", "dossier__confined")[:ROWS])
    keys = {person for _task, _role, person, *_matter in found if person}.union(*holders.values())
    names = {user.pk: user.own_name for user in User.objects.filter(pk__in=keys)} if found else {}
    groups: dict[tuple[str, str, int | None], Unattended] = {}
    for task, role, person, number, confined in found:
        if (task, role, person) not in groups:
            why, url = reason(task, role, person, holders, names)
            groups[task, role, person] = Unattended(label_of(task), why, url)
        groups[task, role, person].add("" if confined else number)
    return list(groups.values())


def holders_by_role() -> dict[str, set[int]]:
    """The keys of the active people who hold each role."""
    held: dict[str, set[int]] = {role: set() for role in Role.values}
    for role, user in RoleGrant.objects.filter(user__is_active=True).values_list("role", "user"):
        held.setdefault(role, set()).add(user)
    return held


def conditions(holders: dict[str, set[int]]) -> Iterator[Q]:
    """Which rows nobody can do, by the people who hold the roles for which they wait."""
    rows: defaultdict[People, Q] = defaultdict(Q)
    for role in Role.values:
        rows[frozenset(holders[role])] |= Q(role=role)
    for task in all_tasks():
        people = people_of(roles_with(task.permission), holders)
        rows[people] |= Q(role="", person=None, task=task.key)
    for people, theirs in rows.items():
        if len(people) <= FEW:
            barred = (Q(Exists(Barred.objects.filter(waiting=OuterRef("pk"), person=one))) for one in people)
            yield reduce(and_, barred, theirs)


def people_of(roles: tuple[str, ...], holders: dict[str, set[int]]) -> People:
    return frozenset().union(*(holders[role] for role in roles))


def reason(
    task: str, role: str, person: int | None, holders: dict[str, set[int]], names: dict[int, str]
) -> tuple[str, str]:
    """Why nobody can do it, and the address where that is mended."""
    if person:
        said = _("It waits for %(name)s, who has left.") % {"name": names.get(person, "")}
        return said, reverse("people:hand_over", args=[person])
    permission = next((one.permission for one in all_tasks() if one.key == task), "")
    roles = (role,) if role else roles_with(permission)
    people = people_of(roles, holders)
    known = {"roles": role_names(roles), "names": _(", ").join(names[one] for one in sorted(people))}
    if people:
        words = _("Only %(names)s may (%(roles)s), and nobody does two steps that check each other.")
    else:
        words = _("Nobody holds the role: %(roles)s.")
    return words % known, reverse("people:roles")
