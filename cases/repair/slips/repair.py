"""FX, the repair slip: what was done, what it costs, where the motor goes (四.2, 七).

Its facts, beside those of every slip; of several motors as slips/several.py has them, with
``parts_in_words`` of each, the sums of all, and in each row model, serial_number, material_fee, labour_fee, total:
    contact, phone, model, serial_number, ex_factory_date, warranty, fault, cause, work_done,
    unrepaired      why the motor goes back as it came (未修退回), else ""
    parts           [{name, quantity, unit_price, amount, customer_machined (是 / 否)}]
    charge, material_fee, labour_fee, total, total_in_words
    discount        what is charged less, by agreement, else ""
    inspection, inspected_by, inspected_on
    measured        the values of the inspection in one text, else ""
    consignee, consignee_phone, consignee_address, freight_bearer
    other_maker     the note on another maker's motor with the customer's consent, else ""
"""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from aftersales.kit.amounts import amount_in_words
from cases.measuring.slips import measured_on
from cases.models import Appraisal, Case, Inspection, Repair, ReturnedMotor
from cases.slips import VERDICT_WORDS, common, ex_factory_date, in_words, names_of, sum_of, verdict_rows
from cases.statuses import Answer, Disposition, Lapse, MotorStatus
from slips.actions.issuing import issue_for
from slips.brief import joined, model_and_serial
from slips.kinds import Brief, Kind, copies, register
from slips.models import Slip
from slips.page_breaks import Listing
from slips.several import merged
from slips.wording import Facts, day_of, in_chinese, money, signature
from workflow.actions import on_together
from workflow.models import Event


@in_chinese
def repair(motor: ReturnedMotor) -> Facts:
    """FX: the repair, its fees and where the motor goes (四.2, 七)."""
    sheet = motor.appraisal
    assert sheet is not None
    work, check, case = motor.repair, motor.inspection, motor.case
    by, at = (work.done_by, work.done_at) if work else (sheet.drafted_by, sheet.drafted_at)
    signatures = [signature("after_sales", by, at)]
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
        "work_done": work.work_done if work else "",
        "unrepaired": unrepaired(sheet, motor),
        "parts": parts_used(work) if work else [],
        "charge": verdict_rows(sheet.verdict)[2]["outcome"],
        "material_fee": money(work.charged_material if work else None),
        "labour_fee": money(work.charged_labour if work else None),
        "discount": discount(motor),
        "total": money(motor.amount_due),
        "total_in_words": "人民币" + amount_in_words(motor.amount_due),
        "inspection": found_by(check) if check else "",
        "measured": measured_on(check.test_sheet if check else None),
        "inspected_by": str(check.inspected_by) if check else "",
        "inspected_on": day_of(check.inspected_at) if check else "",
        "consignee": case.contact or case.customer.contact or case.customer.name,
        "consignee_phone": case.phone or case.customer.phone,
        "consignee_address": case.customer.address,
        "freight_bearer": VERDICT_WORDS[sheet.verdict["freight"]["bearer"]].removesuffix("承担"),
        "other_maker": other_maker(case),
    }


def found_by(check: Inspection) -> str:
    """What the inspection found, and why not all of the plan was measured."""
    why = f"（未按检验规程测全：{check.unmeasured}）" if check.unmeasured else ""
    return (check.findings or "合格") + why


def unrepaired(sheet: Appraisal, motor: ReturnedMotor) -> str:
    if not motor.unrepaired:
        return ""
    if sheet.disposition == Disposition.REPAIR_CHARGED:
        silent = motor.quotation and motor.quotation.lapse == Lapse.SILENT
        return "客户在报价有效期内未答复" if silent else "客户不接受报价"
    return sheet.cause_text or sheet.remedy or "无故障"


def discount(motor: ReturnedMotor) -> str:
    """What is charged less than the parts and labour come to."""
    less = (motor.repair.charged if motor.repair else Decimal(0)) - motor.amount_due
    return money(less) if less > 0 else ""


def parts_used(work: Repair) -> list[Facts]:
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


MAY_DIFFER = {
    "ex_factory_date": "出厂日期", "warranty": "保修状态", "fault": "故障现象", "cause": "故障原因",
    "work_done": "维修内容", "unrepaired": "未修退回", "parts_in_words": "配件", "charge": "收费依据",
    "inspection": "复检结果", "inspected_by": "检验员", "inspected_on": "复检日期", "freight_bearer": "运费承担",
}  # fmt: skip


def repairs(motors: Sequence[ReturnedMotor], slip: Slip | None = None) -> Facts:
    """FX of the motors that one act let go."""
    alone = [repair(motor) for motor in motors]
    if len(alone) == 1:
        return alone[0]
    fees = ("material_fee", "labour_fee", "total")
    rows = [
        names_of(motor) | {name: facts[name] for name in fees}
        for motor, facts in zip(motors, alone, strict=True)
    ]
    words = [facts | {"parts_in_words": in_words(facts["parts"])} for facts in alone]
    due = sum((motor.amount_due for motor in motors), Decimal(0))
    less = sum_of(alone, "discount")
    return merged(words, rows, MAY_DIFFER) | {
        **{name: sum_of(rows, name) for name in fees},
        "discount": less if Decimal(less) else "",
        "total_in_words": "人民币" + amount_in_words(due),
    }


@on_together(
    "motor.appraise", "motor.refuse_quote", "motor.give_up_quote", "motor.pass_inspection", paper="FX"
)
def issue_repair(motors: list[ReturnedMotor], events: list[Event]) -> None:
    """The repair slip sends the dispatcher to work: after a repair, or for motors that go back as they came."""
    going = [motor for motor in motors if motor.status == MotorStatus.READY_TO_SHIP]
    if going:
        issue_for("FX", repairs(going), events[0], going)


def repair_brief(facts: Facts) -> Brief:
    yield from model_and_serial(facts)
    yield "保修状态", facts["warranty"]
    yield "故障现象", facts["fault"]
    yield "未修退回", facts["unrepaired"]
    yield "维修内容", facts["work_done"]
    parts = "；".join(f"{row['name']} ×{row['quantity']} {row['amount']}".strip() for row in facts["parts"])
    yield "更换配件", facts.get("parts_in_words") or parts
    yield "收费依据", facts["charge"]
    yield "费用合计", joined(facts["total"], facts["total_in_words"])
    yield "复检结果", facts["inspection"]
    yield "收货人", joined(facts["consignee"], facts["consignee_phone"], facts["consignee_address"])
    yield "运费承担", facts["freight_bearer"]


register(
    Kind(
        "FX",
        "返修单",
        _("Repair slip"),
        copies(
            ("留底 · 售后服务部", "after_sales"),
            ("发运员", "dispatcher"),
            ("销售内勤", "sales_coordinator"),
        ),
        ("after_sales", "quality", "dispatcher", "sales_coordinator"),
        priced=True,
        listing=Listing("parts", 5, 4, sums=("amount",)),
        rank=50,
        several=Listing("motors", 5, 4, sums=("material_fee", "labour_fee", "total")),
        of_item=True,
        of_items=repairs,
        brief=repair_brief,
    )
)
