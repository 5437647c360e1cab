"""What cases add to the pages of the register, and freight to those of motors."""

from django.urls import reverse

from aftersales.models import User
from cases.freight.queries import freights_on
from cases.models import Case, ReturnedMotor
from cases.same_motor import same_motor
from talk.panels import talk_on
from warranty.models import HISTORIES, Customer, Motor
from workflow.models import Facts
from workflow.panels import panel
from workflow.views.acting import links

SHOWN = 20

talk_on("case", "motor")


HISTORIES[Motor.noun] = lambda motor: reverse("cases:life", args=[motor.serial_number])


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


@panel("motor.aside", "cases/_freight.html")
def freight_of_motor(motor: ReturnedMotor, user: User) -> Facts | None:
    """What its carriers got, what counts first, and what is to be done about it."""
    found = freights_on(motor)
    found.sort(key=lambda freight: not freight.counts)
    return {"freights": [(freight, links(freight, user)) for freight in found]} if found else None
