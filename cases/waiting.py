"""What of the main job waits for whom, derived from cases and motors."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest

from aftersales.roles import Role
from cases.conditions import APPRAISING_DEPARTMENTS
from cases.freight.statuses import FreightStatus
from cases.models import Case, Extension, Freight, ReturnedMotor, Signature
from cases.statuses import FINAL_MOTOR, GOES_BACK, NEVER_CAME, PROMISED, CaseStatus, FeedbackKind, MotorStatus
from warranty.models import Customer
from workflow.waiting import A_DAY, Source, Wait, source, waits_for

C, M = CaseStatus, MotorStatus

SETTLED_CASES = (C.WITHDRAWN, C.REJECTED, C.CLOSED)
SETTLED_MOTORS = (M.EXPECTED, *NEVER_CAME, M.RESTOCKED, M.DISMANTLED, M.SCRAPPED)

# States in which a motor waits for anybody with the permission of a task.
OF_STATE: dict[str, str] = {M.AWAITING_PARTS: "parts"}


def open_cases() -> QuerySet[Case]:
    """Cases at which something may wait."""
    return Case.objects.exclude(status__in=SETTLED_CASES)


def open_motors() -> QuerySet[ReturnedMotor]:
    """Motors at which something may wait: settled ones as long as too little or too much is paid for them."""
    rows = ReturnedMotor.objects.exclude(Q(status__in=SETTLED_MOTORS) & Q(paid_amount=0))
    less = Coalesce(F("quotation__discount"), Value(Decimal(0)))
    fees = F("repair__charged_material") + F("repair__charged_labour") - less
    due = Greatest(Coalesce(fees, Value(Decimal(0))), Value(Decimal(0)))
    return rows.exclude(Q(status=M.DELIVERED) & Q(paid_amount=due))


def new_customers() -> QuerySet[Customer]:
    """Customers who were entered with a feedback."""
    return Customer.objects.filter(provisional=True)


def open_freights() -> QuerySet[Freight]:
    """Freight that is not settled."""
    return Freight.objects.filter(status__in=[FreightStatus.OPEN, FreightStatus.DUE])


NAMES = ("customer__name", "product__model", "salesperson__name", "salesperson__username")
OF_CASE = ("number", "problem", "other_model", "serial_number", "cause", "in_warranty", "due_on", *NAMES)
OF_MOTOR = (
    "position", "serial_number", "other_model", "status", "disposition",
    "due_on", "original_due_on", "reply_due_on", "stopped_on", "product__model", "appraisal__verdict",
    "inspection__passed", "inspection__findings", "case__number", "case__problem", "case__customer__name",
    "case__salesperson__name", "case__salesperson__username",
)  # fmt: skip

source(
    Source("customer", Customer, new_customers, dossier=()),
    Source("case", Case, open_cases, shows=("customer", "product", "salesperson"), columns=OF_CASE),
    Source(
        "motor",
        ReturnedMotor,
        open_motors,
        dossier=("case",),
        reads=("case", "repair", "quotation", "appraisal"),
        shows=("case__customer", "case__salesperson", "product", "inspection", "appraisal"),
        columns=OF_MOTOR,
    ),
    Source(
        "freight",
        Freight,
        open_freights,
        dossier=("motor__case",),
        reads=("motor__case", "motor__appraisal"),
        shows=(
            "motor__case__customer",
            "motor__case__salesperson",
            "motor__appraisal",
            "motor__product",
            "salesperson",
        ),
    ),
)


def people_of(case: Case) -> tuple[int, int]:
    """Who registered the case and who is its salesperson: they do not decide it."""
    return case.created_by_id, case.salesperson_id


def its_people(
    item: Case | ReturnedMotor, case: Case, task: str, *, due_on: dt.date | None
) -> Iterator[Wait]:
    """A task for the salesperson of a case, and beside them for whoever registered it."""
    yield Wait(item, task, person=case.salesperson_id, due_on=due_on)
    if case.created_by_id != case.salesperson_id:
        yield Wait(item, task, person=case.created_by_id, beside=True, due_on=due_on)


@waits_for("customer")
def confirming(customers: list[Customer]) -> Iterator[Wait]:
    """Whether a customer is new, or known under another name."""
    for customer in customers:
        if customer.provisional:
            yield Wait(customer, "confirm_customer")


# -- the case -----------------------------------------------------------------------------------------


@waits_for("case")
def intake(cases: list[Case]) -> Iterator[Wait]:
    """Drafts are their author's, questions the salesperson's."""
    for case in cases:
        if case.status == C.DRAFT:
            yield Wait(case, "finish_draft", person=case.created_by_id, due_on=case.due_on)
        elif case.status == C.INFO_REQUESTED:
            yield from its_people(case, case, "give_info", due_on=case.due_on)
        elif case.status == C.SUBMITTED:
            yield from submitted(case)


def submitted(case: Case) -> Iterator[Wait]:
    """Quality problems are decided by somebody else; the others bring no motor back and are answered."""
    if case.first_answered_at is None:
        yield from its_people(case, case, "first_answer", due_on=case.due_on)
    if case.kind == FeedbackKind.QUALITY_PROBLEM:
        yield Wait(case, "authorise", due_on=case.due_on, barred=people_of(case))
    else:
        yield Wait(case, "answer", due_on=case.due_on)


@waits_for("case")
def closing(cases: list[Case]) -> Iterator[Wait]:
    """On-site cases wait for a sales manager other than who found the solution, the others for after-sales."""
    for case in cases:
        if case.status == C.COMPLETED and case.resolved_on_site:
            yield Wait(case, "close", role=Role.SALES_MANAGER, barred=people_of(case))
        elif case.status == C.COMPLETED:
            yield Wait(case, "close", role=Role.AFTER_SALES)


@waits_for("case")
def reopened(cases: list[Case]) -> Iterator[Wait]:
    """A new round: further motors are listed as they are announced, or the case is answered and completed."""
    for case in without_open_motors([case for case in cases if case.status == C.IN_PROCESS]):
        yield Wait(case, "next_round")
        yield Wait(case, "answer_round")


def without_open_motors(cases: list[Case]) -> Iterator[Case]:
    """Those of the cases of which no motor is still to be settled."""
    if not cases:
        return
    unsettled = ReturnedMotor.objects.filter(case__in=cases).exclude(status__in=FINAL_MOTOR).order_by()
    busy = set(unsettled.values_list("case", flat=True))
    yield from (case for case in cases if case.pk not in busy)


# -- the motor ----------------------------------------------------------------------------------------


@waits_for("motor")
def appraising(motors: list[ReturnedMotor]) -> Iterator[Wait]:
    """An appraisal is drafted, signed by four departments, and settled where they disagree."""
    received = [motor for motor in motors if motor.status == M.RECEIVED]
    signatures = signatures_of(received)
    for motor in received:
        if motor.appraisal_id is None:
            yield Wait(motor, "appraise", due_on=motor.due_on)
        else:
            yield from signing(motor, signatures[motor.appraisal_id])


class Signed(NamedTuple):
    """One signature under an appraisal."""

    department: str
    person: int
    disputed: bool  # with a dissent that nobody has settled


def signatures_of(motors: list[ReturnedMotor]) -> defaultdict[int, list[Signed]]:
    """The signatures under the present appraisals of some motors, by the key of the appraisal."""
    found: defaultdict[int, list[Signed]] = defaultdict(list)
    if sheets := [motor.appraisal_id for motor in motors if motor.appraisal_id]:
        rows = Signature.objects.filter(appraisal__in=sheets).order_by()
        facts = rows.values_list("appraisal", "department", "user", "dissent", "appraisal__settled_at")
        for sheet, department, person, dissent, settled_at in facts:
            found[sheet].append(Signed(department, person, bool(dissent) and settled_at is None))
    return found


def signing(motor: ReturnedMotor, signatures: list[Signed]) -> Iterator[Wait]:
    """Each department signs once and each person once; where all have, somebody's dissent is settled."""
    signed = {signature.department for signature in signatures}
    people = [signature.person for signature in signatures]
    missing = [department for department in APPRAISING_DEPARTMENTS if department not in signed]
    for department in missing:
        yield Wait(motor, "sign", role=department, due_on=motor.due_on, barred=people)
    if not missing and any(signature.disputed for signature in signatures):
        yield Wait(motor, "settle", due_on=motor.due_on)


@waits_for("motor")
def quoting(motors: list[ReturnedMotor]) -> Iterator[Wait]:
    """A quotation is sent; its answer is the salesperson's to get, and others' to ask for when it is late."""
    for motor in motors:
        if motor.status == M.QUOTED and motor.quotation is None:
            yield Wait(motor, "quote", due_on=motor.due_on)
        elif motor.status == M.QUOTED and motor.departure:
            yield Wait(motor, "agree_departure", barred=people_of(motor.case))
        elif motor.status == M.QUOTED:
            yield from its_people(motor, motor.case, "customer_reply", due_on=motor.reply_due_on)
            yield from late_replies(motor)


def late_replies(motor: ReturnedMotor) -> Iterator[Wait]:
    """Others ask as well when the answer is late; when the quotation has lapsed the motor goes back."""
    days = {"ask_again": motor.reply_due_on, "silent": motor.quotation and motor.quotation.valid_until}
    for task, day in days.items():
        if day:
            yield Wait(motor, task, due_on=day, not_before=day + A_DAY, barred=people_of(motor.case))


@waits_for("motor")
def repairing(motors: list[ReturnedMotor]) -> Iterator[Wait]:
    """What somebody has taken on is theirs to repair. Who repaired a motor does not inspect it."""
    for motor in motors:
        if task := OF_STATE.get(motor.status):
            yield Wait(motor, task, due_on=motor.due_on)
        elif motor.status == M.REPAIRING:
            yield Wait(motor, "repair", person=motor.repairer_id, due_on=motor.due_on)
        elif motor.status == M.INSPECTING and motor.repair:
            yield Wait(motor, "inspect", due_on=motor.due_on, barred=[motor.repair.done_by_id])


@waits_for("motor")
def extending(motors: list[ReturnedMotor]) -> Iterator[Wait]:
    """The first request of a motor waits for the lead, later ones for the director; never for who asked."""
    promised = {motor.pk: motor for motor in motors if motor.status in PROMISED}
    for key, by in open_requests(list(promised)):
        motor = promised[key]
        role = Role.DIRECTOR if motor.extended_to else Role.AFTER_SALES_LEAD
        yield Wait(motor, "extension", role=role, due_on=motor.due_on, barred=[by])


def open_requests(motors: list[int]) -> Iterable[tuple[int, int]]:
    """Which of these motors, by their keys, have a request for an extension that nobody has decided, and whose."""
    asked = Extension.objects.filter(motor__in=motors, decided_at=None).order_by()
    return asked.values_list("motor", "requested_by") if motors else []


@waits_for("motor")
def leaving(motors: list[ReturnedMotor]) -> Iterator[Wait]:
    """What is paid or on credit is shipped; what left on credit is still to be paid."""
    for motor in motors:
        if awaits_payment(motor):
            due_on = None if motor.stopped_on else motor.due_on
            yield Wait(motor, "payment", due_on=due_on)
        if motor.paid_amount and motor.overpaid:
            yield Wait(motor, "refund")
        if motor.status == M.READY_TO_SHIP:
            yield from going(motor)
        elif motor.status == M.SHIPPED:
            yield Wait(motor, "delivery", role=Role.SALES_COORDINATOR)
            yield from (Wait(motor, "delivery", person=key, beside=True) for key in {*people_of(motor.case)})


def going(motor: ReturnedMotor) -> Iterator[Wait]:
    """Shipped once nothing is owed; what is given away is agreed to and confirmed first."""
    if motor.departure:
        yield Wait(motor, "agree_departure", due_on=motor.due_on, barred=people_of(motor.case))
    elif motor.charged_nothing and not motor.no_charge_at:
        yield Wait(motor, "no_charge", due_on=motor.due_on)
    elif may_leave(motor):
        yield Wait(motor, "ship", due_on=motor.due_on)


def awaits_payment(motor: ReturnedMotor) -> bool:
    """Whether a charged repair waits for its money: before it leaves, and where it has left until it is paid."""
    return motor.status in GOES_BACK and owes(motor)


def may_leave(motor: ReturnedMotor) -> bool:
    """Whether nothing is owed, or it may be owed."""
    return bool(motor.credit_at) or not owes(motor)


def owes(motor: ReturnedMotor) -> bool:
    """Whether the fees of the repair are more than what was paid."""
    return motor.repair is not None and bool(motor.outstanding)


@waits_for("freight")
def bearing(freights: list[Freight]) -> Iterator[Wait]:
    """Finance settles it; where the signed verdict leaves open who bears it, a manager decides."""
    for freight in freights:
        if freight.status == FreightStatus.DUE:
            yield Wait(freight, "freight")
        elif freight.status == FreightStatus.OPEN and freight.motor.signed:
            yield Wait(freight, "decide_freight", barred=people_of(freight.motor.case))
