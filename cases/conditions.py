"""Why an action is not possible now, or not for this person: one function a rule, one sentence a reason.

A condition of the object takes the object; a check of a person takes the object and the person. Both give
the sentence people read, or an empty string when nothing stands in the way. They look at loaded fields
first and query only where the answer lies in other rows.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftersales.models import User
from aftersales.roles import Role, role_names
from cases.statuses import CaseStatus, Disposition, FeedbackKind, MotorStatus
from workflow.guards import Condition

if TYPE_CHECKING:
    from cases.models import Case, ReturnedMotor

MOST_PHOTOS = 12
APPRAISING_DEPARTMENTS = (Role.AFTER_SALES, Role.ENGINEERING, Role.QUALITY, Role.PRODUCTION)

# -- this person and this case ------------------------------------------------------------------------


def is_own(case: "Case", user: User) -> bool:
    """Whether the person registered the case or is its salesperson."""
    return user.pk in (case.created_by_id, case.salesperson_id)


def own_case(case: "Case", user: User) -> str:
    return "" if is_own(case, user) else _("Only the salesperson of this case may do this.")


def own_or_for_others(case: "Case", user: User) -> str:
    if case.salesperson_id == user.pk or user.can("case.create_for_others"):
        return ""
    return _("Only the sales coordinator registers a feedback for somebody else.")


def not_own_case(case: "Case", user: User) -> str:
    makers = case.dossier.with_deputies(case.created_by_id, case.salesperson_id)
    return _("You registered this case; somebody else must decide it.") if user.both & makers else ""


def own_case_or_after_sales(case: "Case", user: User) -> str:
    return "" if Role.AFTER_SALES in user.roles else own_case(case, user)


def own_case_or_at_work(case: "Case", user: User) -> str:
    """A draft is its author's; later also of those who see every case, whoever registered it."""
    seen = case.status != CaseStatus.DRAFT and user.can("case.view_all")
    return "" if seen else own_case(case, user)


def closes_such_cases(case: "Case", user: User) -> str:
    """On-site solutions are confirmed by a sales manager other than who found them, all others by after-sales."""
    role = Role.SALES_MANAGER if case.resolved_on_site else Role.AFTER_SALES
    if role not in user.roles:
        return _("This is done by: %(roles)s.") % {"roles": role_names([role])}
    return not_own_case(case, user) if case.resolved_on_site else ""


# -- the case -----------------------------------------------------------------------------------------


@Condition
def intake_complete(case: "Case") -> str:
    """All facts of 四.1 are there, or it is said why some are unknown."""
    missing = case.missing_facts()
    if not missing:
        return ""
    return _("Still missing: %(facts)s.") % {"facts": _(", ").join(map(str, missing))}


@Condition
def document_is_shown(case: "Case") -> str:
    """A document proves a date only where others can look at it (八)."""
    if not case.ex_factory_document or any(photo.is_paper for photo in case.photos.all()):
        return ""
    return _("Add a photo of the document that shows the ex-factory date.")


@Condition
def appraisal_shows_document(motor: "ReturnedMotor") -> str:
    """The same of a date that the departments judge on."""
    sheet = motor.appraisal
    if sheet is None or all(piece["source"] != "document" for piece in sheet.facts["evidence"]):
        return ""
    if sheet.ex_factory_document and motor.case.photos.papers().exists():
        return ""
    return _("Name the document that shows the ex-factory date, and add a photo of it.")


@Condition
def is_quality_problem(case: "Case") -> str:
    if case.kind == FeedbackKind.QUALITY_PROBLEM:
        return ""
    return _("Only a quality problem can bring a motor back; after-sales answers the others.")


@Condition
def needs_no_motor(case: "Case") -> str:
    if case.kind != FeedbackKind.QUALITY_PROBLEM:
        return ""
    return _("A quality problem is decided by the sales manager: approve the return or reject it.")


@Condition
def not_answered_yet(case: "Case") -> str:
    return _("The customer has had a first answer.") if case.first_answered_at else ""


@Condition
def repair_consent_recorded(case: "Case") -> str:
    if case.own_product != "no" or case.repair_consent_by:
        return ""
    return _("Another maker's motor: record the customer's consent to a paid repair first (四.1).")


@Condition
def has_room_for_photos(case: "Case") -> str:
    own = sum(photo.motor_id is None for photo in case.photos.all())
    return no_more_photos() if own >= MOST_PHOTOS else ""


def no_more_photos() -> str:
    return _("At most %(most)d photos are kept of a case, and of each of its motors.") % {"most": MOST_PHOTOS}


@Condition
def some_motor_expected(case: "Case") -> str:
    """Until it is counted, what the list says of a motor can be corrected."""
    if any(motor.status == MotorStatus.EXPECTED for motor in case.motors.all()):
        return ""
    return _("All that was listed has been counted.")


@Condition
def every_motor_settled(case: "Case") -> str:
    rest = sum(not motor.final for motor in case.motors.all())
    if not rest:
        return ""
    return ngettext("%(count)d motor is not settled yet.", "%(count)d motors are not settled yet.", rest) % {
        "count": rest
    }


# -- this person and this motor -----------------------------------------------------------------------


def own_motor(motor: "ReturnedMotor", user: User) -> str:
    return own_case(motor.case, user)


def own_motor_or_at_work(motor: "ReturnedMotor", user: User) -> str:
    return own_case_or_at_work(motor.case, user)


def not_own_motor(motor: "ReturnedMotor", user: User) -> str:
    return not_own_case(motor.case, user)


def own_motor_or_coordinator(motor: "ReturnedMotor", user: User) -> str:
    return "" if Role.SALES_COORDINATOR in user.roles else own_case(motor.case, user)


def departments_to_sign(motor: "ReturnedMotor", user: User) -> list[str]:
    """The departments this person may still sign for, by themselves or in somebody's place."""
    found = [role for one in user.capacities for role in departments_of(motor, one)]
    return [role for role in APPRAISING_DEPARTMENTS if role in found]


def departments_of(motor: "ReturnedMotor", user: User) -> list[str]:
    """The departments one person may still sign the present appraisal for; one signature a person.

    Who signed in somebody's place counts as both: nobody signs one sheet for two departments.
    """
    if motor.appraisal is None:
        return [role for role in APPRAISING_DEPARTMENTS if role in user.roles]
    signatures = motor.appraisal.signed_so_far()
    if user.both & motor.dossier.with_deputies(*(signature.user_id for signature in signatures)):
        return []
    signed = {signature.department for signature in signatures}
    return [role for role in APPRAISING_DEPARTMENTS if role in user.roles and role not in signed]


def has_not_signed(motor: "ReturnedMotor", user: User) -> str:
    if departments_to_sign(motor, user):
        return ""
    return _("You have signed, or your department has.")


def did_not_repair(motor: "ReturnedMotor", user: User) -> str:
    if motor.repair is None or not user.both & motor.dossier.with_deputies(motor.repair.done_by_id):
        return ""
    return _("You repaired this motor; somebody else must inspect it.")


def decides_this_extension(motor: "ReturnedMotor", user: User) -> str:
    """The after-sales lead decides the first extension, the director every further one (四.3)."""
    extension = motor.open_extension()
    if extension is None:
        return ""
    if user.both & motor.dossier.with_deputies(extension.requested_by_id):
        return _("You asked for this extension; somebody else must decide it.")
    role = Role.AFTER_SALES_LEAD if motor.extended_to is None else Role.DIRECTOR
    return "" if role in user.roles else _("This is done by: %(roles)s.") % {"roles": role_names([role])}


# -- the motor: appraisal -----------------------------------------------------------------------------


@Condition
def appraisal_drafted(motor: "ReturnedMotor") -> str:
    return "" if motor.appraisal else _("Write the appraisal first: facts, cause and disposition.")


@Condition
def appraisal_decides(motor: "ReturnedMotor") -> str:
    """The rules can propose something from the facts, or the departure from them has a reason."""
    if motor.appraisal is None or motor.appraisal.departure_reason or not motor.appraisal.departs:
        return ""
    return _("The appraisal departs from the proposal of the rules; it needs a reason.")


@Condition
def somebody_to_sign(motor: "ReturnedMotor") -> str:
    """A department has not signed yet."""
    return "" if signing_state(motor)[0] else _("All departments have signed.")


def signing_state(motor: "ReturnedMotor") -> tuple[list[str], bool]:
    """The departments whose signature is missing, and whether a disagreement is unsettled."""
    if motor.appraisal is None:
        return list(APPRAISING_DEPARTMENTS), False
    signatures = motor.appraisal.signed_so_far()
    signed = {signature.department for signature in signatures}
    unsettled = not motor.appraisal.settled_at and any(signature.dissent for signature in signatures)
    return [role for role in APPRAISING_DEPARTMENTS if role not in signed], unsettled


@Condition
def departments_disagree(motor: "ReturnedMotor") -> str:
    missing, unsettled = signing_state(motor)
    if missing:
        return _("Signatures are missing: %(departments)s.") % {"departments": role_names(missing)}
    return "" if unsettled else _("Nobody disagrees with this appraisal.")


@Condition
def all_signed(motor: "ReturnedMotor") -> str:
    missing, unsettled = signing_state(motor)
    if missing:
        return _("Signatures are missing: %(departments)s.") % {"departments": role_names(missing)}
    return _("A department disagrees; the director must settle it.") if unsettled else ""


# -- the motor: quotation, payment, repair ------------------------------------------------------------


@Condition
def quotation_sent(motor: "ReturnedMotor") -> str:
    return "" if motor.quotation_id else _("After-sales must enter the quotation first.")


@Condition
def less_is_charged(motor: "ReturnedMotor") -> str:
    """Somebody wants to charge less than the rules say."""
    return "" if motor.departure else _("Nothing less than 七 says is charged, or it has been agreed.")


@Condition
def departure_agreed(motor: "ReturnedMotor") -> str:
    """The sales manager has agreed to whatever is charged less."""
    return _("Less than 七 says is charged: the sales manager must agree first.") if motor.departure else ""


@Condition
def nothing_is_charged(motor: "ReturnedMotor") -> str:
    """A repair that the rules charge costs nothing."""
    return "" if motor.charged_nothing else _("Something is charged for this repair, or it is free by 七.1.")


@Condition
def seen_by_finance(motor: "ReturnedMotor") -> str:
    """What is given away has passed finance."""
    if not motor.charged_nothing or motor.no_charge_at:
        return ""
    return _("A charged repair for nothing: finance must confirm it before shipping.")


@Condition
def quotation_expired(motor: "ReturnedMotor") -> str:
    """As long as it is valid the customer may answer it."""
    if motor.quotation is None or motor.today > motor.quotation.valid_until:
        return ""
    return _("The quotation is valid until %(day)s; until then the customer may answer.") % {
        "day": motor.quotation.valid_until
    }


@Condition
def repair_is_charged(motor: "ReturnedMotor") -> str:
    """Nothing is quoted for a repair that is free."""
    if motor.disposition == Disposition.REPAIR_CHARGED:
        return ""
    return _("This repair is free of charge.")


@Condition
def something_paid(motor: "ReturnedMotor") -> str:
    """There is a payment that may be wrong."""
    return "" if motor.paid_amount else _("No payment has been recorded for this motor.")


@Condition
def too_much_paid(motor: "ReturnedMotor") -> str:
    """More was paid than the repair costs in the end."""
    return "" if motor.overpaid else _("No more was paid than is due.")


@Condition
def payment_open(motor: "ReturnedMotor") -> str:
    if not motor.amount_due:
        return _("Nothing is to be paid for this motor.")
    return "" if motor.outstanding else _("The payment has been recorded.")


@Condition
def no_credit_yet(motor: "ReturnedMotor") -> str:
    return _("Credit has been approved.") if motor.credit_at else ""


@Condition
def paid_or_credit(motor: "ReturnedMotor") -> str:
    if not motor.outstanding or motor.credit_at:
        return ""
    return _("Finance must record the payment, or the sales manager approve credit, before shipping.")


# -- the motor: the promised date ---------------------------------------------------------------------


@Condition
def not_yet_due(motor: "ReturnedMotor") -> str:
    if motor.due_on is None:
        return _("The clock does not run for this motor.")
    if motor.today >= motor.due_on:
        return _("An extension must be asked for before the due date.")
    return ""


@Condition
def no_open_extension(motor: "ReturnedMotor") -> str:
    return _("An extension is already waiting for a decision.") if motor.open_extension() else ""


@Condition
def extension_open(motor: "ReturnedMotor") -> str:
    return "" if motor.open_extension() else _("No extension has been asked for.")


# -- the motor: taken back ----------------------------------------------------------------------------


@Condition
def intact(motor: "ReturnedMotor") -> str:
    return (
        ""
        if motor.intact
        else _("Only intact motors (五.1) go back into stock; this one goes to production.")
    )


@Condition
def cleared_for_stock(motor: "ReturnedMotor") -> str:
    if motor.cleared:
        return ""
    return str(intact.why(motor)) or _("Quality must inspect the motor first.")


@Condition
def not_cleared_for_stock(motor: "ReturnedMotor") -> str:
    return _("Quality found it fit for stock; the warehouse takes it.") if motor.cleared else ""


# -- the motor: who repairs it ------------------------------------------------------------------------


def not_the_repairer(motor: "ReturnedMotor", user: User) -> str:
    """One does not take on what one has."""
    return _("It is yours already.") if motor.repairer_id == user.pk else ""
