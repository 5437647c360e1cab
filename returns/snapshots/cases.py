"""The slips of a case: the feedback, and the count of a consignment."""

from typing import Any

from cases.models import Case, Event
from cases.statuses import Cause, FeedbackKind
from returns.models import Finding, Handover
from returns.snapshots.words import YES_NO, Facts, common, date, in_chinese, moment, signature


@in_chinese
def feedback(case: Case) -> Facts:
    """FK: the quality feedback as submitted (四.1), with the manager's opinion once there is one."""
    decision = case.events.filter(verb__in=["authorise_return", "reject", "answer"]).order_by("id").last()
    manager = (
        {}
        if decision is None
        else {
            "role": "after_sales" if decision.verb == "answer" else "sales_manager",
            "name": decision.actor_name,
            "at": moment(decision.at),
        }
    )
    return common("FK", case, signature("salesperson", case.salesperson, case.submitted_at), manager) | {
        "feedback_kind": str(FeedbackKind(case.kind).label),
        "revision": case.revision,
        "contact": case.contact,
        "phone": case.phone,
        "region": case.customer.region,
        "channel": case.customer.get_channel_display(),
        "contract_number": case.contract_number,
        "model": case.model_name,
        "ex_factory_date": date(case.ex_factory_date),
        "serial_number": case.serial_number,
        "quantity": case.quantity,
        "time_in_use": case.time_in_use,
        "environment": case.environment,
        "connected_equipment": case.connected_equipment,
        "operated_as_required": YES_NO[case.operated_as_required],
        "site_visit": case.site_visit,
        "symptom": case.problem,
        "damaged_parts": case.damaged_parts,
        "judged_own_product": YES_NO[case.own_product],
        "judged_cause": str(Cause(case.cause).label) if case.cause else "",
        "judged_in_warranty": YES_NO[case.in_warranty],
        "customer_request": case.customer_request,
        "manager_opinion": manager_opinion(case, decision),
        "photos": [{"id": photo.pk, "caption": photo.caption} for photo in case.photos.all()],
    }


def manager_opinion(case: Case, decision: Event | None) -> str:
    if case.resolved_on_site:
        return f"就地解决：{case.action_taken}"
    if decision is None:
        return ""
    words = {"authorise_return": "同意退回", "reject": "不予受理", "answer": "已答复"}[decision.verb]
    note = decision.data.get("reason") or decision.data.get("answer") or decision.data.get("note") or ""
    return f"{words}：{note}" if note else words


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


def handover_line(line: Any) -> Facts:
    remarks = {
        Finding.UNLISTED: "清单外",
        Finding.WRONG_MODEL: f"型号与清单不符（清单 {line.motor.listed_model if line.motor else ''}）",
    }
    remark = "；".join(filter(None, [remarks.get(line.finding, ""), line.remark]))
    return {
        "model": line.model_name or (line.motor.model_name if line.motor else ""),
        "serial_number": line.serial_number,
        "exterior": line.exterior,
        "accessories": line.accessories,
        "remark": remark,
    }
