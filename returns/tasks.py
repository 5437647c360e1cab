"""What handover, return and transfer put on the worklists."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftersales.models import User
from cases.models import Case, ReturnedMotor
from cases.queries import cases, motors, not_own
from cases.statuses import CaseStatus, MotorStatus
from cases.tasks import case_item, motor_item
from returns.models import COUNTING, Handover, HandoverStatus
from workflow.worklist import Item, Task, register

M = MotorStatus


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


def handover_item(handover: Handover) -> Item:
    return Item(
        title=str(handover),
        detail=f"{handover.carrier} {handover.waybill}",
        customer=handover.case.customer.name,
        url=reverse("returns:handover", kwargs={"pk": handover.pk}),
    )


register(
    Task(
        "return_list",
        _("Enter return lists"),
        "case.accept_list",
        cases(CaseStatus.AUTHORISED),
        case_item("returns:return_list"),
        hint=_("Type, paste or upload the serial numbers that the customer sends back."),
        icon="list-plus",
    ),
    Task(
        "count",
        _("Count arriving consignments"),
        "handover.count",
        consignments,
        case_item("returns:count"),
        hint=_("Compare what arrived with the list; the other department signs after you."),
        icon="package-search",
    ),
    Task(
        "sign_count",
        _("Sign counts"),
        "handover.sign",
        counts_to_sign,
        handover_item,
        hint=_("Look at what arrived yourself before you sign."),
        icon="signature",
    ),
    Task(
        "write_off",
        _("Find or write off missing motors"),
        "motor.write_off",
        motors(M.MISSING),
        motor_item(verb="write_off"),
        hint=_("They were listed but did not arrive: ask the customer, or write them off."),
        icon="circle-question-mark",
    ),
    rank=20,
)
register(
    Task(
        "draft_return",
        _("Enter returns in the ledger"),
        "motor.draft_return",
        motors(M.RETURN_PENDING, return_drafted_at=None),
        motor_item(verb="draft_return"),
        hint=_("The appraisal takes it back: enter document and price."),
        icon="notebook-pen",
    ),
    Task(
        "endorse_return",
        _("Endorse exceptional returns"),
        "motor.endorse_return",
        lambda user: motors(
            M.RETURN_PENDING, exceptional=True, return_drafted_at__isnull=False, return_endorsed_at=None
        )(user).exclude(return_drafted_by=user),
        motor_item(verb="endorse_return"),
        hint=_("Custom-made, or beyond what the regulation allows."),
        icon="scale",
    ),
    Task(
        "approve_return",
        _("Approve return slips"),
        "motor.approve_return",
        lambda user: (
            not_own(motors(M.RETURN_PENDING, return_drafted_at__isnull=False), "case__")(user)
            .filter(Q(exceptional=False) | Q(return_endorsed_at__isnull=False))
            .exclude(return_drafted_by=user)
        ),
        motor_item("cases:motor"),
        hint=_("Read the ledger entry; approving issues the return slip."),
        icon="stamp",
    ),
    Task(
        "clear_for_stock",
        _("Inspect intact motors for stock"),
        "motor.clear_for_stock",
        motors(M.RETURN_APPROVED, intact=True, cleared_at=None, transfer_at=None),
        motor_item(verb="clear_for_stock"),
        hint=_("Only a motor found fit goes back on the shelf."),
        icon="badge-check",
    ),
    Task(
        "restock",
        _("Take motors into stock"),
        "motor.restock",
        motors(M.RETURN_APPROVED, cleared_at__isnull=False),
        motor_item(verb="restock"),
        hint=_("Quality has found them fit for stock."),
        icon="warehouse",
    ),
    Task(
        "prepare_transfer",
        _("Prepare transfers to production"),
        "motor.prepare_transfer",
        motors(M.RETURN_APPROVED, intact=False, transfer_at=None, cleared_at=None),
        motor_item(verb="prepare_transfer"),
        hint=_("Say which workshop gets the motor and what to do with it."),
        icon="arrow-right-left",
    ),
    Task(
        "transfer",
        _("Take over transfers"),
        "motor.transfer",
        lambda user: motors(M.RETURN_APPROVED, transfer_at__isnull=False)(user).exclude(transfer_by=user),
        motor_item(verb="transfer"),
        hint=_("With your signature the workshop has the motor."),
        icon="factory",
    ),
    Task(
        "workshop_result",
        _("Record workshop results"),
        "motor.rework",
        motors(M.TRANSFERRED),
        motor_item("cases:motor"),
        hint=_("Reworked, dismantled or scrapped: what became of them?"),
        icon="hammer",
    ),
    rank=40,
)
