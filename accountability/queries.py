"""Who made a motor, which rows wait for whom, and what an action has to do with a case."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accountability.models import (
    CorrectiveAction,
    Employee,
    Liability,
    Measure,
    Penalty,
    PenaltyPerson,
    PenaltyRate,
)
from accountability.statuses import PLANNING, PRODUCTION, ActionStatus, Capacity, PenaltyStatus
from aftersales.models import User
from cases.models import ReturnedMotor
from warranty.models import Motor
from workflow.worklist import EVERYBODY

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
    def user(self) -> Any:
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
    rows = Employee.objects.filter(Q(capacity=Capacity.TEAM_LEADER, team__in=teams) | heads)
    order = list(Capacity)
    return sorted(rows.select_related("user"), key=lambda person: order.index(Capacity(person.capacity)))


def people() -> list[tuple[int, str]]:
    """Everybody who can be given work, with their roles, for a choice."""
    rows = User.objects.filter(is_active=True).prefetch_related("grants").order_by("name", "pk")
    return [(user.pk, f"{user} · {user.role_names}" if user.roles else str(user)) for user in rows]


def rates() -> dict[tuple[str, str], Decimal]:
    """The table of amounts by class of fault and capacity, in CNY."""
    return {(row.fault_class, row.capacity): row.amount for row in PenaltyRate.objects.all()}


# -- what waits for whom ------------------------------------------------------------------------------

Rows = Callable[[User], QuerySet[Any]]
OF_PENALTY = ("case__customer", "motor__product")  # what its line in the worklist tells
OPEN = Exists(Measure.objects.filter(action=OuterRef("pk"), done_at=None))


def departments_of(user: User) -> list[str]:
    """The departments for which the person plans corrective actions."""
    return [department for department, roles in PLANNING.items() if user.roles & set(roles)]


def to_plan(user: User) -> QuerySet[CorrectiveAction]:
    """Issued actions of one's department that somebody else issued."""
    rows = CorrectiveAction.objects.filter(status=A.ISSUED, department__in=departments_of(user))
    return rows.exclude(issued_by=user)


def to_implement(user: User) -> QuerySet[CorrectiveAction]:
    """Planned actions of one's department of which every measure is done."""
    rows = CorrectiveAction.objects.filter(status=A.PLANNED, department__in=departments_of(user))
    return rows.exclude(OPEN)


def to_verify(user: User) -> QuerySet[CorrectiveAction]:
    """Implemented actions in which the person has no part, with every measure done."""
    rows = CorrectiveAction.objects.filter(status=A.IMPLEMENTED).exclude(OPEN)
    return rows.exclude(issued_by=user).exclude(planned_by=user).exclude(implemented_by=user)


def own_measures(user: User) -> QuerySet[Measure]:
    """Measures that the person has to carry out; of everybody together, all."""
    rows = Measure.objects.filter(done_at=None).select_related("action")
    return rows if user.pk == EVERYBODY else rows.filter(owner=user)


def findings(user: User) -> QuerySet[Liability]:
    """Liability findings on which nobody has drafted an opinion."""
    rows = Liability.objects.filter(closed_at=None)
    return rows.select_related("motor__case__customer", "motor__product", "appraisal")


def penalties(*statuses: str) -> Rows:
    """Penalties in these states that do not concern the person themselves."""

    def rows(user: User) -> QuerySet[Penalty]:
        found = Penalty.objects.visible_to(user).filter(status__in=statuses)
        return found.exclude(persons__user=user).select_related(*OF_PENALTY)

    return rows


def to_countersign(user: User) -> QuerySet[Penalty]:
    """Opinions of production on its own people that somebody else drafted."""
    rows = penalties(P.DRAFTED)(user).filter(department__in=PRODUCTION, countersigned_at=None)
    return rows.exclude(drafted_by=user)


def to_assess(user: User) -> QuerySet[Penalty]:
    """Opinions that somebody else drafted, countersigned where they must be."""
    ready = ~Q(department__in=PRODUCTION) | Q(countersigned_at__isnull=False)
    return penalties(P.DRAFTED)(user).filter(ready).exclude(drafted_by=user)


def to_decide(user: User) -> QuerySet[Penalty]:
    """Assessed opinions in which the person had no part."""
    rows = penalties(P.ASSESSED)(user).exclude(drafted_by=user).exclude(countersigned_by=user)
    return rows.exclude(assessed_by=user)


def to_deduct(user: User) -> QuerySet[Penalty]:
    """Approved penalties, approved by somebody else."""
    return penalties(P.APPROVED)(user).exclude(decided_by=user)


def to_respond(user: User) -> QuerySet[Penalty]:
    """Opinions on which the person concerned has said nothing; of everybody together, one row a person."""
    heard = Penalty.objects.filter(status__in=[P.DRAFTED, P.ASSESSED]).select_related(*OF_PENALTY)
    if user.pk == EVERYBODY:
        return heard.filter(persons__user__isnull=False, persons__responded_at=None)
    return heard.filter(pk__in=PenaltyPerson.objects.filter(user=user, responded_at=None).values("penalty"))
