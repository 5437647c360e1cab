"""What return and transfer make verbs of the motor wait for: its line in the ledger, its transfer order."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflow.guards import Condition
from workflow.verbs import further_condition

if TYPE_CHECKING:
    from cases.models import ReturnedMotor


@further_condition("motor.endorse_return", "motor.approve_return")
@Condition
def return_drafted(motor: "ReturnedMotor") -> str:
    return "" if motor.return_drafted_at else _("The coordinator must enter the return in the ledger first.")


@further_condition("motor.endorse_return")
@Condition
def needs_director(motor: "ReturnedMotor") -> str:
    if not motor.exceptional:
        return _("This return follows the regulation; the sales manager alone approves it.")
    return _("The director has endorsed this return.") if motor.return_endorsed_at else ""


@further_condition("motor.approve_return")
@Condition
def director_endorsed(motor: "ReturnedMotor") -> str:
    if not motor.exceptional or motor.return_endorsed_at:
        return ""
    return _("This return departs from 五 or is custom-made: the director must endorse it first.")


@further_condition("motor.clear_for_stock")
@Condition
def transfer_not_prepared(motor: "ReturnedMotor") -> str:
    return _("The transfer to production has been prepared.") if motor.transfer_at else ""


@further_condition("motor.transfer")
@Condition
def transfer_prepared(motor: "ReturnedMotor") -> str:
    return "" if motor.transfer_at else _("After-sales must prepare the transfer first.")
