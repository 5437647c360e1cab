"""Which rows of the main job wait for whom, for the worklists."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Exists, F, OuterRef, Q, QuerySet, When
from django.utils import timezone

from aftersales.models import User
from aftersales.roles import Role
from cases.conditions import APPRAISING_DEPARTMENTS
from cases.models import Case, Extension, ReturnedMotor, Signature
from cases.statuses import PROMISED, CaseStatus, FeedbackKind, MotorStatus
from workflow.worklist import EVERYBODY

C, M = CaseStatus, MotorStatus


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
    return motors(M.INSPECTING)(user).exclude(repaired_by=user)


def extensions_to_decide(user: User) -> QuerySet[ReturnedMotor]:
    """Open requests of other people: the first one of a motor for the lead, later ones for the director."""
    open_requests = Extension.objects.filter(motor=OuterRef("pk"), decided_at=None).exclude(requested_by=user)
    levels = Q(pk=None)
    if Role.AFTER_SALES_LEAD in user.roles:
        levels |= Q(extended_to=None)
    if Role.DIRECTOR in user.roles:
        levels |= Q(extended_to__isnull=False)
    return motors(*PROMISED)(user).filter(levels).filter(Exists(open_requests))


def first_answers(user: User) -> QuerySet[Case]:
    """One's own feedbacks whose customers have not heard from the factory yet (二.3)."""
    return own(cases(C.SUBMITTED))(user).filter(first_answered_at=None)


def silent(user: User) -> QuerySet[ReturnedMotor]:
    """Other people's quotations whose answer is overdue, so that somebody else asks as well."""
    late = motors(M.QUOTED, reply_due_on__lt=timezone.localdate())
    return not_own(late, "case__")(user)


def payments_due(user: User) -> QuerySet[ReturnedMotor]:
    """Charged repairs that wait for the money before they leave, or that left on credit.

    ``pay_by`` is the promised day as long as the motor is still here.
    """
    waiting = motors(M.READY_TO_SHIP, unrepaired=False, credit_at=None)(user)
    on_credit = motors(M.READY_TO_SHIP, M.SHIPPED, M.DELIVERED, credit_at__isnull=False)(user)
    owed = (waiting | on_credit).filter(paid_amount__lt=F("material_fee") + F("labour_fee"))
    return owed.annotate(pay_by=Choose(When(stopped_on=None, then="due_on")))


def shippable(user: User) -> QuerySet[ReturnedMotor]:
    """Ready to ship, and nothing is owed."""
    paid = Q(unrepaired=True) | Q(paid_amount__gte=F("material_fee") + F("labour_fee"))
    return motors(M.READY_TO_SHIP)(user).filter(paid | Q(credit_at__isnull=False))


def to_confirm(user: User) -> QuerySet[ReturnedMotor]:
    """Motors on their way: one's own, or for the coordinator all."""
    shipped = motors(M.SHIPPED)
    return shipped(user) if Role.SALES_COORDINATOR in user.roles else own(shipped, "case__")(user)
