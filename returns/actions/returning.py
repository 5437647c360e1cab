"""What return and transfer write down beside the motor's new state."""

from cases.models import ReturnedMotor
from returns.models import ReturnEntry, Transfer
from workflow.actions import on
from workflow.models import Event


@on("motor.draft_return")
def enter_in_ledger(motor: ReturnedMotor, event: Event) -> None:
    """The coordinator's line in the return ledger; corrected in place until it is approved."""
    fields = {name: event.data[name] for name in ("source_document", "price", "reason", "remark")}
    ReturnEntry.objects.update_or_create(
        motor=motor, defaults=fields | {"entered_by": event.actor, "entered_at": event.at}
    )


@on("motor.prepare_transfer")
def order_transfer(motor: ReturnedMotor, event: Event) -> None:
    fields = {name: event.data[name] for name in ("to_workshop", "instruction", "due_on")}
    Transfer.objects.update_or_create(
        motor=motor, defaults=fields | {"prepared_by": event.actor, "prepared_at": event.at}
    )


@on("motor.transfer")
def accept_transfer(motor: ReturnedMotor, event: Event) -> None:
    Transfer.objects.filter(motor=motor).update(accepted_by=event.actor, accepted_at=event.at)


@on("motor.rework", "motor.dismantle", "motor.scrap")
def keep_workshop_result(motor: ReturnedMotor, event: Event) -> None:
    result = event.data.get("result") or event.data.get("reason", "")
    Transfer.objects.filter(motor=motor).update(result=result)
