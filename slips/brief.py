"""A slip on the screen: its frozen facts in brief, in the words of its paper, which is always Chinese."""

from slips.kinds import Brief, Facts
from slips.models import Slip


def brief(slip: Slip, *, amounts: bool) -> list[tuple[str, str]]:
    """Label and text of what matters on the slip; what is not known is left out, and amounts if so wanted."""
    facts = slip.facts if amounts else without_amounts(slip.facts)
    rows = [("客户", facts["customer"]), ("反馈单", facts["case_number"]), *slip.definition.brief(facts)]
    rows += [(box["title"], f"{box['name']} {box['at']}".strip() or "待签") for box in facts["signatures"]]
    return [(label, str(text)) for label, text in rows if text != ""]


def without_amounts(facts: Facts) -> Facts:
    """The same facts for somebody who may not see what things cost."""
    hidden = dict.fromkeys(("amount", "total", "material_fee", "labour_fee", "differs"), "")
    rows = {name: [row | hidden for row in facts.get(name, [])] for name in ("parts", "motors")}
    return facts | rows | dict.fromkeys(("total", "total_amount", "total_in_words", "parts_in_words"), "")


def model_and_serial(facts: Facts) -> Brief:
    """The motor, or each of several with what differs of it."""
    if "motors" in facts:
        for row in facts["motors"]:
            yield row["serial_number"] or "无编号", joined(row["model"], row.get("total", ""), row["differs"])
        return
    yield "型号", facts["model"]
    yield "出厂编号", facts["serial_number"]


def joined(*texts: str) -> str:
    return "　".join(filter(None, texts))


def with_clauses(text: str, clauses: str) -> str:
    return f"{text}（{clauses}）" if clauses else text
