"""JD, the appraisal record as the four departments signed it (四.2).

Its facts, beside those of every slip; of several motors as slips/several.py has them, with ``verdict_in_words``
and in each row model, serial_number, ex_factory_date, measured, due_on:
    version (of the appraisal, from 1), model, serial_number, ex_factory_date, received_on, symptom
    checks          [{item, standard, measured}], first what was measured by the test plan
    defect, cause, liable_department, liable_person, decision, remedy, time_limit, due_on
    verdict         [{aspect, outcome, clauses}] for warranty, return, charge, freight
    departure       the reason, where the decision departs from the proposal
    no_fault        the reason why no fault is found though values are lacking, else ""
    dissent
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from cases.measuring.slips import checks_on
from cases.models import Appraisal, ReturnedMotor
from cases.policy import CasePolicy
from cases.slips import common, ex_factory_date, names_of, verdict_rows
from slips.actions.issuing import drop_out, issue_for
from slips.brief import joined, model_and_serial, with_clauses
from slips.kinds import Brief, Kind, copies, register
from slips.models import Slip
from slips.page_breaks import Listing
from slips.several import merged
from slips.wording import Facts, date, day_of, in_chinese, signature
from workflow.actions import on_together
from workflow.models import Event, policy_on


@in_chinese
def appraisal(motor: ReturnedMotor) -> Facts:
    """JD: the joint appraisal as the four departments signed it (四.2)."""
    sheet = motor.appraisal
    assert sheet is not None
    signatures = list(sheet.signatures.select_related("user"))
    dissent = [f"{s.get_department_display()} {s.user}：{s.dissent}" for s in signatures if s.dissent]
    if sheet.settlement:
        dissent.append(f"厂长 {sheet.settled_by}：{sheet.settlement}")
    boxes = [signature(s.department, s.user, s.at, on_paper=bool(s.scan_id)) for s in signatures]
    if sheet.settled_by:
        boxes.append(signature("director", sheet.settled_by, sheet.settled_at))
    return common("JD", motor.case, *boxes) | {
        "version": sheet.version,
        "model": motor.model_name,
        "serial_number": motor.serial_number,
        "ex_factory_date": proven_date(motor, sheet),
        "received_on": day_of(motor.received_at),
        "symptom": sheet.symptom,
        "checks": checks_on(sheet.test_sheet) + sheet.measurements,
        "defect": defect_of(sheet),
        "cause": sheet.cause_text,
        "liable_department": sheet.get_liable_department_display(),
        "liable_person": sheet.liable_person,
        "decision": sheet.get_disposition_display(),
        "remedy": sheet.remedy,
        "time_limit": time_limit(motor, sheet),
        "due_on": date(motor.due_on),
        "verdict": verdict_rows(sheet.verdict),
        "departure": sheet.departure_reason,
        "no_fault": sheet.no_fault_reason,
        "dissent": "；".join(dissent),
    }


def proven_date(motor: ReturnedMotor, sheet: Appraisal) -> str:
    """The ex-factory date, with the document by which it is known where that is no record of ours (八)."""
    day = ex_factory_date(motor)
    return f"{day}（凭{sheet.ex_factory_document}）" if day and sheet.ex_factory_document else day


def defect_of(sheet: Appraisal) -> str:
    """The defect with its code, where it has one."""
    return f"{sheet.failure.code} {sheet.defect}" if sheet.failure else sheet.defect


def time_limit(motor: ReturnedMotor, sheet: Appraisal) -> str:
    """The days of 四.3 as the policy has them."""
    if motor.disposition == "return":
        return ""
    policy = policy_on(CasePolicy, motor.case.claim_date)
    if sheet.parts_complete:
        return f"配件齐全，{policy.parts_complete_days} 日内交给客户"
    return f"配件不全，{policy.parts_missing_days} 日内交给客户"


MAY_DIFFER = {
    "version": "鉴定次数", "received_on": "收货日期", "symptom": "反馈问题", "defect": "缺陷", "cause": "原因分析",
    "liable_department": "责任部门", "liable_person": "责任人", "verdict_in_words": "规定判定", "decision": "处理决定",
    "remedy": "解决方法", "time_limit": "时间要求", "departure": "偏离理由", "no_fault": "未测全的理由",
    "dissent": "不同意见",
}  # fmt: skip


def appraisals(motors: Sequence[ReturnedMotor], slip: Slip | None = None) -> Facts:
    """JD of the motors whose appraisals one act brought into force."""
    alone = [appraisal(motor) for motor in motors]
    if len(alone) == 1:
        return alone[0]
    rows = [
        names_of(motor)
        | {name: facts[name] for name in ("ex_factory_date", "due_on")}
        | {"measured": measured(facts["checks"])}
        for motor, facts in zip(motors, alone, strict=True)
    ]
    words = [facts | {"verdict_in_words": verdict_in_words(facts["verdict"])} for facts in alone]
    return merged(words, rows, MAY_DIFFER)


def measured(checks: Sequence[Facts]) -> str:
    return "；".join(f"{check['item']} {check['measured']}（{check['standard']}）" for check in checks)


def verdict_in_words(verdict: Sequence[Facts]) -> str:
    return "；".join(f"{row['aspect']}：{with_clauses(row['outcome'], row['clauses'])}" for row in verdict)


@on_together("motor.appraise", paper="JD")
def issue_appraisal(motors: list[ReturnedMotor], events: list[Event]) -> None:
    """One record for all motors of the act."""
    issue_for("JD", appraisals(motors), events[0], motors)


@on_together("motor.reappraise", "motor.refuse_return", paper="*")
def void_slips(motors: list[ReturnedMotor], events: list[Event]) -> None:
    """A new appraisal makes the slips issued under the old one void; the handover slip stands.

    What else they name is documented anew.
    """
    slips = Slip.objects.filter(motors__in=motors, voided_at=None).distinct().order_by("pk")
    drop_out(list(slips), motors, events[0].data["reason"], events[0])


def appraisal_brief(facts: Facts) -> Brief:
    yield from model_and_serial(facts)
    yield "缺陷", facts["defect"]
    yield "原因分析", facts["cause"]
    yield "责任部门", joined(facts["liable_department"], facts["liable_person"])
    for row in facts["verdict"]:
        yield row["aspect"], with_clauses(row["outcome"], row["clauses"])
    yield "处理决定", facts["decision"]
    yield "解决方法", facts["remedy"]
    yield "完成期限", facts["due_on"]
    yield "偏离理由", facts["departure"]
    yield "不同意见", facts["dissent"]


register(
    Kind(
        "JD",
        "鉴定记录",
        _("Appraisal record"),
        copies(("售后服务部", "after_sales")),
        ("after_sales", "engineering", "quality", "production"),
        listing=Listing("checks", 6, 5),
        rank=30,
        several=Listing("motors", 6, 5),
        of_item=True,
        of_items=appraisals,
        brief=appraisal_brief,
    )
)
