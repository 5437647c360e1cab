"""What the timelines show of the events of cases and motors."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import ReturnedMotor
from talk.queries import said_of
from workflow.timeline import mentions, say

say(
    action_taken=_("Action taken"),
    confirmation=_("Confirmed by"),
    customer_reply=_("The customer's reply"),
    findings=_("Findings"),
    dissent=_("Dissent"),
    new_due_on=_("New due date"),
    customer_told=_("How the customer is told"),
    carrier=_("Carrier"),
    waybill=_("Waybill"),
    reference=_("Reference"),
    instruction=_("What to do"),
    photos=_("Photos"),
    to=_("Repairer"),
    place_note=_("Where exactly"),
)


@mentions("motor")
def talked_of(motor: ReturnedMotor) -> Q:
    """What people said about it."""
    return said_of("motor", motor.pk, motor.case_id)
