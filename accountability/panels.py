"""What accountability adds to the pages of cases and motors, and to the page of who holds each role."""

from collections import defaultdict

from django.db.models import QuerySet

from accountability.models import Employee, Occurrence, Penalty
from accountability.statuses import PLANNING, Capacity
from aftersales.kit.prepared import prepared
from aftersales.models import RoleGrant, User
from aftersales.roles import role_names
from cases.models import Case, ReturnedMotor
from catalogue.statuses import Department
from talk.panels import talk_on
from workflow.models import Facts
from workflow.panels import on_page, panel

talk_on("action", "penalty")


@panel("case.aside", "accountability/_of_case.html", rank=10)
def of_case(case: Case, user: User) -> Facts:
    return led_to(case, user)


@panel("motor.aside", "accountability/_of_case.html", rank=10)
def of_motor(motor: ReturnedMotor, user: User) -> Facts:
    return led_to(motor, user)


def led_to(obj: Case | ReturnedMotor, user: User) -> Facts:
    """The corrective actions and the penalties that a case or motor led to, as far as the person may see them."""
    return {
        "occurrences": occurrences_of(obj),
        "penalties": penalties_of(obj, user),
    }


@prepared
def occurrences_of(obj: Case | ReturnedMotor) -> QuerySet[Occurrence]:
    return obj.occurrences.select_related("action__case")


@prepared
def penalties_of(obj: Case | ReturnedMotor, user: User) -> QuerySet[Penalty]:
    return obj.penalties.visible_to(user)


@on_page("roles", "accountability/_departments.html")
def departments(user: User) -> Facts:
    """Every department that can be liable: who plans for it, and who leads it by the register of employees."""
    holders, heads = holders_by_role(), heads_by_department()
    rows = []
    for department, roles in PLANNING.items():
        people = {name for role in roles for name in holders[role]}
        rows.append(
            {
                "label": Department(department).label,
                "roles": role_names(roles),
                "people": sorted(people),
                "heads": heads[department],
            }
        )
    return {"departments": rows}


def holders_by_role() -> defaultdict[str, list[str]]:
    """The names of those who hold each of the roles that plan."""
    planning = {role for roles in PLANNING.values() for role in roles}
    grants = RoleGrant.objects.filter(user__is_active=True, role__in=planning).select_related("user")
    found: defaultdict[str, list[str]] = defaultdict(list)
    for grant in grants:
        found[grant.role].append(str(grant.user))
    return found


def heads_by_department() -> defaultdict[str, list[Employee]]:
    """The heads of each department and its workshops, who are jointly liable."""
    capacities = [Capacity.WORKSHOP_HEAD, Capacity.DEPARTMENT_HEAD]
    found: defaultdict[str, list[Employee]] = defaultdict(list)
    for head in Employee.objects.filter(capacity__in=capacities, active=True).order_by("name", "pk"):
        found[head.department].append(head)
    return found
