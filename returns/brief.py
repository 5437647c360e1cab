"""A slip on the screen: its frozen facts in brief, in the words of its paper, which is always Chinese."""

from collections.abc import Callable, Iterator
from typing import Any

from returns.models import Slip

Facts = dict[str, Any]


def brief(slip: Slip, *, amounts: bool) -> list[tuple[str, str]]:
    """Label and text of what matters on the slip; what is not known is left out, and amounts if so wanted."""
    facts = slip.facts if amounts else without_amounts(slip.facts)
    rows = [("客户", facts["customer"]), ("反馈单", facts["case_number"]), *ROWS[slip.kind](facts)]
    rows += [(box["title"], f"{box['name']} {box['at']}".strip() or "待签") for box in facts["signatures"]]
    return [(label, str(text)) for label, text in rows if text != ""]


def without_amounts(facts: Facts) -> Facts:
    """The same facts for somebody who may not see what things cost."""
    rows = {name: [row | {"amount": ""} for row in facts.get(name, [])] for name in ("parts", "motors")}
    return facts | rows | dict.fromkeys(("total", "total_amount", "total_in_words"), "")


def feedback(facts: Facts) -> Iterator[tuple[str, Any]]:
    yield "反馈类别", facts["feedback_kind"]
    yield from motor(facts)
    yield "数量", f"{facts['quantity']} 台"
    yield "质量问题", facts["symptom"]
    yield "客户要求", facts["customer_request"]
    yield "主管意见", facts["manager_opinion"]


def handover(facts: Facts) -> Iterator[tuple[str, Any]]:
    yield "承运单位", f"{facts['carrier']} {facts['waybill']}"
    yield "到货", f"{facts['arrived_on']}，第 {facts['consignment']} 批"
    yield "清单 / 实收", f"{facts['listed']} / {facts['received']} 台，差异 {facts['difference']}"
    for row in facts["motors"]:
        yield row["serial_number"] or "无编号", joined(row["model"], row["exterior"], row["remark"])
    yield "备注", facts["remark"]


def appraisal(facts: Facts) -> Iterator[tuple[str, Any]]:
    yield from motor(facts)
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


def repair(facts: Facts) -> Iterator[tuple[str, Any]]:
    yield from motor(facts)
    yield "保修状态", facts["warranty"]
    yield "故障现象", facts["fault"]
    yield "未修退回", facts["unrepaired"]
    yield "维修内容", facts["work_done"]
    yield (
        "更换配件",
        "；".join(f"{row['name']} ×{row['quantity']} {row['amount']}".strip() for row in facts["parts"]),
    )
    yield "收费依据", facts["charge"]
    yield "费用合计", joined(facts["total"], facts["total_in_words"])
    yield "复检结果", facts["inspection"]
    yield "收货人", joined(facts["consignee"], facts["consignee_phone"], facts["consignee_address"])
    yield "运费承担", facts["freight_bearer"]


def return_(facts: Facts) -> Iterator[tuple[str, Any]]:
    yield "原始单据", facts["source_document"]
    for row in facts["motors"]:
        yield row["serial_number"] or "无编号", joined(row["model"], row["amount"])
    yield "合计", joined(facts["total_amount"], facts["total_in_words"])
    yield "退货原因", with_clauses(facts["reason"], facts["reason_clauses"])
    yield "处理方式", facts["disposition"]
    yield "备注", facts["remark"]


def transfer(facts: Facts) -> Iterator[tuple[str, Any]]:
    yield "移出部门", facts["from_department"]
    yield "接收部门", facts["to_department"]
    for row in facts["motors"]:
        words = joined(row["model"], row["defect"], row["instruction"], row["due_on"])
        yield row["serial_number"] or "无编号", words
    yield "备注", facts["remark"]


def corrective_action(facts: Facts) -> Iterator[tuple[str, Any]]:
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


def penalty(facts: Facts) -> Iterator[tuple[str, Any]]:
    yield from motor(facts)
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


def survey(facts: Facts) -> Iterator[tuple[str, Any]]:
    yield "调查年度", facts["year"]
    yield "被访人", joined(facts["respondent"], facts["position"])
    yield "调查方式", joined(facts["method"], facts["answered_on"])
    for question in facts["questions"]:
        yield question["label"], joined(*(one["text"] for one in question["options"] if one["chosen"]))
    yield "意见建议", facts["comments"]


def motor(facts: Facts) -> Iterator[tuple[str, Any]]:
    yield "型号", facts["model"]
    yield "出厂编号", facts["serial_number"]


def joined(*texts: str) -> str:
    return "　".join(filter(None, texts))


def with_clauses(text: str, clauses: str) -> str:
    return f"{text}（{clauses}）" if clauses else text


ROWS: dict[str, Callable[[Facts], Iterator[tuple[str, Any]]]] = {
    "FK": feedback,
    "JJ": handover,
    "JD": appraisal,
    "FX": repair,
    "TH": return_,
    "ZY": transfer,
    "JZ": corrective_action,
    "CF": penalty,
    "MY": survey,
}
