"""What return and transfer make verbs of the motor wait for: its line in the ledger, its transfer order."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from aftersales.models import User
from workflow.guards import Condition
from workflow.verbs import done_once, further_check, further_condition, further_reads

if TYPE_CHECKING:
    from cases.models import Case, ReturnedMotor
    from returns.models import ReturnEntry, Transfer

further_reads("motor", "return_entry", "transfer_order")


def entry_of(motor: "ReturnedMotor") -> "ReturnEntry | None":
    """The line of the motor in the return ledger; None where there is none, or one of an earlier appraisal."""
    entry = getattr(motor, "return_entry", None)
    return entry if entry and entry.counts else None


def order_of(motor: "ReturnedMotor") -> "Transfer | None":
    """The motor's transfer to the workshop; None where there is none, or one of an earlier appraisal."""
    order = getattr(motor, "transfer_order", None)
    return order if order and order.counts else None


@done_once("motor.draft_return")
def is_entered(motor: "ReturnedMotor") -> bool:
    """Whether it is in the return ledger."""
    return entry_of(motor) is not None


@done_once("motor.prepare_transfer")
def is_prepared(motor: "ReturnedMotor") -> bool:
    """Whether its transfer is prepared."""
    return order_of(motor) is not None


@further_check("motor.endorse_return", "motor.approve_return")
def did_not_draft_return(motor: "ReturnedMotor", user: User) -> str:
    entry = entry_of(motor)
    if entry is None or not user.both & motor.dossier.with_deputies(entry.entered_by_id):
        return ""
    return _("You drafted this return slip; somebody else must approve it.")


@further_check("motor.transfer")
def did_not_prepare_transfer(motor: "ReturnedMotor", user: User) -> str:
    order = order_of(motor)
    if order is None or not user.both & motor.dossier.with_deputies(order.prepared_by_id):
        return ""
    return _("You prepared this transfer; production must take it over.")


@further_condition("case.correct_list")
@Condition
def nothing_being_counted(case: "Case") -> str:
    """What a count says of the list stands until the other department has signed it."""
    if not case.handovers.filter(status="counted").exists():
        return ""
    return _("A count of this case is waiting for its second signature.")


@further_condition("motor.endorse_return", "motor.approve_return")
@Condition
def return_drafted(motor: "ReturnedMotor") -> str:
    return "" if entry_of(motor) else _("The coordinator must enter the return in the ledger first.")


def is_endorsed(motor: "ReturnedMotor") -> bool:
    """Whether the director has endorsed what is in the ledger."""
    entry = entry_of(motor)
    return entry is not None and entry.endorsed_at is not None


@further_condition("motor.endorse_return")
@Condition
def needs_director(motor: "ReturnedMotor") -> str:
    if not motor.exceptional:
        return _("This return follows the regulation; the sales manager alone approves it.")
    return _("The director has endorsed this return.") if is_endorsed(motor) else ""


@further_condition("motor.approve_return")
@Condition
def director_endorsed(motor: "ReturnedMotor") -> str:
    if not motor.exceptional or is_endorsed(motor):
        return ""
    return _("This return departs from 五 or is custom-made: the director must endorse it first.")


@further_condition("motor.clear_for_stock")
@Condition
def transfer_not_prepared(motor: "ReturnedMotor") -> str:
    return _("The transfer to production has been prepared.") if order_of(motor) else ""


@further_condition("motor.transfer")
@Condition
def transfer_prepared(motor: "ReturnedMotor") -> str:
    return "" if order_of(motor) else _("After-sales must prepare the transfer first.")


@further_condition("motor.correct_settlement")
@Condition
def was_settled(motor: "ReturnedMotor") -> str:
    """There is a settlement that may be wrong."""
    entry = entry_of(motor)
    return "" if entry and entry.settled_at else _("The return has not been settled yet.")


@further_condition("motor.settle_return")
@Condition
def to_be_settled(motor: "ReturnedMotor") -> str:
    """Its return was approved, and nobody has made the customer good for it."""
    entry = entry_of(motor)
    if entry is None:
        return _("This motor was not taken back.")
    return _("The return has been settled.") if entry.settled_at else ""
