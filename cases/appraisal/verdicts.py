"""From what the four departments found to the facts of the rules, and the verdict as it is kept."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from cases.verdicts import register_facts
from warranty.policy import WarrantyPolicy
from warranty.rules import Verdict, dispositions, explain
from workflow.models import Facts

if TYPE_CHECKING:
    from cases.models import ReturnedMotor


def appraisal_facts(
    motor: "ReturnedMotor", policy: WarrantyPolicy, ticked: Facts, evidence: list[dict[str, str]]
) -> Facts:
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


def frozen_reasons(verdict: Verdict) -> list[dict[str, str]]:
    """The sentences of a verdict as they are kept with a signed appraisal."""
    return [reason._asdict() for reason in explain(verdict)]
