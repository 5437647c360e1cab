"""Who made a motor, which rows wait for whom, and what an action has to do with a case."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from accountability.limits import LIMITS
from accountability.models import (
    CorrectiveAction,
    Employee,
    Penalty,
    PenaltyPerson,
    PenaltyRate,
)
from accountability.policy import AccountabilityPolicy
from accountability.statuses import ActionStatus, Capacity, PenaltyStatus
from aftersales.models import User
from cases.models import ReturnedMotor
from warranty.models import Motor
from workflow.models import policy_on

A, P = ActionStatus, PenaltyStatus
SAME_DAY = 4  # other people named of motors of the same day and model

# -- from the nameplate to the people -----------------------------------------------------------------


@dataclass(frozen=True)
class Proposal:
    """Somebody who may answer for a fault, and why we think so."""

    name: str
    capacity: str
    source: str
    employee: Employee | None = None

    @property
    def user(self) -> User | None:
        return self.employee.user if self.employee else None

    @property
    def monthly_wage(self) -> Decimal | None:
        return self.employee.monthly_wage if self.employee else None


def production_record(motor: ReturnedMotor) -> tuple[list[Motor], bool]:
    """The register's entries that tell who made a motor, and whether they are the motor's own (九).

    Without a record of its own, those of the same model that left the factory on the same day must do.
    """
    entry = motor.registered
    if entry is None:
        return [], False
    if entry.responsible_person or entry.production_shift:
        return [entry], True
    same_day = Motor.objects.filter(product=entry.product, ex_factory_date=entry.ex_factory_date)
    return list(same_day.exclude(responsible_person="").order_by("pk")[:SAME_DAY]), False


def proposals(motor: ReturnedMotor) -> list[Proposal]:
    """The responsible persons and their leaders, as the production record and the appraisal name them."""
    entries, own = production_record(motor)
    source = "record" if own else "same_day"
    named = [(entry.responsible_person, source) for entry in entries if entry.responsible_person]
    if motor.appraisal and motor.appraisal.liable_person:
        named.insert(0, (motor.appraisal.liable_person, "appraisal"))
    department = motor.appraisal.liable_department if motor.appraisal else ""
    staff = known_staff(names=[name for name, _ in named])
    people = [Proposal(name, Capacity.RESPONSIBLE, source, staff.get(name)) for name, source in named]
    teams = {entry.production_shift for entry in entries} - {""}
    if not teams:
        teams = {person.employee.team for person in people if person.employee and person.employee.team}
    people += [Proposal(head.name, head.capacity, "leader", head) for head in leaders(teams, department)]
    return list({person.name: person for person in reversed(people)}.values())[::-1]


def known_staff(names: Iterable[str]) -> dict[str, Employee]:
    """Employees by name; of two with the same name neither, so that nobody is taken for somebody else."""
    rows = list(Employee.objects.filter(name__in=set(names)).select_related("user"))
    return {row.name: row for row in rows if [other.name for other in rows].count(row.name) == 1}


def leaders(teams: set[str], department: str) -> list[Employee]:
    """The leaders of these teams, and the heads of the liable department (领导连带责任)."""
    heads = Q(capacity__in=[Capacity.WORKSHOP_HEAD, Capacity.DEPARTMENT_HEAD], department=department)
    rows = Employee.objects.filter(Q(capacity=Capacity.TEAM_LEADER, team__in=teams) | heads, active=True)
    order = list(Capacity)
    return sorted(rows.select_related("user"), key=lambda person: order.index(Capacity(person.capacity)))


def people() -> list[tuple[int, str]]:
    """Everybody who can be given work, with their roles, for a choice."""
    rows = User.objects.filter(is_active=True).prefetch_related("grants").order_by("name", "pk")
    return [(user.pk, f"{user} · {user.role_names}" if user.roles else str(user)) for user in rows]


def rates() -> dict[tuple[str, str], Decimal]:
    """The table of amounts by class of fault and capacity, in CNY."""
    return {(row.fault_class, row.capacity): row.amount for row in PenaltyRate.objects.all()}


def verify_from(action: CorrectiveAction) -> dt.date:
    """The first day on which its measures have had the time of the edition to show that they work."""
    assert action.implemented_at is not None
    start = timezone.localdate(action.implemented_at)
    return LIMITS["verification"].due(start, policy_on(AccountabilityPolicy, start))


# -- what is deducted in a month ----------------------------------------------------------------------


def with_month(penalty: Penalty, persons: Iterable[PenaltyPerson]) -> list[PenaltyPerson]:
    """People of a penalty who know what other penalties of the same month take from them (九)."""
    people = list(persons)
    day = timezone.localdate(penalty.decided_at or penalty.drafted_at)
    first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    others = PenaltyPerson.objects.exclude(penalty=penalty.pk).exclude(penalty__status=P.DISMISSED)
    of_month = others.annotate(on=TruncDate(Coalesce("penalty__decided_at", "penalty__drafted_at")))
    rows = list(
        of_month.filter(on__gte=first, on__lte=last)
        .filter(Q(user__in=[one.user_id for one in people]) | Q(name__in=[one.name for one in people]))
        .values_list("user", "name", "amount")
    )
    for one in people:
        mine = (amount for user, name, amount in rows if (user or name) == (one.user_id or one.name))
        one.elsewhere = sum(mine, Decimal(0))
    return people
