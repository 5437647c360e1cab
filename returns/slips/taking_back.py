"""TH, the return slip: what is taken back, for how much and why (四.2, 五).

Its facts, beside those of every slip:
    source_document (original delivery note or invoice), reason, reason_clauses, disposition, remark
    motors          [{model, serial_number, quantity, unit_price, amount}]
    total_quantity, total_amount, total_in_words
"""

from django.utils.translation import gettext_lazy as _

from aftersales.kit.amounts import amount_in_words
from cases.models import ReturnedMotor
from cases.slips import common, motor_of
from slips.actions.issuing import issue, void
from slips.brief import joined, with_clauses
from slips.kinds import Brief, Kind, copies, register
from slips.models import Slip
from slips.page_breaks import Listing
from slips.wording import Facts, in_chinese, money, signature
from workflow.actions import on
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


@on("motor.approve_return", paper="TH")
def issue_return(motor: ReturnedMotor, event: Event) -> None:
    motor.slips.add(issue("TH", return_(motor, event), event, dossier=motor.case.dossier))


@on("motor.find_unfit", paper="TH")
def reissue_return(motor: ReturnedMotor, event: Event) -> None:
    """The warehouse does not get it after all: the slip that says so is void, and another says where it goes."""
    earlier = motor.slips.filter(kind="TH", voided_at=None)
    old = earlier.order_by("id").last()
    void(earlier, event.data["reason"], event)
    facts = return_(motor, approval_of(motor))
    motor.slips.add(issue("TH", facts, event, dossier=motor.case.dossier, replaces=old))


def return_brief(facts: Facts) -> Brief:
    yield "原始单据", facts["source_document"]
    for row in facts["motors"]:
        yield row["serial_number"] or "无编号", joined(row["model"], row["amount"])
    yield "合计", joined(facts["total_amount"], facts["total_in_words"])
    yield "退货原因", with_clauses(facts["reason"], facts["reason_clauses"])
    yield "处理方式", facts["disposition"]
    yield "备注", facts["remark"]


def approval_of(motor: ReturnedMotor) -> Event:
    """The manager's approval, whose name stands on the return slip."""
    approvals = Event.objects.filter(subject=motor.noun, subject_id=motor.pk, verb="approve_return")
    return approvals.select_related("actor").latest("id")


def anew(slip: Slip) -> Facts:
    motor = motor_of(slip)
    return return_(motor, approval_of(motor))


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
        anew=anew,
    )
)
