"""What pages show of a feedback before the motor is here: the preliminary verdict."""

from aftersales.models import User
from cases.intake.verdicts import intake_facts
from cases.models import Case
from cases.same_motor import note_on
from cases.statuses import Answer, FeedbackKind
from cases.verdicts import judge
from warranty.facts import parse_facts
from warranty.queries import registered_motor
from warranty.reasons import reasons_of
from warranty.rules import wrong_return_risks
from workflow.models import Facts


def number_given(case: Case, user: User) -> Facts:
    """What is to be said of the serial number: by the register, and by what else there is of the motor."""
    customer = case.customer if case.customer_id else None
    note = note_on(case.serial_number, user, case, customer)
    entry = note.entry if note else registered_motor(case.serial_number)
    not_ours = case.own_product == Answer.NO and case.kind == FeedbackKind.QUALITY_PROBLEM
    return {"note": note, "known": entry, "ours_after_all": entry if not_ours else None}


def preliminary_verdict(case: Case) -> Facts:
    """What the rules make of an intake as far as it is known, and what is missing to decide (四.1)."""
    if case.kind != FeedbackKind.QUALITY_PROBLEM:
        return {"missing": case.missing_facts()}
    facts = intake_facts(case)
    verdict = judge(facts)[0]
    late = case.authorised_at is None and case.is_backdated
    on_registration = judge(facts | {"claim_date": case.registered_on.isoformat()})[0] if late else None
    expires_on = verdict.warranty.expires_on if verdict else None
    return {
        "verdict": verdict.as_dict() if verdict else None,
        "reasons": reasons_of(verdict),
        "on_registration": on_registration.as_dict() if on_registration else None,
        "registered_on": case.registered_on,
        "days_left": (expires_on - case.claim_date).days if expires_on and case.claim_date else None,
        "missing": case.missing_facts(),
        "risks": list(wrong_return_risks(parse_facts(facts))),
    }
