"""The shortage list follows the appraisal, and the motor."""

from cases.models import ReturnedMotor
from cases.shortage.models import MissingPart
from cases.shortage.queries import missing
from catalogue.models import Part
from workflow.actions import on
from workflow.models import Event


@on("motor.appraise")
def name_missing_parts(motor: ReturnedMotor, event: Event) -> None:
    """What the signed appraisal names stands on the shortage list."""
    sheet = motor.appraisal
    assert sheet is not None
    lines = sheet.missing_parts
    numbers = [line["number"] for line in lines if line["number"]]
    parts = {part.number: part for part in Part.objects.filter(number__in=numbers)} if numbers else {}
    MissingPart.objects.bulk_create(
        MissingPart(
            motor=motor,
            part=parts.get(line["number"]),
            name="" if line["number"] else line["name"],
            quantity=line["quantity"],
        )
        for line in lines
    )


@on("motor.parts_arrived")
def all_there(motor: ReturnedMotor, event: Event) -> None:
    """Whoever says so by hand says it of all that the motor waited for."""
    missing().filter(motor=motor).order_by().update(arrived_at=event.at, arrived_by=event.by)


@on("motor.reappraise", "motor.scrap", "motor.refuse_quote")
def drop(motor: ReturnedMotor, event: Event) -> None:
    """It waits for nothing any more."""
    missing().filter(motor=motor).order_by().update(dropped_at=event.at)
