"""What the slips JZ and CF freeze, in the shape of returns.kinds."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from accountability.models import CorrectiveAction, Measure, Penalty, PenaltyPerson
from accountability.statuses import ActionStatus, FaultClass, MeasureKind, PenaltyStatus
from cases.limits import LIMITS
from cases.models import Case
from cases.statuses import DefectGroup, Department
from returns.amounts import amount_in_words
from returns.kinds import KINDS
from returns.snapshots.words import Facts, date, day_of, ex_factory_date, in_chinese, moment, money
from warranty.models import policy_on

BASIS = "《售后服务管理规定》二.5、九；《质量事故的处理规定》"


def head(kind: str, case: Case | None, *signatures: dict[str, str]) -> Facts:
    """What every slip carries; an action opened by hand may have no case."""
    return {
        "case_number": case.number or "" if case else "",
        "customer": case.customer.name if case else "",
        "signatures": KINDS[kind].boxes([one for one in signatures if one["name"]]),
    }


def signature(role: str, who: Any, at: Any) -> dict[str, str]:
    return {"role": role, "name": str(who) if who else "", "at": moment(at)}


@in_chinese
def action(action: CorrectiveAction) -> Facts:
    """JZ: the corrective action as far as it has come (二.4)."""
    occurrences = list(action.occurrences.select_related("case", "motor"))
    measures = list(action.measures.select_related("owner"))
    boxes = (
        signature("issuer", action.issued_by, action.issued_at),
        signature("planner", action.planned_by, action.planned_at),
        signature("verifier", action.verified_by, action.verified_at),
    )
    case: Case | None = action.case
    return head("JZ", case, *boxes) | {
        "state": str(ActionStatus(action.status).label),
        "cycle": action.cycle,
        "issued_on": day_of(action.issued_at),
        "model": action.model,
        "defect": action.defect,
        "defect_group": str(DefectGroup(action.defect_group).label),
        "liable_department": str(Department(action.department).label),
        "quantity": len([row for row in occurrences if row.motor_id]),
        "serial_numbers": listed(row.motor.serial_number for row in occurrences if row.motor),
        "cases": listed(row.case.number or "" for row in occurrences),
        "recurrence": "；".join(recurrence(row) for row in occurrences if row.recurrence),
        "team": action.team,
        "problem": action.problem,
        "photos": [{"id": photo.pk, "caption": photo.caption} for photo in case.photos.all()] if case else [],
        "root_cause": action.root_cause,
        **{kind: [measure(row) for row in measures if row.kind == kind] for kind in MeasureKind.values},
        "plan_due_on": date(action.due_on) if action.status == ActionStatus.ISSUED else "",
        "planned_on": day_of(action.planned_at),
        "implemented_on": day_of(action.implemented_at),
        "verify_by": verify_by(action),
        "verified_on": day_of(action.verified_at),
        "standards": action.standards,
        "verification": action.verification,
    }


def listed(texts: Iterable[str]) -> str:
    """Each text once, in the order of the first."""
    return "、".join(dict.fromkeys(filter(None, texts)))


def recurrence(row: Any) -> str:
    what = row.motor.serial_number if row.motor else ""
    return f"{date(row.verified_on)} 验证后又出现同型号同缺陷：{row.case.number} {what}".strip()


def measure(row: Measure) -> Facts:
    return {
        "text": row.text,
        "owner": str(row.owner),
        "due_on": date(row.due_on),
        "done_on": day_of(row.done_at),
        "evidence": row.evidence,
    }


def verify_by(action: CorrectiveAction) -> str:
    if action.implemented_at is None:
        return ""
    start = timezone.localdate(action.implemented_at)
    return date(LIMITS["verification"].due(start, policy_on(start)))


@in_chinese
def penalty(penalty: Penalty) -> Facts:
    """CF: the handling opinion as far as it has come (九)."""
    motor, persons = penalty.motor, list(penalty.persons.select_related("recorded_by"))
    answered = [one for one in persons if one.responded_at]
    boxes = (
        signature("production", penalty.drafted_by, penalty.drafted_at),
        signature("after_sales", penalty.countersigned_by, penalty.countersigned_at),
        signature("assessment", penalty.assessed_by, penalty.assessed_at),
        signature("concerned", "、".join(one.name for one in answered), answered[-1].responded_at)
        if answered
        else signature("concerned", None, None),
        signature("director", penalty.decided_by, penalty.decided_at),
        signature("finance", penalty.deducted_by, penalty.deducted_at),
    )
    return head("CF", penalty.case, *boxes) | {
        "state": str(PenaltyStatus(penalty.status).label),
        "model": motor.model_name,
        "serial_number": motor.serial_number,
        "ex_factory_date": ex_factory_date(motor),
        "defect": penalty.appraisal.defect,
        "liable_department": str(Department(penalty.department).label),
        "fault_class": str(FaultClass(penalty.fault_class).label),
        "finding": penalty.finding,
        "basis": BASIS,
        "opinion": penalty.opinion,
        "countersignature": countersignature(penalty),
        "assessment": penalty.assessment,
        "decision": decision(penalty),
        "deduction": penalty.deduction,
        "persons": [person(one) for one in persons],
        "responses": [{"text": response(one)} for one in answered],
        "total": money(penalty.total),
        "total_in_words": "人民币" + amount_in_words(penalty.total),
    }


def countersignature(penalty: Penalty) -> str:
    if penalty.countersigned_at is None:
        return "生产部门负有责任，待售后服务部会签。" if penalty.needs_countersignature else ""
    return f"售后服务部会签：{penalty.countersign_note or '同意'}"


def decision(penalty: Penalty) -> str:
    if penalty.decided_at is None:
        return ""
    words = "不予处罚" if penalty.status == PenaltyStatus.DISMISSED else "批准"
    return f"{words}：{penalty.decision}" if penalty.decision else words


def person(one: PenaltyPerson) -> Facts:
    return {
        "name": one.name,
        "capacity": str(one.role.label),
        "amount": money(one.amount),
        "warning": "超过月工资的 20%" if one.much else "",
    }


def response(one: PenaltyPerson) -> str:
    by = f"（{one.recorded_by} 记录）" if one.user_id is None else ""
    return f"{one.name} {moment(one.responded_at)}{by}：{one.response}"
