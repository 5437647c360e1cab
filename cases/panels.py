"""What cases add to the pages of the register."""

from aftersales.models import User
from cases.models import Case, ReturnedMotor
from cases.same_motor import same_motor
from warranty.models import Customer, Motor
from workflow.models import Facts
from workflow.panels import panel

SHOWN = 20


@panel("registered_motor.main", "cases/_of_motor.html")
def returns_of_motor(entry: Motor, user: User) -> Facts:
    """Every time it came back that the person may see, the last first."""
    rows = ReturnedMotor.objects.visible_to(user).filter(same_motor(entry.serial_number, entry))
    return {"returns": rows.select_related("case__customer").order_by("-pk")[:SHOWN], "entry": entry}


@panel("customer.main", "cases/_of_customer.html")
def cases_of_customer(entry: Customer, user: User) -> Facts:
    """The cases of a customer that the person may see, the last first."""
    rows = Case.objects.visible_to(user).filter(customer=entry).select_related("product")
    return {"cases": rows.order_by("-pk")[:SHOWN]}
