"""JJ, the handover slip: what was counted of one consignment (四.2).

Its facts, beside those of every slip:
    consignment (第几批, number), carrier, waybill, arrived_on, listed, received, difference, remark
    motors          [{model, serial_number, exterior, accessories, remark}]
"""

from django.utils.translation import gettext_lazy as _

from cases.slips import common
from returns.models import Finding, Handover, HandoverLine
from slips.brief import joined
from slips.kinds import Brief, Kind, copies, register
from slips.page_breaks import Listing
from slips.wording import Facts, date, in_chinese, signature


@in_chinese
def handover(handover: Handover) -> Facts:
    """JJ: what was counted of one consignment (四.2)."""
    lines = list(handover.lines.select_related("product", "motor", "motor__product"))
    arrived = [line for line in lines if line.arrived]
    listed = [line for line in lines if line.finding != Finding.UNLISTED]
    counted_first = handover.counted_as == "dispatcher"
    roles = ("dispatcher", "after_sales") if counted_first else ("after_sales", "dispatcher")
    signatures = (
        signature(roles[0], handover.counted_by, handover.counted_at),
        signature(roles[1], handover.signed_by, handover.signed_at),
    )
    missing = [line.serial_number for line in lines if not line.arrived]
    remark = [handover.remark] if handover.remark else []
    if missing:
        remark.append(f"清单所列 {'、'.join(missing)} 未到货。")
    return common("JJ", handover.case, *signatures) | {
        "consignment": handover.sequence,
        "carrier": handover.carrier,
        "waybill": handover.waybill,
        "arrived_on": date(handover.arrived_on),
        "listed": len(listed),
        "received": len(arrived),
        "difference": len(arrived) - len(listed),
        "remark": " ".join(remark),
        "motors": [handover_line(line) for line in arrived],
    }


def handover_line(line: HandoverLine) -> Facts:
    remarks = {
        Finding.UNLISTED: "清单外",
        Finding.WRONG_MODEL: f"型号与清单不符（清单 {line.motor.listed_model if line.motor else ''}）",
    }
    remark = "；".join(filter(None, [remarks.get(line.found, ""), line.remark]))
    return {
        "model": line.model_name or (line.motor.model_name if line.motor else ""),
        "serial_number": line.serial_number,
        "exterior": line.exterior,
        "accessories": line.accessories,
        "remark": remark,
    }


def handover_brief(facts: Facts) -> Brief:
    yield "承运单位", f"{facts['carrier']} {facts['waybill']}"
    yield "到货", f"{facts['arrived_on']}，第 {facts['consignment']} 批"
    yield "清单 / 实收", f"{facts['listed']} / {facts['received']} 台，差异 {facts['difference']}"
    for row in facts["motors"]:
        yield row["serial_number"] or "无编号", joined(row["model"], row["exterior"], row["remark"])
    yield "备注", facts["remark"]


register(
    Kind(
        "JJ",
        "交接单",
        _("Handover slip"),
        copies(
            ("存根 · 销售内勤", "sales_coordinator"),
            ("发运员", "dispatcher"),
            ("售后服务部", "after_sales"),
        ),
        ("dispatcher", "after_sales"),
        listing=Listing("motors", 16, 8),
        rank=20,
        brief=handover_brief,
        anew=lambda slip: handover(Handover.objects.get(slips=slip)),
    )
)
