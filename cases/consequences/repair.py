"""Repairs with their parts, and inspections (四.3)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from cases.models import (
    Inspection,
    Repair,
    RepairPart,
    ReturnedMotor,
)
from cases.policy import CasePolicy
from cases.repair.fees import charged
from catalogue.models import Part
from catalogue.queries import parts_called
from workflow.actions import on
from workflow.guards import Blocked
from workflow.models import Event, Facts, policy_on


@on("motor.finish_repair")
def keep_repair(motor: ReturnedMotor, event: Event) -> None:
    """Work and parts; what the customer pays follows from the charge, within the accepted quotation (七)."""
    data = event.data
    fees = charged(motor.disposition, motor.charge, data["parts"], data["labour"])
    if (fees.material, fees.labour) != (data["material_fee"], data["labour_fee"]):
        raise Blocked(_("The fees do not follow from the parts and the charge."))
    if motor.quotation and fees.total > motor.quotation.by_rules:
        raise Blocked(
            _("%(total)s is more than the accepted quotation of %(quoted)s. Quote again first.")
            % {"total": fees.total, "quoted": motor.quotation.by_rules}
        )
    motor.repair = Repair.objects.create(
        motor=motor,
        work_done=data["work_done"],
        labour_fee=data["labour"],
        charged_material=fees.material,
        charged_labour=fees.labour,
        minutes=data.get("minutes") or 0,
        minute_cost=Decimal(policy_on(CasePolicy, motor.case.claim_date).hour_cost) / 60,
        done_by=event.by,
        done_at=event.at,
    )
    motor.save(update_fields=["repair"])
    keep_parts(motor.repair, data["parts"])


def keep_parts(repair: Repair, lines: list[Facts]) -> None:
    """What was used, each at the price of the catalogue where that has it, else at the one that was entered."""
    known = parts_called([line["name"] for line in lines]) if lines else {}
    RepairPart.objects.bulk_create([used_part(repair, line, known.get(line["name"])) for line in lines])


def used_part(repair: Repair, line: Facts, part: Part | None) -> RepairPart:
    """A line with what the catalogue says of the part on this day."""
    if part is None:
        return RepairPart(repair=repair, unit_cost=line["unit_price"], **line)
    return RepairPart(repair=repair, part=part, unit_cost=part.price, supplier=part.bought_of, **line)


@on("motor.pass_inspection", "motor.fail_inspection", "motor.clear_for_stock", "motor.find_unfit")
def keep_inspection(motor: ReturnedMotor, event: Event) -> None:
    """Quality's findings on a motor."""
    motor.inspection = Inspection.objects.create(
        motor=motor,
        passed=event.verb in {"pass_inspection", "clear_for_stock"},
        findings=event.data.get("findings") or event.data.get("reason", ""),
        unmeasured=event.data.get("unmeasured", ""),
        inspected_by=event.by,
        inspected_at=event.at,
    )
    motor.save(update_fields=["inspection"])
