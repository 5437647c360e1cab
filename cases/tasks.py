"""What the main job puts on the worklists: which rows wait for whom, and where the click leads."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftersales.models import User
from aftersales.roles import Role
from aftersales.worklist import Item, Task, register
from cases.conditions import APPRAISING_DEPARTMENTS
from cases.models import Case, Extension, ReturnedMotor, Signature
from cases.statuses import PROMISED, CaseStatus, FeedbackKind, MotorStatus

C, M = CaseStatus, MotorStatus


def case_item(url: str, **args: Any) -> Callable[[Case], Item]:
    """How a case is shown in the worklist; the click leads to ``url``."""

    def item(case: Case) -> Item:
        return Item(
            title=str(case),
            detail=f"{case.model_name} · {case.problem[:60]}" if case.model_name else case.problem[:80],
            customer=case.customer.name,
            url=reverse(url, kwargs={"pk": case.pk} | args),
            due_on=case.due_on,
            standing=case.standing,
        )

    return item


def motor_item(url: str = "cases:act_motor", **args: Any) -> Callable[[ReturnedMotor], Item]:
    """How a motor is shown in the worklist; the click leads to ``url``."""

    def item(motor: ReturnedMotor) -> Item:
        return Item(
            title=f"{motor.model_name} {motor}",
            detail=str(motor.case),
            customer=motor.case.customer.name,
            url=reverse(url, kwargs={"pk": motor.pk} | args),
            due_on=motor.due_on,
            standing=motor.standing,
        )

    return item


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
    """Only what the person registered or is the salesperson of."""

    def own_rows(user: User) -> QuerySet[Any]:
        return rows(user).filter(Q(**{f"{path}created_by": user}) | Q(**{f"{path}salesperson": user}))

    return own_rows


def not_own(rows: Callable[[User], QuerySet[Any]], path: str = "") -> Callable[[User], QuerySet[Any]]:
    """Nobody decides what they registered themselves."""

    def other_rows(user: User) -> QuerySet[Any]:
        return rows(user).exclude(**{f"{path}created_by": user}).exclude(**{f"{path}salesperson": user})

    return other_rows


def to_close(user: User) -> QuerySet[Case]:
    """On-site cases wait for the sales manager, the others for after-sales."""
    kinds = Q(pk=None)
    if Role.AFTER_SALES in user.roles:
        kinds |= Q(resolved_on_site=False)
    if Role.SALES_MANAGER in user.roles:
        kinds |= Q(resolved_on_site=True)
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


def extensions_to_decide(user: User) -> QuerySet[ReturnedMotor]:
    """Open requests of other people: the first one of a motor for the lead, later ones for the director."""
    open_requests = Extension.objects.filter(motor=OuterRef("pk"), decided_at=None).exclude(requested_by=user)
    levels = Q(pk=None)
    if Role.AFTER_SALES_LEAD in user.roles:
        levels |= Q(extended_to=None)
    if Role.DIRECTOR in user.roles:
        levels |= Q(extended_to__isnull=False)
    return motors(*PROMISED)(user).filter(levels).filter(Exists(open_requests))


def payments_due(user: User) -> QuerySet[ReturnedMotor]:
    """Charged repairs that are ready to ship and neither paid nor on approved credit."""
    rows = motors(M.READY_TO_SHIP, unrepaired=False, paid_at=None, credit_at=None)(user)
    return rows.filter(Q(material_fee__gt=0) | Q(labour_fee__gt=0))


def shippable(user: User) -> QuerySet[ReturnedMotor]:
    """Ready to ship, and nothing is owed."""
    nothing_owed = Q(unrepaired=True) | (Q(material_fee=0) | Q(material_fee=None)) & (
        Q(labour_fee=0) | Q(labour_fee=None)
    )
    settled = Q(paid_at__isnull=False) | Q(credit_at__isnull=False)
    return motors(M.READY_TO_SHIP)(user).filter(nothing_owed | settled)


register(
    Task(
        "finish_draft",
        _("Finish and submit your drafts"),
        "case.submit",
        own(cases(C.DRAFT)),
        case_item("cases:case"),
        icon="file-pen",
    ),
    Task(
        "give_info",
        _("Answer the manager's questions"),
        "case.submit",
        own(cases(C.INFO_REQUESTED)),
        case_item("cases:case"),
        icon="message-circle-question",
    ),
    Task(
        "authorise",
        _("Approve or reject returns"),
        "case.authorise_return",
        lambda user: not_own(cases(C.SUBMITTED))(user).filter(kind=FeedbackKind.QUALITY_PROBLEM),
        case_item("cases:case"),
        "due_on",
        icon="stamp",
    ),
    Task(
        "answer",
        _("Answer opinions, grievances and complaints"),
        "case.answer",
        lambda user: cases(C.SUBMITTED)(user).exclude(kind=FeedbackKind.QUALITY_PROBLEM),
        case_item("cases:act_case", verb="answer"),
        "due_on",
        icon="message-square-reply",
    ),
    Task(
        "appraise",
        _("Write appraisals"),
        "motor.draft_appraisal",
        motors(M.RECEIVED, appraisal=None),
        motor_item("cases:appraise"),
        "due_on",
        icon="clipboard-pen",
    ),
    Task(
        "sign",
        _("Sign appraisals"),
        "motor.sign_appraisal",
        to_sign,
        motor_item("cases:appraise"),
        "due_on",
        icon="signature",
    ),
    Task(
        "settle",
        _("Settle disagreements"),
        "motor.settle_dissent",
        with_dissent,
        motor_item(verb="settle_dissent"),
        "due_on",
        icon="scale",
    ),
    Task(
        "quote",
        _("Send quotations"),
        "motor.quote",
        motors(M.QUOTED, quoted_at=None),
        motor_item(verb="quote"),
        "due_on",
        icon="receipt-text",
    ),
    Task(
        "customer_reply",
        _("Get the customer's reply to the quotation"),
        "motor.accept_quote",
        own(motors(M.QUOTED, quoted_at__isnull=False), "case__"),
        motor_item("cases:motor"),
        icon="phone",
    ),
    Task(
        "parts",
        _("Get the missing parts"),
        "motor.parts_arrived",
        motors(M.AWAITING_PARTS),
        motor_item(verb="parts_arrived"),
        "due_on",
        icon="package-open",
    ),
    Task(
        "repair",
        _("Repair"),
        "motor.finish_repair",
        motors(M.REPAIRING),
        motor_item("cases:repair"),
        "due_on",
        icon="wrench",
    ),
    Task(
        "inspect",
        _("Inspect repaired motors"),
        "motor.pass_inspection",
        lambda user: motors(M.INSPECTING)(user).exclude(repaired_by=user),
        motor_item("cases:motor"),
        "due_on",
        icon="badge-check",
    ),
    Task(
        "payment",
        _("Record payments"),
        "motor.record_payment",
        payments_due,
        motor_item(verb="record_payment"),
        "due_on",
        icon="banknote",
    ),
    Task(
        "extension",
        _("Decide extensions"),
        "motor.decide_extension",
        extensions_to_decide,
        motor_item("cases:motor"),
        "due_on",
        icon="calendar-clock",
    ),
    Task(
        "ship",
        _("Ship"),
        "motor.ship",
        shippable,
        motor_item(verb="ship"),
        "due_on",
        icon="truck",
    ),
    Task(
        "delivery",
        _("Confirm deliveries"),
        "motor.confirm_delivery",
        lambda user: (
            motors(M.SHIPPED)(user)
            if Role.SALES_COORDINATOR in user.roles
            else own(motors(M.SHIPPED), "case__")(user)
        ),
        motor_item(verb="confirm_delivery"),
        icon="package-check",
    ),
    Task(
        "close",
        _("Close cases with the customer's reply"),
        "case.close",
        to_close,
        case_item("cases:act_case", verb="close"),
        icon="circle-check-big",
    ),
)
