"""A sheet is kept as it was measured; the inspection names its own, and passes nothing that is out of limits."""

from django.utils.translation import gettext as _

from cases.measuring.models import Occasion, TestSheet, in_language
from cases.measuring.queries import not_measured, sheet_for, unmeasured
from cases.models import ReturnedMotor
from workflow.actions import on
from workflow.guards import Blocked
from workflow.models import Event


@on("motor.measure")
def keep_sheet(motor: ReturnedMotor, event: Event) -> None:
    TestSheet.objects.create(motor=motor, tested_by=event.by, tested_at=event.at, **event.data["test_sheet"])


@on("motor.pass_inspection")
def demand_sheet(motor: ReturnedMotor, event: Event) -> None:
    """A repaired motor leaves measured by the plan of its model, or somebody says why not (复检)."""
    lacking = [] if event.data.get("unmeasured") else unmeasured(motor)
    if lacking:
        raise Blocked(not_measured(lacking))


@on("motor.pass_inspection", "motor.fail_inspection", "motor.clear_for_stock", "motor.find_unfit")
def name_sheet(motor: ReturnedMotor, event: Event) -> None:
    """The values measured since the repair belong to the inspection."""
    sheet, inspection = sheet_for(motor, Occasion.INSPECTION), motor.inspection
    if sheet is None or inspection is None:
        return
    if inspection.passed and sheet.outside:
        raise Blocked(_("Out of limits: %(items)s.") % {"items": ", ".join(map(in_language, sheet.outside))})
    inspection.test_sheet = sheet
    inspection.save(update_fields=["test_sheet"])
