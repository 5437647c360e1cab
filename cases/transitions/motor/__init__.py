"""The returned motor: from the return list to the customer, the shelf or the scrap heap (四.2, 四.3).

Read a transition as a row of the workflow: where from, where to, who may, what must be true, the words of the button,
who is told. `python manage.py verbs motor.approve_return` adds what follows from it.
A target of None is an act that leaves the motor where it is. The methods only set fields on ``self``;
workflow.actions is the one caller.
"""

from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from cases.statuses import MotorStatus
from cases.transitions.motor.appraisal import Appraising
from cases.transitions.motor.counting import Counting
from cases.transitions.motor.promise import Promising
from cases.transitions.motor.quotation import Quoting
from cases.transitions.motor.repair import Repairing
from cases.transitions.motor.shipping import Shipping
from cases.transitions.motor.taking_back import TakingBack


class MotorWorkflow(Counting, Appraising, Quoting, Repairing, Promising, Shipping, TakingBack):
    """The machine of one motor, part by part in the order of the work."""

    status = FSMField(_("status"), default=MotorStatus.EXPECTED, choices=MotorStatus.choices, protected=True)

    class Meta:
        abstract = True
