"""What accountability adds to the pages of cases and motors."""

from aftersales.models import User
from cases.models import Case, ReturnedMotor
from workflow.models import Facts
from workflow.panels import panel


@panel("case.aside", "accountability/_of_case.html", rank=10)
def of_case(case: Case, user: User) -> Facts:
    return led_to(case, user)


@panel("motor.aside", "accountability/_of_case.html", rank=10)
def of_motor(motor: ReturnedMotor, user: User) -> Facts:
    return led_to(motor, user)


def led_to(obj: Case | ReturnedMotor, user: User) -> Facts:
    """The corrective actions and the penalties that a case or motor led to, as far as the person may see them."""
    return {
        "occurrences": obj.occurrences.select_related("action__case"),
        "penalties": obj.penalties.visible_to(user),
    }
