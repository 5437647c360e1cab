"""The slips of a motor: appraisal, repair, return, transfer."""

from typing import Any

from cases.models import Appraisal, Case, Event, ReturnedMotor
from cases.statuses import Answer
from returns.amounts import amount_in_words
from returns.snapshots.words import (
    VERDICT_WORDS,
    Facts,
    common,
    date,
    day_of,
    ex_factory_date,
    in_chinese,
    money,
    signature,
    verdict_rows,
)
from warranty.models import policy_on


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
    """The days of 四.3 as the policy has them."""
    if motor.disposition == "return":
        return ""
    policy = policy_on(motor.case.claim_date)
    if motor.parts_complete:
        return f"配件齐全，{policy.parts_complete_days} 日内交给客户"
    return f"配件不全，{policy.parts_missing_days} 日内交给客户"


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
    return sheet.cause_text or sheet.remedy or "无故障"


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
