"""What pages show of a feedback before the motor is here: the preliminary verdict."""

from cases.intake.verdicts import intake_verdict
from cases.models import Case
from cases.statuses import FeedbackKind
from warranty.reasons import reasons_of
from workflow.models import Facts


def preliminary_verdict(case: Case) -> Facts:
    """What the rules make of an intake as far as it is known, and what is missing to decide (四.1)."""
    if case.kind != FeedbackKind.QUALITY_PROBLEM:
        return {"missing": case.missing_facts()}
    verdict = intake_verdict(case)
    expires_on = verdict.warranty.expires_on if verdict else None
    return {
        "verdict": verdict.as_dict() if verdict else None,
        "reasons": reasons_of(verdict),
        "days_left": (expires_on - case.claim_date).days if expires_on and case.claim_date else None,
        "missing": case.missing_facts(),
        "risks": case.wrong_return_risks(),
    }
