"""What was measured, on the page of a motor and beside the form of its inspection."""

from aftersales.models import User
from cases.measuring.models import Occasion
from cases.measuring.queries import sheet_for, sheets_of
from cases.models import ReturnedMotor
from cases.statuses import MotorStatus
from workflow.models import Facts
from workflow.panels import panel

MEASURED_AT = (
    MotorStatus.RECEIVED,
    MotorStatus.REPAIRING,
    MotorStatus.INSPECTING,
    MotorStatus.RETURN_APPROVED,
)


@panel("motor.main", "cases/_test_sheets.html", rank=60)
def measured(motor: ReturnedMotor, user: User) -> Facts | None:
    """Every sheet, the latest first."""
    sheets = list(sheets_of(motor)) if motor.received_at else []
    return {"sheets": sheets} if sheets else None


@panel("motor.brief", "cases/_test_sheet_brief.html")
def measured_lately(motor: ReturnedMotor, user: User) -> Facts | None:
    """Whether it is measured, beside the form that decides on it."""
    if motor.status not in MEASURED_AT or motor.status == MotorStatus.REPAIRING:
        return None
    return {"sheet": sheet_for(motor, Occasion.of(motor.status)), "may": user.can("motor.measure")}
