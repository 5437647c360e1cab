"""What waited for whom as the pages once asked the tables themselves, before it was written down: the tests' oracle.

It says the same as ``workflow.waiting`` in another way: by queries over the states, one a task.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case as Choose
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accountability.models import (
    CorrectiveAction,
    Liability,
    Measure,
    Penalty,
    PenaltyPerson,
    RatesChange,
)
from accountability.statuses import PLANNING, PRODUCTION, ActionStatus, PenaltyStatus
from aftersales.models import User
from aftersales.roles import Role
from cases.conditions import APPRAISING_DEPARTMENTS
from cases.models import Case, Extension, Freight, ReturnedMotor, Signature
from cases.statuses import FINAL_MOTOR, PROMISED, TAKEN_BACK, CaseStatus, FeedbackKind, MotorStatus
from figures.models import Alarm
from figures.statuses import AlarmStatus
from notices.models import Delivery, DeliveryState
from people.models import PolicyChange
from returns.models import COUNTING, Arrival, Handover, HandoverStatus, Parcel, ReturnEntry
from satisfaction.models import Campaign, Improvement, Target
from satisfaction.queries import has_answered
from satisfaction.statuses import CampaignStatus, ImprovementStatus
from slips.kinds import KINDS
from slips.models import PrintedCopy, Slip, VoidRequest, VoidStatus
from slips.queries import slips_to_print
from talk.models import Question
from talk.statuses import QuestionStatus
from warranty.models import Amendment, Customer
from warranty.statuses import AmendmentStatus
from workflow.models import ProposalStatus
from workflow.worklist import tasks_of

A, C, M, P = ActionStatus, CaseStatus, MotorStatus, PenaltyStatus
RAW = F("repair__charged_material") + F("repair__charged_labour")
LESS = Coalesce(F("quotation__discount"), Value(Decimal(0)))
FEES = F("repair__charged_material") + F("repair__charged_labour") - LESS
FULL = Q(disposition="repair_charged", appraisal__verdict__charge__outcome="material_and_labour")
NOTHING = Q(status=M.READY_TO_SHIP, repair__charged_material=0, repair__charged_labour=0)
NOTHING |= Q(status=M.READY_TO_SHIP, repair__isnull=False) & Q(quotation__discount__gte=RAW)
NOTHING &= FULL
OFFERED = Q(quotation__discount__gt=0) | Q(quotation__material_fee=0, quotation__labour_fee=0) & FULL
DEPARTS = Q(quotation__agreed_at=None, quotation__isnull=False) & (OFFERED | NOTHING)
BACK = [M.READY_TO_SHIP, M.SHIPPED, M.DELIVERED]
EVERYBODY = 0  # no person has this id


def everybody() -> User:
    """Stands for all people at once: holds every role, and has made nothing itself."""
    user = User(pk=EVERYBODY, username="*")
    user.roles = frozenset(Role.values)
    return user


def amendments_to_decide(user: User) -> QuerySet[Amendment]:
    """Changes of the register that wait for somebody else than who proposed them."""
    return Amendment.objects.filter(status=AmendmentStatus.OPEN).exclude(proposed_by=user)


def policy_to_decide(user: User) -> QuerySet[PolicyChange]:
    """Changes of the policy that wait for somebody else than who proposed them."""
    return PolicyChange.objects.filter(status=ProposalStatus.OPEN).exclude(proposed_by=user)


def amounts_to_decide(user: User) -> QuerySet[RatesChange]:
    """Changes of the penalty amounts that wait for somebody else than who proposed them."""
    return RatesChange.objects.filter(status=ProposalStatus.OPEN).exclude(proposed_by=user)


def questions(*, confined: bool) -> Callable[[User], QuerySet[Question]]:
    """Questions that somebody was asked and has not answered."""
    rows = Question.objects.filter(status=QuestionStatus.OPEN, dossier__confined=confined)
    return lambda user: rows if user.pk == EVERYBODY else rows.filter(to=user)


class Answer(NamedTuple):
    """What waits of a task, and for whom."""

    rows: Callable[[User], QuerySet[Any]]
    due: str = ""  # the field of the due date
    person: str = ""  # the path to whom it waits for


# -- cases and motors ---------------------------------------------------------------------------------


def cases(*statuses: str) -> Callable[[User], QuerySet[Case]]:
    """Cases in these states that the person may see."""

    def rows(user: User) -> QuerySet[Case]:
        return Case.objects.visible_to(user).filter(status__in=statuses).select_related("customer", "product")

    return rows


def motors(*statuses: str, **conditions: Any) -> Callable[[User], QuerySet[ReturnedMotor]]:
    """Motors in these states that the person may see."""

    def rows(user: User) -> QuerySet[ReturnedMotor]:
        visible = ReturnedMotor.objects.visible_to(user).filter(status__in=statuses, **conditions)
        return visible.select_related("case__customer", "product")

    return rows


def own(rows: Callable[[User], QuerySet[Any]], path: str = "") -> Callable[[User], QuerySet[Any]]:
    """Only what the person registered or is the salesperson of; of everybody together, all."""

    def own_rows(user: User) -> QuerySet[Any]:
        if user.pk == EVERYBODY:
            return rows(user)
        return rows(user).filter(Q(**{f"{path}created_by": user}) | Q(**{f"{path}salesperson": user}))

    return own_rows


def not_own(rows: Callable[[User], QuerySet[Any]], path: str = "") -> Callable[[User], QuerySet[Any]]:
    """Nobody decides what they registered themselves."""

    def other_rows(user: User) -> QuerySet[Any]:
        return rows(user).exclude(**{f"{path}created_by": user}).exclude(**{f"{path}salesperson": user})

    return other_rows


def undecided_freight(user: User) -> QuerySet[Freight]:
    """The signed appraisal leaves open who bears it."""
    open_ones = Freight.objects.visible_to(user).filter(status="open")
    return open_ones.exclude(motor__appraisal=None).exclude(motor__disposition="")


def to_refund(user: User) -> QuerySet[ReturnedMotor]:
    """What the repair cost in the end is less than was paid."""
    rows = ReturnedMotor.objects.visible_to(user).filter(paid_amount__gt=0)
    gone = Q(status__in=TAKEN_BACK) | Q(status__in=BACK, repair=None)
    return rows.filter(gone | Q(status__in=BACK, paid_amount__gt=FEES))


def to_repair(user: User) -> QuerySet[ReturnedMotor]:
    """What nobody has taken on, or this person has."""
    rows = motors(M.REPAIRING)(user)
    return rows if user.pk == EVERYBODY else rows.filter(Q(repairer=None) | Q(repairer=user))


def to_authorise(user: User) -> QuerySet[Case]:
    """Quality problems of other people."""
    return not_own(cases(C.SUBMITTED))(user).filter(kind=FeedbackKind.QUALITY_PROBLEM)


def to_answer(user: User) -> QuerySet[Case]:
    """Opinions, grievances and complaints, which bring no motor back."""
    return cases(C.SUBMITTED)(user).exclude(kind=FeedbackKind.QUALITY_PROBLEM)


def to_close(user: User) -> QuerySet[Case]:
    """On-site cases wait for a sales manager other than who found the solution, the others for after-sales."""
    kinds = Q(pk=None)
    if Role.AFTER_SALES in user.roles:
        kinds |= Q(resolved_on_site=False)
    if Role.SALES_MANAGER in user.roles:
        kinds |= Q(resolved_on_site=True) & ~Q(created_by=user) & ~Q(salesperson=user)
    return cases(C.COMPLETED)(user).filter(kinds)


def to_sign(user: User) -> QuerySet[ReturnedMotor]:
    """Appraisals that this person's department has not signed, and that the person may still sign."""
    signatures = Signature.objects.filter(appraisal=OuterRef("appraisal"))
    unsigned = Q(pk=None)
    for department in APPRAISING_DEPARTMENTS:
        if department in user.roles:
            unsigned |= ~Q(Exists(signatures.filter(department=department)))
    drafted = motors(M.RECEIVED, appraisal__isnull=False)(user)
    return drafted.filter(unsigned).exclude(Exists(signatures.filter(user=user)))


def with_dissent(user: User) -> QuerySet[ReturnedMotor]:
    """All four have signed, one of them with a dissent that nobody has settled."""
    signatures = Signature.objects.filter(appraisal=OuterRef("appraisal"))
    rows = motors(M.RECEIVED, appraisal__isnull=False, appraisal__settled_at=None)(user)
    for department in APPRAISING_DEPARTMENTS:
        rows = rows.filter(Exists(signatures.filter(department=department)))
    return rows.filter(Exists(signatures.exclude(dissent="")))


def to_inspect(user: User) -> QuerySet[ReturnedMotor]:
    """Motors that somebody else repaired."""
    return motors(M.INSPECTING)(user).exclude(repair__done_by=user)


def extensions_to_decide(user: User) -> QuerySet[ReturnedMotor]:
    """Open requests of other people: the first one of a motor for the lead, later ones for the director."""
    open_requests = Extension.objects.filter(motor=OuterRef("pk"), decided_at=None).exclude(requested_by=user)
    levels = Q(pk=None)
    if Role.AFTER_SALES_LEAD in user.roles:
        levels |= Q(extended_to=None)
    if Role.DIRECTOR in user.roles:
        levels |= Q(extended_to__isnull=False)
    return motors(*PROMISED)(user).filter(levels).filter(Exists(open_requests))


def reopened(user: User) -> QuerySet[Case]:
    """Cases in process of which every motor is settled."""
    unsettled = ReturnedMotor.objects.filter(case=OuterRef("pk")).exclude(status__in=FINAL_MOTOR)
    return cases(C.IN_PROCESS)(user).exclude(Exists(unsettled))


def first_answers(user: User) -> QuerySet[Case]:
    """One's own feedbacks whose customers have not heard from the factory yet (二.3)."""
    return own(cases(C.SUBMITTED))(user).filter(first_answered_at=None)


def silent(user: User) -> QuerySet[ReturnedMotor]:
    """Other people's quotations whose answer is overdue, so that somebody else asks as well."""
    late = motors(M.QUOTED, reply_due_on__lt=timezone.localdate())
    return not_own(late, "case__")(user).exclude(DEPARTS)


def unanswered(user: User) -> QuerySet[ReturnedMotor]:
    """Other people's quotations that nobody answered as long as they were valid."""
    expired = motors(M.QUOTED, quotation__valid_until__lt=timezone.localdate())
    return not_own(expired, "case__")(user).exclude(DEPARTS)


def payments_due(user: User) -> QuerySet[ReturnedMotor]:
    """Charged repairs that wait for the money before they leave, or that have left without it.

    ``pay_by`` is the promised day as long as the motor is still here.
    """
    owed = motors(M.READY_TO_SHIP, M.SHIPPED, M.DELIVERED)(user).filter(paid_amount__lt=FEES)
    return owed.annotate(pay_by=Choose(When(stopped_on=None, then="due_on")))


def shippable(user: User) -> QuerySet[ReturnedMotor]:
    """Ready to ship, and nothing is owed."""
    paid = Q(repair=None) | Q(paid_amount__gte=FEES)
    ready = motors(M.READY_TO_SHIP)(user).filter(paid | Q(credit_at__isnull=False))
    return ready.exclude(NOTHING & Q(no_charge_at=None)).exclude(DEPARTS)


def departures(user: User) -> QuerySet[ReturnedMotor]:
    """Other people's motors of which less is charged than the rules say."""
    rows = not_own(motors(M.QUOTED, M.READY_TO_SHIP), "case__")(user).filter(DEPARTS)
    return rows.annotate(agree_by=Choose(When(status=M.READY_TO_SHIP, then="due_on")))


def unanswered_offers(user: User) -> QuerySet[ReturnedMotor]:
    """One's own motors whose quotation the customer has not answered."""
    sent = motors(M.QUOTED, quotation__isnull=False)
    return own(sent, "case__")(user).exclude(DEPARTS)


def to_confirm(user: User) -> QuerySet[ReturnedMotor]:
    """Motors on their way: one's own, or for the coordinator all."""
    shipped = motors(M.SHIPPED)
    return shipped(user) if Role.SALES_COORDINATOR in user.roles else own(shipped, "case__")(user)


# -- handover and return ---

ENTERED, PREPARED = "return_entry", "transfer_order"


def of(paper: str, **conditions: Any) -> Q:
    """Motors that have this paper of their present appraisal."""
    return Q(**{f"{paper}__appraisal": F("appraisal")}, **conditions)


def consignments(user: User) -> QuerySet[Case]:
    """Cases with motors that may still arrive, and no count waiting for a signature."""
    due = ReturnedMotor.objects.filter(case=OuterRef("pk"), status__in=[M.EXPECTED, M.MISSING])
    counted = Handover.objects.filter(case=OuterRef("pk"), status=HandoverStatus.COUNTED)
    return cases(*COUNTING)(user).filter(Exists(due)).exclude(Exists(counted))


def counts_to_sign(user: User) -> QuerySet[Handover]:
    """Counts that the other department has signed."""
    mine = [role for role in ("dispatcher", "after_sales") if role in user.roles]
    rows = Handover.objects.filter(status=HandoverStatus.COUNTED).exclude(counted_by=user)
    if len(mine) == 1:
        rows = rows.exclude(counted_as=mine[0])
    return rows.select_related("case__customer")


def parcels_to_sign(user: User) -> QuerySet[Parcel]:
    """Parcels that the other department has counted."""
    mine = [role for role in ("dispatcher", "after_sales") if role in user.roles]
    rows = Parcel.objects.filter(status="counted").exclude(counted_by=user)
    return rows.exclude(counted_as=mine[0]) if len(mine) == 1 else rows


def to_register(user: User) -> QuerySet[Arrival]:
    """Motors without a case that this person is asked to register; of everybody together, all."""
    rows = Arrival.objects.filter(status="asked")
    return rows if user.pk == EVERYBODY else rows.filter(salesperson=user)


# -- paper and messages ---


def copies_to_acknowledge(user: User) -> QuerySet[PrintedCopy]:
    """Copies for this person that were printed a day ago or earlier and that nobody has acknowledged."""
    mine = Q(pk=None)
    for kind in KINDS.values():
        numbers = [copy.number for copy in kind.copies if user.roles.intersection(copy.roles)]
        mine |= Q(slip__kind=kind.prefix, number__in=numbers)
    due = PrintedCopy.objects.filter(due_on__lte=timezone.localdate())
    rows = due.filter(mine, slip__in=Slip.objects.visible_to(user))
    return rows.select_related("slip", "job__printed_by")


def voids_to_decide(user: User) -> QuerySet[VoidRequest]:
    """Requests of other people to declare a slip void."""
    rows = VoidRequest.objects.filter(status=VoidStatus.ASKED).exclude(asked_by=user)
    return rows.select_related("slip", "asked_by")


def undelivered(user: User) -> QuerySet[Delivery]:
    """Messages that were tried again and again in vain."""
    rows = Delivery.objects.filter(state=DeliveryState.GIVEN_UP)
    return rows.select_related("event__dossier", "reminder", "user", "robot")


# -- accountability ---

Rows = Callable[[User], QuerySet[Any]]
OF_PENALTY = ("case__customer", "motor__product")  # what its line in the worklist tells
OPEN = Exists(Measure.objects.filter(action=OuterRef("pk"), done_at=None))


def departments_of(user: User) -> list[str]:
    """The departments for which the person plans corrective actions."""
    return [department for department, roles in PLANNING.items() if user.roles & set(roles)]


def to_plan(user: User) -> QuerySet[CorrectiveAction]:
    """Issued actions of one's department that somebody else issued."""
    rows = CorrectiveAction.objects.filter(status=A.ISSUED, department__in=departments_of(user))
    return rows.exclude(issued_by=user)


def to_implement(user: User) -> QuerySet[CorrectiveAction]:
    """Planned actions of one's department of which every measure is done."""
    rows = CorrectiveAction.objects.filter(status=A.PLANNED, department__in=departments_of(user))
    return rows.exclude(OPEN)


def to_verify(user: User) -> QuerySet[CorrectiveAction]:
    """Implemented actions in which the person has no part, with every measure done."""
    rows = CorrectiveAction.objects.filter(status=A.IMPLEMENTED).exclude(OPEN)
    return rows.exclude(issued_by=user).exclude(planned_by=user).exclude(implemented_by=user)


def to_judge(user: User) -> QuerySet[CorrectiveAction]:
    """Verified actions with a case of which nobody knows when its motor was made."""
    rows = CorrectiveAction.objects.filter(status=A.VERIFIED)
    return rows.filter(occurrences__made="unknown", occurrences__judged_at=None)


def own_measures(user: User) -> QuerySet[Measure]:
    """Measures that the person has to carry out; of everybody together, all."""
    rows = Measure.objects.filter(done_at=None).select_related("action")
    return rows if user.pk == EVERYBODY else rows.filter(owner=user)


def findings(user: User) -> QuerySet[Liability]:
    """Liability findings on which nobody has drafted an opinion."""
    rows = Liability.objects.filter(closed_at=None)
    return rows.select_related("motor__case__customer", "motor__product", "appraisal")


def penalties(*statuses: str) -> Rows:
    """Penalties in these states that do not concern the person themselves."""

    def rows(user: User) -> QuerySet[Penalty]:
        found = Penalty.objects.visible_to(user).filter(status__in=statuses)
        return found.exclude(persons__user=user).select_related(*OF_PENALTY)

    return rows


def to_countersign(user: User) -> QuerySet[Penalty]:
    """Opinions of production on its own people that somebody else drafted."""
    rows = penalties(P.DRAFTED)(user).filter(department__in=PRODUCTION, countersigned_at=None)
    return rows.exclude(drafted_by=user)


def to_assess(user: User) -> QuerySet[Penalty]:
    """Opinions that somebody else drafted, countersigned where they must be."""
    ready = ~Q(department__in=PRODUCTION) | Q(countersigned_at__isnull=False)
    return penalties(P.DRAFTED)(user).filter(ready).exclude(drafted_by=user)


def to_decide(user: User) -> QuerySet[Penalty]:
    """Assessed opinions in which the person had no part."""
    rows = penalties(P.ASSESSED)(user).exclude(drafted_by=user).exclude(countersigned_by=user)
    return rows.exclude(assessed_by=user)


def to_deduct(user: User) -> QuerySet[Penalty]:
    """Approved penalties, approved by somebody else."""
    return penalties(P.APPROVED)(user).exclude(decided_by=user)


def to_respond(user: User) -> QuerySet[Penalty]:
    """Opinions on which the person concerned has said nothing; of everybody together, one row a person."""
    heard = Penalty.objects.filter(status__in=[P.DRAFTED, P.ASSESSED]).select_related(*OF_PENALTY)
    if user.pk == EVERYBODY:
        return heard.filter(persons__user__isnull=False, persons__responded_at=None)
    return heard.filter(pk__in=PenaltyPerson.objects.filter(user=user, responded_at=None).values("penalty"))


# -- the survey ---


def to_ask(user: User) -> QuerySet[Target]:
    """Customers who are this person's to ask and have not answered, of surveys under way and closed cases."""
    rows = Target.objects.filter(Q(campaign__status=CampaignStatus.RUNNING) | Q(case__isnull=False))
    if user.pk != EVERYBODY:
        rows = rows.filter(surveyor=user)
    return rows.exclude(has_answered()).select_related("customer", "campaign", "case")


def alarms_to_look_into(user: User) -> QuerySet[Alarm]:
    """Early warnings whose owner the person is."""
    rows = Alarm.objects.filter(status=AlarmStatus.OPEN)
    if user.pk != EVERYBODY:
        rows = rows.filter(owner=user)
    return rows.select_related(*Alarm.reads)


def to_improve(user: User) -> QuerySet[Improvement]:
    """Improvements whose owner the person is."""
    rows = Improvement.objects.filter(status=ImprovementStatus.OPEN)
    if user.pk != EVERYBODY:
        rows = rows.filter(owner=user)
    return rows.select_related(*Improvement.reads)


def surveys_to_close(user: User) -> QuerySet[Campaign]:
    """Surveys whose last day has passed."""
    return Campaign.objects.filter(status=CampaignStatus.RUNNING, closes_on__lt=timezone.localdate())


# -- all of it ---

ORACLE: dict[str, Answer] = {
    "confirm_customer": Answer(lambda user: Customer.objects.filter(provisional=True, active=True)),
    "finish_draft": Answer(own(cases(C.DRAFT)), "due_on", "salesperson"),
    "give_info": Answer(own(cases(C.INFO_REQUESTED)), "due_on", "salesperson"),
    "first_answer": Answer(first_answers, "due_on", "salesperson"),
    "authorise": Answer(to_authorise, "due_on"),
    "answer": Answer(to_answer, "due_on"),
    "appraise": Answer(motors(M.RECEIVED, appraisal=None), "due_on"),
    "sign": Answer(to_sign, "due_on"),
    "settle": Answer(with_dissent, "due_on"),
    "quote": Answer(motors(M.QUOTED, quotation=None), "due_on"),
    "customer_reply": Answer(unanswered_offers, "reply_due_on", "case__salesperson"),
    "agree_departure": Answer(departures, "agree_by"),
    "no_charge": Answer(
        lambda user: motors(M.READY_TO_SHIP)(user).filter(NOTHING, no_charge_at=None).exclude(DEPARTS),
        "due_on",
    ),
    "ask_again": Answer(silent, "reply_due_on"),
    "silent": Answer(unanswered, "quotation__valid_until"),
    "parts": Answer(motors(M.AWAITING_PARTS), "due_on"),
    "repair": Answer(to_repair, "due_on"),
    "inspect": Answer(to_inspect, "due_on"),
    "payment": Answer(payments_due, "pay_by"),
    "extension": Answer(extensions_to_decide, "due_on"),
    "ship": Answer(shippable, "due_on"),
    "delivery": Answer(to_confirm),
    "next_round": Answer(reopened),
    "answer_round": Answer(reopened),
    "close": Answer(to_close),
    "return_list": Answer(cases(CaseStatus.AUTHORISED)),
    "count": Answer(consignments),
    "sign_count": Answer(counts_to_sign),
    "sign_parcel": Answer(parcels_to_sign),
    "refund": Answer(to_refund),
    "freight": Answer(lambda user: Freight.objects.visible_to(user).filter(status="due")),
    "decide_freight": Answer(not_own(undecided_freight, "motor__case__")),
    "place_arrival": Answer(lambda user: Arrival.objects.filter(status__in=["waiting", "asked"])),
    "register_arrival": Answer(to_register, "", "salesperson"),
    "write_off": Answer(motors(M.MISSING)),
    "draft_return": Answer(lambda user: motors(M.RETURN_PENDING)(user).exclude(of(ENTERED))),
    "endorse_return": Answer(
        lambda user: (
            motors(M.RETURN_PENDING, exceptional=True)(user)
            .filter(of(ENTERED, return_entry__endorsed_at=None))
            .exclude(return_entry__entered_by=user)
        )
    ),
    "approve_return": Answer(
        lambda user: (
            not_own(motors(M.RETURN_PENDING), "case__")(user)
            .filter(of(ENTERED), Q(exceptional=False) | Q(return_entry__endorsed_at__isnull=False))
            .exclude(return_entry__entered_by=user)
        )
    ),
    "clear_for_stock": Answer(
        lambda user: motors(M.RETURN_APPROVED, intact=True, inspection=None)(user).exclude(of(PREPARED))
    ),
    "restock": Answer(motors(M.RETURN_APPROVED, inspection__isnull=False)),
    "prepare_transfer": Answer(
        lambda user: motors(M.RETURN_APPROVED, intact=False, inspection=None)(user).exclude(of(PREPARED))
    ),
    "transfer": Answer(
        lambda user: (
            motors(M.RETURN_APPROVED)(user).filter(of(PREPARED)).exclude(transfer_order__prepared_by=user)
        )
    ),
    "settle_return": Answer(
        lambda user: ReturnEntry.objects.filter(
            appraisal=F("motor__appraisal"), settled_at=None, motor__status__in=TAKEN_BACK
        )
    ),
    "workshop_result": Answer(motors(M.TRANSFERRED), "transfer_order__due_on"),
    "print_slips": Answer(slips_to_print),
    "acknowledge": Answer(copies_to_acknowledge, "due_on"),
    "decide_void": Answer(voids_to_decide),
    "plan_action": Answer(to_plan, "due_on"),
    "measure": Answer(own_measures, "due_on", "owner"),
    "implement_action": Answer(to_implement, "due_on"),
    "verify_action": Answer(to_verify, "due_on"),
    "judge_recurrence": Answer(to_judge),
    "draft_penalty": Answer(findings, "due_on"),
    "countersign_penalty": Answer(to_countersign, "due_on"),
    "respond_penalty": Answer(to_respond, "due_on", "persons__user"),
    "assess_penalty": Answer(to_assess, "due_on"),
    "decide_penalty": Answer(to_decide, "due_on"),
    "deduct_penalty": Answer(to_deduct, "due_on"),
    "ask_customer": Answer(to_ask, "due_on", "surveyor"),
    "improve": Answer(to_improve, "due_on", "owner"),
    "look_into_alarm": Answer(alarms_to_look_into, "due_on", "owner"),
    "close_survey": Answer(surveys_to_close, "closes_on"),
    "decide_amendment": Answer(amendments_to_decide),
    "decide_policy": Answer(policy_to_decide, "effective_from"),
    "decide_rates": Answer(amounts_to_decide),
    "undelivered": Answer(undelivered),
    "answer_question": Answer(questions(confined=False), "due_on", "to"),
    "answer_confined": Answer(questions(confined=True), "due_on", "to"),
}


def waits(user: User) -> set[tuple[str, int, Any]]:
    """(task, key, due date) of everything that waits for a person."""
    found: set[tuple[str, int, Any]] = set()
    for task in tasks_of(user):
        answer = ORACLE[task.key]
        rows = answer.rows(user).order_by()
        due = F(answer.due) if answer.due else Value(None, DateField())
        found |= {(task.key, *row) for row in rows.annotate(by_when=due).values_list("pk", "by_when")}
    return found


def of_team(keys: list[str]) -> set[tuple[str, int, int, Any]]:
    """(task, key, person or 0, due date) of everything that waits for anybody."""
    found: set[tuple[str, int, int, Any]] = set()
    for key in keys:
        answer = ORACLE[key]
        whom = F(answer.person) if answer.person else Value(EVERYBODY)
        due = F(answer.due) if answer.due else Value(None, DateField())
        rows = answer.rows(everybody()).order_by().annotate(whom=whom, by_when=due)
        found |= {(key, *row) for row in rows.values_list("pk", "whom", "by_when")}
    return found
