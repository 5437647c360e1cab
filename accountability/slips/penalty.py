"""CF, the handling opinion (九).

Its facts, beside those of every slip:
    state, model, serial_number, ex_factory_date, defect, liable_department, fault_class,
    finding, basis, opinion, countersignature, assessment, decision, deduction
    persons         [{name, capacity, amount, warning}]; the warning says that it is much of the wage
    responses       [{text}], each with who said it and when
    total, total_in_words
"""

from django.utils.translation import gettext_lazy as _

from accountability.models import Penalty, PenaltyPerson
from accountability.queries import with_month
from accountability.slips.common import head, signature
from accountability.statuses import FaultClass, PenaltyStatus
from aftersales.kit.amounts import amount_in_words
from cases.slips import ex_factory_date
from catalogue.statuses import Department
from slips.brief import joined, model_and_serial
from slips.kinds import Brief, Kind, copies, register
from slips.wording import Facts, in_chinese, moment, money

BASIS = "《售后服务管理规定》二.5、九；《质量事故的处理规定》"


@in_chinese
def penalty(penalty: Penalty) -> Facts:
    """CF: the handling opinion as far as it has come (九)."""
    motor = penalty.motor
    persons = with_month(penalty, penalty.persons.select_related("recorded_by"))
    answered = [person for person in persons if person.responded_at]
    boxes = (
        signature("production", penalty.drafted_by, penalty.drafted_at),
        signature("after_sales", penalty.countersigned_by, penalty.countersigned_at),
        signature("assessment", penalty.assessed_by, penalty.assessed_at),
        signature("concerned", "、".join(person.name for person in answered), answered[-1].responded_at)
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
        "persons": [person_facts(person) for person in persons],
        "responses": [{"text": response_line(person)} for person in answered],
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


def person_facts(person: PenaltyPerson) -> Facts:
    return {
        "name": person.name,
        "capacity": str(person.role.label),
        "amount": money(person.amount),
        "warning": "超过月工资的 20%" if person.much else "",
    }


def response_line(person: PenaltyPerson) -> str:
    by = f"（{person.recorded_by} 记录）" if person.user_id is None else ""
    return f"{person.name} {moment(person.responded_at)}{by}：{person.response}"


def penalty_brief(facts: Facts) -> Brief:
    yield from model_and_serial(facts)
    yield "状态", facts["state"]
    yield "质量事故", facts["fault_class"]
    yield "责任认定", facts["finding"]
    for person in facts["persons"]:
        yield person["capacity"], joined(person["name"], person["amount"], person["warning"])
    yield "合计", joined(facts["total"], facts["total_in_words"])
    yield "处理意见", facts["opinion"]
    yield "会签意见", facts["countersignature"]
    for response in facts["responses"]:
        yield "当事人申辩", response["text"]
    yield "考核意见", facts["assessment"]
    yield "厂长批示", facts["decision"]
    yield "扣款记录", facts["deduction"]


register(
    Kind(
        "CF",
        "处理意见",
        _("Handling opinion"),
        copies(("考核部门", "assessment")),
        ("production", "assessment", "concerned", "director", "finance"),
        follows_matter=True,
        rank=80,
        brief=penalty_brief,
        titles={"concerned": "当事人"},
    )
)
