"""ZY, the transfer slip: what the workshop does with a returned motor, and by when (四.2).

Its facts, beside those of every slip:
    source_slip, from_department, to_department, remark
    motors          [{model, serial_number, defect, instruction, due_on}]
"""

from django.utils.translation import gettext_lazy as _

from cases.models import ReturnedMotor
from cases.slips import common, motor_of
from slips.actions.issuing import issue
from slips.brief import joined
from slips.kinds import Brief, Kind, copies, register
from slips.page_breaks import Listing
from slips.wording import Facts, date, in_chinese, signature
from workflow.actions import on
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


@on("motor.transfer", paper="ZY")
def issue_transfer(motor: ReturnedMotor, event: Event) -> None:
    motor.slips.add(issue("ZY", transfer(motor), event, dossier=motor.case.dossier))


def transfer_brief(facts: Facts) -> Brief:
    yield "移出部门", facts["from_department"]
    yield "接收部门", facts["to_department"]
    for row in facts["motors"]:
        words = joined(row["model"], row["defect"], row["instruction"], row["due_on"])
        yield row["serial_number"] or "无编号", words
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
        anew=lambda slip: transfer(motor_of(slip)),
    )
)
