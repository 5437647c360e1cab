"""JZ, the corrective action as an 8D report (二.4).

Its facts, beside those of every slip:
    state, cycle (from 1: reopened actions go round again), issued_on, model, defect, defect_group,
    liable_department, team, problem, serial_numbers (joined by 、), cases (joined by 、), quantity
    containment, corrective, preventive    [{text, owner, due_on, done_on, evidence}]
    root_cause (five whys), planned_on, plan_due_on, implemented_on, standards,
    verification, verified_on, verify_by
    recurrence      why the action was reopened, else ""
    photos          [{id, caption}]
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accountability.models import CorrectiveAction, Measure, Occurrence
from accountability.queries import verify_from
from accountability.slips.common import head, signature
from accountability.statuses import ActionStatus, MeasureKind
from cases.models import Case
from cases.photos.uploads import paths_of
from catalogue.statuses import DefectGroup, Department
from slips.brief import joined
from slips.kinds import Brief, Kind, copies, register
from slips.wording import Facts, date, day_of, in_chinese


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
        "defect": f"{action.failure.code} {action.defect}" if action.failure else action.defect,
        "defect_group": str(DefectGroup(action.defect_group).label),
        "liable_department": str(Department(action.department).label),
        "quantity": len([row for row in occurrences if row.motor_id]),
        "serial_numbers": listed(row.motor.serial_number for row in occurrences if row.motor),
        "cases": listed(row.case.number or "" for row in occurrences),
        "recurrence": "；".join(recurrence(row) for row in occurrences if row.recurrence),
        "team": action.team,
        "problem": action.problem,
        "photos": [{"id": photo.pk, "caption": photo.caption} for photo in case.photos.pictures()]
        if case
        else [],
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


def recurrence(row: Occurrence) -> str:
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
    return date(verify_from(action)) if action.implemented_at else ""


def action_brief(facts: Facts) -> Brief:
    yield "型号与缺陷", joined(facts["model"], facts["defect"])
    yield "状态", facts["state"]
    yield "责任部门", facts["liable_department"]
    yield "相关反馈", joined(facts["cases"], facts["serial_numbers"])
    yield "重新打开", facts["recurrence"]
    yield "问题描述", facts["problem"]
    yield "根本原因", facts["root_cause"]
    for label, name in (("临时遏制", "containment"), ("纠正措施", "corrective"), ("预防措施", "preventive")):
        for row in facts[name]:
            yield label, joined(row["text"], row["owner"], row["due_on"], row["evidence"])
    yield "修订标准", facts["standards"]
    yield "验证证据", facts["verification"]


register(
    Kind(
        "JZ",
        "纠正预防措施单",
        _("Corrective action"),
        copies(("售后服务部", "after_sales")),
        ("issuer", "planner", "verifier"),
        follows_matter=True,
        pictures=paths_of,
        rank=70,
        brief=action_brief,
        titles={"issuer": "签发人", "planner": "责任部门", "verifier": "验证人"},
    )
)
