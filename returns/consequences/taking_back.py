"""What return and transfer write down beside the motor's new state; their slips are issued in returns/slips/.

They write on the rows that the motor has loaded, for conditions, slips and tasks of the same act read them there.
"""

from cases.models import ReturnedMotor
from returns.models import ReturnEntry, Transfer
from workflow.actions import on
from workflow.models import Event
from workflow.waiting import touched


@on("motor.draft_return")
def enter_in_ledger(motor: ReturnedMotor, event: Event) -> None:
    """The coordinator's line in the return ledger; corrected in place until it is approved."""
    entry = getattr(motor, "return_entry", None) or ReturnEntry(motor=motor)
    if entry.appraisal_id != motor.appraisal_id:
        entry.endorsed_by = entry.endorsed_at = None
    write(entry, event, "source_document", "price", "reason", "remark")
    entry.entered_by, entry.entered_at = event.by, event.at
    entry.save()


@on("motor.endorse_return")
def note_endorsement(motor: ReturnedMotor, event: Event) -> None:
    """The director's word on a return that the manager may not approve alone."""
    entry = motor.return_entry
    entry.endorsed_by, entry.endorsed_at = event.by, event.at
    entry.save(update_fields=["endorsed_by", "endorsed_at"])


@on("motor.prepare_transfer")
def order_transfer(motor: ReturnedMotor, event: Event) -> None:
    order = getattr(motor, "transfer_order", None) or Transfer(motor=motor)
    write(order, event, "to_workshop", "instruction", "due_on")
    order.prepared_by, order.prepared_at = event.by, event.at
    order.save()


def write(row: ReturnEntry | Transfer, event: Event, *names: str) -> None:
    """Take over some facts of the event; the row counts for the motor's present appraisal."""
    appraisal = row.motor.appraisal_id
    assert appraisal is not None  # it is signed
    row.appraisal_id = appraisal
    for name in names:
        setattr(row, name, event.data[name])


@on("motor.transfer")
def accept_transfer(motor: ReturnedMotor, event: Event) -> None:
    order = motor.transfer_order
    order.accepted_by, order.accepted_at = event.by, event.at
    order.save(update_fields=["accepted_by", "accepted_at"])


@on("motor.rework", "motor.dismantle", "motor.scrap")
def keep_workshop_result(motor: ReturnedMotor, event: Event) -> None:
    result = event.data.get("result") or event.data.get("reason", "")
    Transfer.objects.filter(motor=motor).update(result=result)


@on("motor.settle_return", "motor.correct_settlement")
def settle(motor: ReturnedMotor, event: Event) -> None:
    """The entry says with what the customer was made good, on which document; the events keep every wording."""
    entry, said = motor.return_entry, event.data
    entry.settled_with, entry.settled_amount = said["settled_with"], said["amount"]
    entry.settled_document = said["document"]
    entry.settled_by, entry.settled_at = event.by, event.at
    entry.save()


@on("motor.approve_return", "motor.settle_return", "motor.reappraise")
def note_money(motor: ReturnedMotor, event: Event) -> None:
    """Whether finance has something to settle for it."""
    if entry := getattr(motor, "return_entry", None):
        touched(entry)
