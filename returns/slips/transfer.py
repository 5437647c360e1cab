"""ZY, the transfer slip: what the workshop does with a returned motor, and by when (四.2).

Its facts, beside those of every slip; of several motors as slips/several.py has them:
    source_slip, from_department, to_department, remark
    motors          [{model, serial_number, defect, instruction, due_on}]
    defect, instruction, due_on     of several motors, what they share; their rows have it no more
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from cases.models import ReturnedMotor
from cases.slips import common, names_of
from slips.actions.issuing import issue_for
from slips.brief import joined
from slips.kinds import Brief, Kind, copies, register
from slips.models import Slip
from slips.page_breaks import Listing
from slips.several import merged
from slips.wording import Facts, date, in_chinese, signature
from workflow.actions import on_together
from workflow.models import Event


@in_chinese
def transfer(motor: ReturnedMotor) -> Facts:
    """ZY: what the workshop does with a returned motor, and by when (四.2)."""
    order, sheet = motor.transfer_order, motor.appraisal
    assert sheet is not None
    source = motor.slips.filter(kind="TH", voided_at=None).order_by("id").last()
    boxes = [
        signature("after_sales", order.prepared_by, order.prepared_at),
        signature("production", order.accepted_by, order.accepted_at),
    ]
    line = {
        "model": motor.model_name,
        "serial_number": motor.serial_number,
        "defect": sheet.defect,
        "instruction": order.instruction,
        "due_on": date(order.due_on),
    }
    return common("ZY", motor.case, *boxes) | {
        "source_slip": source.number if source else "",
        "from_department": "售后服务部",
        "to_department": order.to_workshop,
        "remark": "",
        "motors": [line],
    }


MAY_DIFFER = {
    "source_slip": "来源单据",
    "to_department": "接收部门",
    "defect": "缺陷",
    "instruction": "处理要求",
    "due_on": "完成期限",
    "remark": "备注",
}


def transfers(motors: Sequence[ReturnedMotor], slip: Slip | None = None) -> Facts:
    """ZY of the motors that one act handed over to the workshop."""
    alone = [transfer(motor) for motor in motors]
    if len(alone) == 1:
        return alone[0]
    whole = [facts | facts["motors"][0] for facts in alone]
    return merged(whole, [names_of(motor) for motor in motors], MAY_DIFFER)


@on_together("motor.transfer", paper="ZY")
def issue_transfer(motors: list[ReturnedMotor], events: list[Event]) -> None:
    """One slip for all motors of the act."""
    issue_for("ZY", transfers(motors), events[0], motors)


def transfer_brief(facts: Facts) -> Brief:
    yield "移出部门", facts["from_department"]
    yield "接收部门", facts["to_department"]
    if "instruction" in facts:
        yield "处理要求", joined(facts["defect"], facts["instruction"], facts["due_on"])
    for row in facts["motors"]:
        said = (row.get(name, "") for name in ("model", "defect", "instruction", "due_on", "differs"))
        yield row["serial_number"] or "无编号", joined(*said)
    yield "备注", facts["remark"]


register(
    Kind(
        "ZY",
        "转移单",
        _("Transfer slip"),
        copies(("售后服务部", "after_sales"), ("生产部", "production"), ("车间", "workshop")),
        ("after_sales", "production", "workshop"),
        listing=Listing("motors", 8, 6),
        rank=40,
        of_item=True,
        brief=transfer_brief,
        of_items=transfers,
    )
)
