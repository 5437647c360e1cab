"""What the timelines show of the events of cases and motors."""

from django.utils.translation import gettext_lazy as _

from workflow.timeline import say

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
