"""JJ, the handover slip: what was counted of one consignment (四.2).

Its facts, beside those of every slip:
    consignment (第几批, number; 0 of a parcel that no case expected), carrier, waybill, arrived_on, remark
    listed, received, missing, unlisted, wrong_model, wrong_serial, damaged, unregistered   each counted for itself
    motors          [{model, serial_number, of a parcel case (its number, or 未登记), exterior, accessories, remark}]
"""

from collections import Counter
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from cases.slips import common
from returns.models import Finding, Handover, HandoverLine, Parcel
from slips.actions.issuing import issue, void
from slips.actions.voiding import document
from slips.brief import joined
from slips.kinds import Brief, Kind, copies, register
from slips.models import Slip
from slips.page_breaks import Listing
from slips.wording import Facts, date, in_chinese, signature
from workflow.actions import on
from workflow.models import Event


@in_chinese
def handover(handover: Handover) -> Facts:
    """JJ: what was counted of one consignment (四.2)."""
    lines = list(handover.lines.select_related("product", "motor", "motor__product"))
    arrived = [line for line in lines if line.arrived]
    counted_first = handover.counted_as == "dispatcher"
    roles = ("dispatcher", "after_sales") if counted_first else ("after_sales", "dispatcher")
    signatures = (
        signature(roles[0], handover.counted_by, handover.counted_at),
        signature(roles[1], handover.signed_by, handover.signed_at, on_paper=bool(handover.scan_id)),
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
        **counts(lines),
        "unregistered": 0,
        "remark": " ".join(remark),
        "motors": [handover_line(line) for line in arrived],
    }


def counts(lines: Collection[HandoverLine]) -> dict[str, int]:
    """What was listed and what was found, each counted for itself, never as one difference."""
    found = Counter(line.finding for line in lines)
    return {
        "listed": len(lines) - found[Finding.UNLISTED],
        "received": len(lines) - found[Finding.MISSING],
        "missing": found[Finding.MISSING],
        "unlisted": found[Finding.UNLISTED],
        "wrong_model": found[Finding.WRONG_MODEL],
        "wrong_serial": found[Finding.WRONG_SERIAL],
        "damaged": sum(line.damaged for line in lines),
    }


def handover_line(line: HandoverLine) -> Facts:
    remarks = {
        Finding.UNLISTED: "清单外",
        Finding.WRONG_MODEL: f"型号与清单不符（清单 {line.listed_as}）",
        Finding.WRONG_SERIAL: f"编号与清单不符（清单 {line.listed_as}）",
    }
    damaged = "运输损坏" if line.damaged else ""
    return {
        "model": line.model_name or (line.motor.model_name if line.motor else ""),
        "serial_number": line.serial_number,
        "exterior": line.exterior,
        "accessories": line.accessories,
        "remark": "；".join(filter(None, [remarks.get(line.found, ""), damaged, line.remark])),
    }


DIFFERENCES = {
    "missing": "未到",
    "unlisted": "清单外",
    "wrong_model": "型号不符",
    "wrong_serial": "编号不符",
    "damaged": "运输损坏",
    "unregistered": "未登记",
}


def handover_brief(facts: Facts) -> Brief:
    yield "承运单位", f"{facts['carrier']} {facts['waybill']}"
    batch = f"，第 {facts['consignment']} 批" if facts["consignment"] else ""
    yield "到货", f"{facts['arrived_on']}{batch}"
    yield "清单 / 实收", f"{facts['listed']} / {facts['received']} 台"
    for name, label in DIFFERENCES.items():
        yield label, f"{facts[name]} 台" if facts.get(name) else ""
    for row in facts["motors"]:
        words = joined(row["model"], row.get("case", ""), row["exterior"], row["remark"])
        yield row["serial_number"] or "无编号", words
    yield "备注", facts["remark"]


def reissue(slip: Slip, brought: Handover | Parcel, event: Event) -> None:
    """Another slip says what carrier, waybill and day should have been; what was counted stays as it was printed."""
    facts = slip.facts | {
        "carrier": brought.carrier,
        "waybill": brought.waybill,
        "arrived_on": date(brought.arrived_on),
        "remark": "；".join(filter(None, [slip.facts["remark"], f"更正：{event.data['reason']}"])),
    }
    void(Slip.objects.filter(pk=slip.pk), event.data["reason"], event)
    document(slip, issue("JJ", facts, event, dossier=slip.dossier, replaces=slip))


@on("handover.correct", paper="JJ")
def correct_handover(handover: Handover, event: Event) -> None:
    reissue(handover.slips.filter(voided_at=None).latest("id"), handover, event)


@on("parcel.correct", paper="JJ")
def correct_parcel(parcel: Parcel, event: Event) -> None:
    reissue(Slip.objects.filter(dossier=parcel.pk, kind="JJ", voided_at=None).latest("id"), parcel, event)


def anew(slip: Slip) -> Facts:
    """Of a consignment as it was counted; of a parcel as it was printed."""
    found = Handover.objects.filter(slips=slip).first()
    return handover(found) if found else slip.facts


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
        anew=anew,
    )
)
