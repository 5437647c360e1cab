"""Why an action is not possible now, or not for this person: one function a rule, one sentence a reason."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accountability.statuses import PRODUCTION, MeasureKind, PenaltyStatus, planning_roles
from aftersales.models import User
from aftersales.roles import Role, role_names
from workflow.guards import Condition
from workflow.models import Facts, ProposalStatus

if TYPE_CHECKING:
    from accountability.models import CorrectiveAction, Measure, Penalty, RatesChange
    from cases.models import Appraisal


# -- this person and this corrective action -----------------------------------------------------------


def of_liable_department(action: "CorrectiveAction", user: User) -> str:
    roles = planning_roles(action.department)
    if user.roles & set(roles):
        return ""
    return _("This is done by: %(roles)s.") % {"roles": role_names(list(roles))}


def did_not_issue(action: "CorrectiveAction", user: User) -> str:
    if not user.both & action.dossier.with_deputies(action.issued_by_id):
        return ""
    return _("You issued this action; somebody else must plan it.")


def neither_issued_nor_planned(action: "CorrectiveAction", user: User) -> str:
    """Issuer, planner and verifier are three different people (二.4)."""
    people = (action.issued_by_id, action.planned_by_id, action.implemented_by_id)
    if not user.both & action.dossier.with_deputies(*people):
        return ""
    return _("Who issued, planned or implemented an action does not verify it.")


def owns_open_measure(action: "CorrectiveAction", user: User) -> str:
    """Whoever owns a measure reports it done; who planned the action may for all of them."""
    if action.planned_by_id == user.pk or any(
        measure.owner_id == user.pk for measure in open_measures(action)
    ):
        return ""
    return _("Only the owner of a measure, or who planned the action, reports it done.")


# -- the corrective action ----------------------------------------------------------------------------


def open_measures(action: "CorrectiveAction") -> "list[Measure]":
    """The measures that are not done, from what was loaded with the action where it was."""
    return [measure for measure in action.measures.all() if measure.done_at is None]


@Condition
def no_other_action(action: "CorrectiveAction") -> str:
    """No action for the same model and defect is open; a further case joins that one."""
    present = type(action).objects.open_for(action.model, action.defect, action.failure)
    if present is None:
        return ""
    return _("%(action)s is open for this model and defect; add the case to it.") % {"action": present}


def who_plans(action: "CorrectiveAction") -> tuple[str, ...]:
    """The roles of the liable department, which hear that there is something to plan."""
    return planning_roles(action.department)


@Condition
def has_open_measure(action: "CorrectiveAction") -> str:
    return "" if open_measures(action) else _("Every measure is done.")


@Condition
def no_open_measure(action: "CorrectiveAction") -> str:
    rest = len(open_measures(action))
    if not rest:
        return ""
    return ngettext("%(count)d measure is not done yet.", "%(count)d measures are not done yet.", rest) % {
        "count": rest
    }


@Condition
def changed_since_failure(action: "CorrectiveAction") -> str:
    """What did not work is not declared implemented again as it was: it needs a further measure."""
    failed = action.verifications.filter(cycle=action.cycle, works=False).first()
    if failed is None or action.measures.filter(added_at__gt=failed.at).exists():
        return ""
    return _("The measures were found not to work. Add a new or changed measure first.")


@Condition
def has_unjudged(action: "CorrectiveAction") -> str:
    """A case of which nobody knows whether its motor was made before or after the measure."""
    if action.occurrences.filter(made="unknown", judged_at=None).exists():
        return ""
    return _("Of every case it is known whether its motor was made before or after the measure.")


def removes_the_cause(measures: Iterable[Facts]) -> str:
    """Why these measures are no plan, or an empty string: to contain the damage is not enough (二.4)."""
    if any(measure["kind"] == MeasureKind.CORRECTIVE for measure in measures):
        return ""
    return _("Plan at least one corrective measure.")


# -- this person and this penalty ---------------------------------------------------------------------


def not_concerned(penalty: "Penalty", user: User) -> str:
    if not user.both & penalty.concerned_keys():
        return ""
    return _("This penalty concerns you; somebody else must decide it.")


def not_the_drafter(penalty: "Penalty", user: User) -> str:
    if not user.both & penalty.dossier.with_deputies(penalty.drafted_by_id):
        return ""
    return _("You drafted this opinion; somebody else must check it.")


def took_no_part(penalty: "Penalty", user: User) -> str:
    """Whoever had a part in the opinion does not approve it."""
    people = (penalty.drafted_by_id, penalty.countersigned_by_id, penalty.assessed_by_id)
    if not user.both & penalty.dossier.with_deputies(*people):
        return ""
    return _("You had a part in this opinion; somebody else must approve it.")


def did_not_decide(penalty: "Penalty", user: User) -> str:
    if not user.both & penalty.dossier.with_deputies(penalty.decided_by_id):
        return ""
    return _("You approved this penalty; somebody else must record the deduction.")


def may_respond(penalty: "Penalty", user: User) -> str:
    """The person concerned; for who has no account, the assessment department writes down what they say."""
    persons = penalty.persons.all()
    if any(person.user_id == user.pk for person in persons):
        return ""
    if user.can("penalty.record_response") and any(person.user_id is None for person in persons):
        return ""
    return _("Only the person concerned responds.")


# -- the penalty --------------------------------------------------------------------------------------


@Condition
def fault_of_the_factory(penalty: "Penalty") -> str:
    """The motor's signed appraisal blames the factory (九)."""
    signed = penalty.motor.signed
    if signed is None:
        return _("Only a signed appraisal confirms a fault; this motor has none.")
    if not is_factory_fault(signed):
        return _("The appraisal finds no fault of the factory; nobody is penalised for it (九).")
    return ""


@Condition
def no_other_opinion(penalty: "Penalty") -> str:
    """Nobody has drafted an opinion on this finding, or the director has dismissed it."""
    on_it = type(penalty).objects.filter(appraisal=penalty.motor.appraisal)
    others = on_it.exclude(status=PenaltyStatus.DISMISSED)
    return _("A handling opinion on this fault has been drafted.") if others.exists() else ""


def who_goes_on(penalty: "Penalty") -> list[str]:
    """The role that hears of a new opinion: after-sales where it must countersign, else assessment."""
    return [Role.AFTER_SALES if penalty.needs_countersignature else Role.ASSESSMENT]


@Condition
def countersigned(penalty: "Penalty") -> str:
    if not penalty.needs_countersignature or penalty.countersigned_at:
        return ""
    return _("Production itself is liable: after-sales must countersign first (二.5).")


@Condition
def wants_countersignature(penalty: "Penalty") -> str:
    if not penalty.needs_countersignature:
        return _("Production is not liable here; no countersignature is needed.")
    return _("After-sales has countersigned.") if penalty.countersigned_at else ""


@Condition
def fault_confirmed(penalty: "Penalty") -> str:
    """Only a confirmed factory fault is penalised (九); a new appraisal takes the finding away."""
    if penalty.motor.disposition and penalty.motor.appraisal_id == penalty.appraisal_id:
        return ""
    return _("The motor has been appraised anew; the finding of this penalty no longer stands.")


def is_factory_fault(appraisal: "Appraisal") -> bool:
    """Whether the appraisal blames the factory: its cause, or a value outside the contract (五.2)."""
    facts = appraisal.facts
    return bool(facts.get("own_product", True)) and (
        facts.get("cause") == "factory" or bool(facts.get("spec_mismatch"))
    )


def production_liable(department: str) -> bool:
    """Whether production itself answers for it, so that it cannot be the only one to write the opinion."""
    return department in PRODUCTION


# -- the table of amounts -----------------------------------------------------------------------------


@Condition
def an_amount_differs(change: "RatesChange") -> str:
    """A proposal changes something."""
    return "" if change.changes else _("No amount differs from the table.")


@Condition
def no_other_amounts_wait(change: "RatesChange") -> str:
    """The table is changed in one way at a time."""
    waits = type(change)._default_manager.filter(status=ProposalStatus.OPEN).exists()
    return _("Another change of the amounts waits for a second person already.") if waits else ""


@Condition
def table_is_as_it_was(change: "RatesChange") -> str:
    """What was to be changed has not been changed since."""
    if not change.is_overtaken():
        return ""
    return _("The table says something else by now. Refuse this change, and let it be proposed anew.")
