"""What accountability adds to the pages of cases and motors."""

from django.db.models import QuerySet

from accountability.models import Occurrence, Penalty
from aftersales.kit.prepared import prepared
from aftersales.models import User
from cases.models import Case, ReturnedMotor
from talk.panels import talk_on
from workflow.models import Facts
from workflow.panels import panel

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
