"""From what the salesperson and the register say to the facts of the rules, and the preliminary verdict (四.1)."""

from typing import TYPE_CHECKING

from django.utils import timezone

from cases.statuses import Answer
from cases.verdicts import register_facts
from warranty.facts import parse_facts
from warranty.models import Motor
from warranty.queries import registered_motor
from warranty.rules import Reason
from warranty.rules import wrong_return_risks as risks_of_facts
from workflow.models import Facts

if TYPE_CHECKING:
    from cases.models import Case


def intake_facts(case: "Case") -> Facts:
    """The preliminary facts of a case, from the salesperson's judgements and the register (四.1)."""
    customer = case.customer if case.customer_id else None  # the form is judged while it is filled in
    facts = register_facts(entry_of(case), customer)
    if case.ex_factory_date:
        source = "document" if case.ex_factory_document else "nameplate"
        facts["evidence"] = [*facts["evidence"], {"source": source, "date": case.ex_factory_day}]
    return facts | {
        "claim_date": (case.claim_date or timezone.localdate()).isoformat(),
        "own_product": case.own_product != Answer.NO,
        "used": case.used,
        "hours_used": case.hours_used,
        "cause": case.cause or "undetermined",
        "misuse": case.operated_as_required == Answer.NO and case.cause == "customer",
        "repair_consent": bool(case.repair_consent_by),
    }


def entry_of(case: "Case") -> Motor | None:
    """The register's entry of its serial number; where its motors have been read, it has been read with them."""
    read = case.motors.all() if "motors" in getattr(case, "_prefetched_objects_cache", {}) else []
    known = (motor.registered for motor in read if motor.registered and motor.registered.active)
    same = (entry for entry in known if entry.serial_number == case.serial_number)
    return next(same, None) or registered_motor(case.serial_number)


def wrong_return_risks(case: "Case") -> list[Reason]:
    """Why this motor should perhaps not travel: the salesperson would bear the freight (四.1)."""
    return list(risks_of_facts(parse_facts(intake_facts(case))))
