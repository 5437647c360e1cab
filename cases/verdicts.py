"""From what is written down to the facts of the rules, and back to what people see."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from cases.statuses import Answer
from warranty.facts import InvalidFacts, parse_facts
from warranty.models import Channel, Customer, Motor
from warranty.policy import WarrantyPolicy
from warranty.rules import Reason, Verdict, decide, dispositions, explain
from warranty.rules import wrong_return_risks as risks_of_facts
from workflow.models import PolicyEdition, edition_on, policy_in

if TYPE_CHECKING:
    from cases.models import Case, ReturnedMotor


def frozen_reasons(verdict: Verdict) -> list[dict[str, str]]:
    """The sentences of a verdict as they are kept with a signed appraisal."""
    return [reason._asdict() for reason in explain(verdict)]


def registered_motor(serial_number: str) -> Motor | None:
    """The register's entry of a serial number, or None."""
    if not serial_number:
        return None
    entries = Motor.objects.select_related("consignee", "product")
    return entries.filter(serial_number=serial_number.strip()).first()


def register_facts(entry: Motor | None, customer: Customer | None) -> dict[str, Any]:
    """What the register knows. The channel is the consignee's; without an entry the customer's must do."""
    if entry is None:
        return {"channel": customer.channel if customer else Channel.DIRECT, "evidence": []}
    return {
        "channel": entry.consignee.channel,
        "evidence": [{"source": "ledger", "date": entry.ex_factory_date.isoformat()}],
        "custom_made": entry.custom_made,
        "agreement_allows_return": entry.agreement_allows_return,
    }


def intake_facts(case: "Case") -> dict[str, Any]:
    """The preliminary facts of a case, from the salesperson's judgements and the register (四.1)."""
    customer = case.customer if case.customer_id else None  # the form is judged while it is filled in
    facts = register_facts(registered_motor(case.serial_number), customer)
    if case.ex_factory_date:
        nameplate = {"source": "nameplate", "date": case.ex_factory_date.isoformat()}
        facts["evidence"] = [*facts["evidence"], nameplate]
    return facts | {
        "claim_date": (case.claim_date or timezone.localdate()).isoformat(),
        "own_product": case.own_product != Answer.NO,
        "used": case.used,
        "hours_used": case.hours_used,
        "cause": case.cause or "undetermined",
        "misuse": case.operated_as_required == Answer.NO and case.cause == "customer",
        "repair_consent": bool(case.repair_consent_by),
    }


def judge(facts: dict[str, Any]) -> tuple[Verdict | None, PolicyEdition | None]:
    """The verdict of the rules under the edition in force on the claim date; None for unreadable facts."""
    try:
        parsed = parse_facts(facts)
    except InvalidFacts:
        return None, None
    edition = edition_on(parsed.claim_date)
    return decide(parsed, policy_in(WarrantyPolicy, edition)), edition


def intake_verdict(case: "Case") -> Verdict | None:
    """The preliminary verdict on a case."""
    return judge(intake_facts(case))[0]


def wrong_return_risks(case: "Case") -> list[Reason]:
    """Why this motor should perhaps not travel: the salesperson would bear the freight (四.1)."""
    return list(risks_of_facts(parse_facts(intake_facts(case))))


def appraisal_facts(
    motor: "ReturnedMotor", policy: WarrantyPolicy, ticked: dict[str, Any], evidence: list[dict[str, str]]
) -> dict[str, Any]:
    """The final facts of a motor: the register's, the case's, and what the departments found."""
    known = register_facts(motor.registered, motor.case.customer)
    return (
        known
        | ticked
        | {
            "evidence": known["evidence"] + evidence,
            "claim_date": claim_date(motor, policy).isoformat(),
        }
    )


def claim_date(motor: "ReturnedMotor", policy: WarrantyPolicy) -> dt.date:
    """The day on which the warranty is judged: the first feedback, or the handover (八)."""
    if policy.claim_basis == "handover" and motor.received_at:
        return timezone.localdate(motor.received_at)
    return motor.case.claim_date


def departs(verdict: Verdict, disposition: str) -> bool:
    """Whether a disposition is not among those that follow from the verdict."""
    return disposition not in dispositions(verdict)
