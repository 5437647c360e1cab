"""What a slip freezes: the facts of the moment as display text in Chinese, in the shape of returns.kinds."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any

from django.utils import timezone, translation

from cases.models import Appraisal, Case, Event, ReturnedMotor
from cases.statuses import Answer, Cause, FeedbackKind
from returns.amounts import amount_in_words
from returns.kinds import KINDS
from returns.models import Finding, Handover

Facts = dict[str, Any]

VERDICT_WORDS = {
    "in": "保修期内",
    "out": "保修期外",
    "unproven": "无确凿证据，视为保修期外",
    "not_applicable": "非本厂产品，不适用",
    "hold": "待定",
    "allowed": "可以退货",
    "needs_consent": "经厂家同意可以退货",
    "refused": "不予退货",
    "free": "免费维修",
    "free_except_machined_material": "免费维修，客户加工件收材料费",
    "material_and_labour": "收材料费和维修费",
    "no_repair": "不需维修",
    "factory": "本厂承担",
    "customer": "客户承担",
    "salesperson": "业务员承担",
}
YES_NO = {Answer.YES: "是", Answer.NO: "否", Answer.UNKNOWN: "不详", "": ""}


def in_chinese(build: Callable[..., Facts]) -> Callable[..., Facts]:
    """Slips are Chinese whatever language the person who issues them reads."""

    @wraps(build)
    def chinese(*args: Any) -> Facts:
        with translation.override("zh-hans"):
            return build(*args)

    return chinese


def moment(at: dt.datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def date(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def day_of(at: dt.datetime | None) -> str:
    return timezone.localdate(at).isoformat() if at else ""


def money(amount: Decimal | None) -> str:
    return f"{amount or Decimal(0):.2f}"


def signature(role: str, user: Any, at: dt.datetime | None) -> dict[str, str]:
    return {"role": role, "name": str(user), "at": moment(at)} if user else {"role": role}


def common(kind: str, case: Case, *signatures: dict[str, str]) -> Facts:
    """What every slip carries."""
    signed = [one for one in signatures if one.get("name")]
    return {
        "case_number": case.number or "",
        "customer": case.customer.name,
        "signatures": KINDS[kind].boxes(signed),
    }


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


@in_chinese
def appraisal(motor: ReturnedMotor) -> Facts:
    """JD: the joint appraisal as the four departments signed it (四.2)."""
    sheet = motor.appraisal
    assert sheet is not None
    signatures = list(sheet.signatures.select_related("user"))
    dissent = [f"{s.get_department_display()} {s.user}：{s.dissent}" for s in signatures if s.dissent]
    if sheet.settlement:
        dissent.append(f"厂长 {sheet.settled_by}：{sheet.settlement}")
    boxes = [signature(s.department, s.user, s.at) for s in signatures]
    if sheet.settled_by:
        boxes.append(signature("director", sheet.settled_by, sheet.settled_at))
    return common("JD", motor.case, *boxes) | {
        "version": sheet.version,
        "model": motor.model_name,
        "serial_number": motor.serial_number,
        "ex_factory_date": ex_factory_date(motor),
        "received_on": day_of(motor.received_at),
        "symptom": sheet.symptom,
        "checks": sheet.measurements,
        "defect": sheet.defect,
        "cause": sheet.cause_text,
        "liable_department": sheet.get_liable_department_display(),
        "liable_person": sheet.liable_person,
        "decision": sheet.get_disposition_display(),
        "remedy": sheet.remedy,
        "time_limit": time_limit(motor),
        "due_on": date(motor.due_on),
        "verdict": verdict_rows(sheet.verdict),
        "departure": sheet.departure_reason,
        "dissent": "；".join(dissent),
    }


def time_limit(motor: ReturnedMotor) -> str:
    if motor.disposition == "return":
        return ""
    return "配件齐全，七日内交给客户" if motor.parts_complete else "配件不全，十五日内交给客户"


def verdict_rows(verdict: Facts) -> list[dict[str, str]]:
    warranty, returns = verdict["warranty"], verdict["return"]
    status = VERDICT_WORDS[warranty["status"]]
    if warranty["expires_on"]:
        status += f"（至 {warranty['expires_on']}）"
    return [
        {"aspect": "保修", "outcome": status, "clauses": "、".join(warranty["clauses"])},
        {
            "aspect": "退货",
            "outcome": VERDICT_WORDS[returns["outcome"]],
            "clauses": "、".join(returns["bars"] or returns["grounds"]),
        },
        {
            "aspect": "收费",
            "outcome": VERDICT_WORDS[verdict["charge"]["outcome"]],
            "clauses": "、".join(verdict["charge"]["clauses"]),
        },
        {
            "aspect": "运费",
            "outcome": VERDICT_WORDS[verdict["freight"]["bearer"]],
            "clauses": "、".join(verdict["freight"]["clauses"]),
        },
    ]


def ex_factory_date(motor: ReturnedMotor) -> str:
    if motor.registered:
        return date(motor.registered.ex_factory_date)
    evidence = motor.appraisal.facts.get("evidence", []) if motor.appraisal else []
    return evidence[0]["date"] if evidence else ""


@in_chinese
def repair(motor: ReturnedMotor) -> Facts:
    """FX: the repair, its fees and where the motor goes (四.2, 七)."""
    sheet = motor.appraisal
    assert sheet is not None
    work = motor.repairs.order_by("id").last()
    check = motor.inspections.order_by("id").last() if work else None
    case = motor.case
    signatures = [
        signature("after_sales", motor.repaired_by or sheet.drafted_by, motor.repaired_at or sheet.drafted_at)
    ]
    if check:
        signatures.append(signature("quality", check.inspected_by, check.inspected_at))
    return common("FX", case, *signatures) | {
        "contact": case.contact,
        "phone": case.phone,
        "model": motor.model_name,
        "serial_number": motor.serial_number,
        "ex_factory_date": ex_factory_date(motor),
        "warranty": verdict_rows(sheet.verdict)[0]["outcome"],
        "fault": sheet.symptom or sheet.defect,
        "cause": sheet.cause_text,
        "work_done": work.work_done if work and not motor.unrepaired else "",
        "unrepaired": unrepaired(sheet, motor),
        "parts": parts_used(work) if work and not motor.unrepaired else [],
        "charge": verdict_rows(sheet.verdict)[2]["outcome"],
        "material_fee": money(motor.material_fee),
        "labour_fee": money(motor.labour_fee),
        "total": money(motor.amount_due),
        "total_in_words": "人民币" + amount_in_words(motor.amount_due),
        "inspection": (check.findings or "合格") if check else "",
        "inspected_by": str(check.inspected_by) if check else "",
        "inspected_on": day_of(check.inspected_at) if check else "",
        "consignee": case.contact or case.customer.contact or case.customer.name,
        "consignee_phone": case.phone or case.customer.phone,
        "consignee_address": case.customer.address,
        "freight_bearer": VERDICT_WORDS[sheet.verdict["freight"]["bearer"]].removesuffix("承担"),
        "other_maker": other_maker(case),
    }


def unrepaired(sheet: Appraisal, motor: ReturnedMotor) -> str:
    if not motor.unrepaired:
        return ""
    refused = motor.quotations.filter(accepted=False, motor__unrepaired=True).exists()
    if refused and sheet.disposition == "repair_charged":
        return "客户不接受报价"
    return sheet.remedy or sheet.cause_text or "无故障"


def parts_used(work: Any) -> list[Facts]:
    return [
        {
            "name": part.name,
            "quantity": part.quantity,
            "unit_price": money(part.unit_price),
            "amount": money(part.amount),
            "customer_machined": "是" if part.customer_machined else "否",
        }
        for part in work.parts.all()
    ]


def other_maker(case: Case) -> str:
    if case.own_product != Answer.NO:
        return ""
    return f"非本厂产品，客户自愿有偿维修：{case.repair_consent_by}，{case.repair_consent_note}"


@in_chinese
def return_(motor: ReturnedMotor, event: Event) -> Facts:
    """TH: what is taken back, for how much and why (四.2, 五)."""
    entry, sheet = motor.return_entry, motor.appraisal
    assert sheet is not None
    boxes = [
        signature("sales_coordinator", entry.entered_by, entry.entered_at),
        signature("sales_manager", event.actor, event.at),
        signature("director", motor.return_endorsed_by, motor.return_endorsed_at),
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
