"""TH, the return slip: what is taken back, for how much and why (四.2, 五).

Its facts, beside those of every slip; of several motors as slips/several.py has them:
    source_document (original delivery note or invoice), reason, reason_clauses, disposition, remark
    motors          [{model, serial_number, quantity, unit_price, amount}]
    total_quantity, total_amount, total_in_words
"""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from aftersales.kit.amounts import amount_in_words
from cases.models import ReturnedMotor
from cases.slips import common, sum_of
from slips.actions.issuing import documented, issue_for, void
from slips.brief import joined, with_clauses
from slips.kinds import Brief, Kind, copies, register
from slips.models import Slip
from slips.page_breaks import Listing
from slips.several import merged
from slips.wording import Facts, in_chinese, money, signature
from workflow.actions import on_together
from workflow.models import Event


@in_chinese
def return_(motor: ReturnedMotor, event: Event) -> Facts:
    """TH: what is taken back, for how much and why (四.2, 五)."""
    entry, sheet = motor.return_entry, motor.appraisal
    assert sheet is not None
    boxes = [
        signature("sales_coordinator", entry.entered_by, entry.entered_at),
        signature("sales_manager", event.by, event.at),
        signature("director", entry.endorsed_by, entry.endorsed_at),
    ]
    row = {"model": motor.model_name, "serial_number": motor.serial_number, "quantity": 1}
    return common("TH", motor.case, *boxes) | {
        "source_document": entry.source_document,
        "reason": entry.reason,
        "reason_clauses": "、".join(sheet.verdict["return"]["grounds"]),
        "disposition": "完好，经检验后入成品库" if motor.intact else "转生产车间处理",
        "remark": entry.remark,
        "motors": [row | {"unit_price": money(entry.price), "amount": money(entry.price)}],
        "total_quantity": 1,
        "total_amount": money(entry.price),
        "total_in_words": "人民币" + amount_in_words(entry.price),
    }


MAY_DIFFER = {
    "source_document": "原始单据", "reason": "退货原因", "reason_clauses": "依据条款", "disposition": "处理方式",
    "remark": "备注",
}  # fmt: skip


def returns(motors: Sequence[ReturnedMotor], events: Sequence[Event]) -> Facts:
    """TH of the motors that one act took back; ``events`` are their approvals."""
    alone = [return_(motor, event) for motor, event in zip(motors, events, strict=True)]
    if len(alone) == 1:
        return alone[0]
    rows = [facts["motors"][0] for facts in alone]
    total = sum_of(rows, "amount")
    return merged(alone, rows, MAY_DIFFER) | {
        "total_quantity": len(rows),
        "total_amount": total,
        "total_in_words": "人民币" + amount_in_words(Decimal(total)),
    }


@on_together("motor.approve_return", paper="TH")
def issue_return(motors: list[ReturnedMotor], events: list[Event]) -> None:
    """One slip for all motors of the act."""
    issue_for("TH", returns(motors, events), events[0], motors)


@on_together("motor.find_unfit", paper="TH")
def reissue_return(motors: list[ReturnedMotor], events: list[Event]) -> None:
    """The warehouse does not get it after all: the slip that says so is void, and another says where it goes."""
    slips = list(Slip.objects.filter(motors__in=motors, kind="TH", voided_at=None).distinct().order_by("pk"))
    void(Slip.objects.filter(pk__in=[slip.pk for slip in slips]), events[0].data["reason"], events[0])
    for slip in slips:
        all_of_it = documented(slip, ReturnedMotor)
        issue_for("TH", of_items(all_of_it, slip), events[0], all_of_it, replaces=slip)


def return_brief(facts: Facts) -> Brief:
    yield "原始单据", facts["source_document"]
    for row in facts["motors"]:
        yield row["serial_number"] or "无编号", joined(row["model"], row["amount"], row.get("differs", ""))
    yield "合计", joined(facts["total_amount"], facts["total_in_words"])
    yield "退货原因", with_clauses(facts["reason"], facts["reason_clauses"])
    yield "处理方式", facts["disposition"]
    yield "备注", facts["remark"]


def approval_of(motor: ReturnedMotor) -> Event:
    """The manager's approval, whose name stands on the return slip."""
    approvals = Event.objects.filter(subject=motor.noun, subject_id=motor.pk, verb="approve_return")
    return approvals.select_related("actor").latest("id")


def of_items(motors: Sequence[ReturnedMotor], slip: Slip) -> Facts:
    return returns(motors, [approval_of(motor) for motor in motors])


register(
    Kind(
        "TH",
        "退货单",
        _("Return slip"),
        copies(
            ("留底 · 销售内勤", "sales_coordinator"),
            ("财务", "finance"),
            ("成品库", "warehouse"),
            ("销售", "salesperson sales_manager"),
        ),
        ("sales_coordinator", "sales_manager", "finance", "warehouse"),
        priced=True,
        listing=Listing("motors", 6, 6, sums=("quantity", "amount")),
        rank=60,
        of_item=True,
        brief=return_brief,
        of_items=of_items,
    )
)
