"""What the slips of cases and motors have in common: their words in Chinese, and the way back to the motor."""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from cases.models import Case, ReturnedMotor
from cases.queries import motors_of_slips
from slips import wording
from slips.items import belong, documents
from slips.wording import Facts, date

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


def common(kind: str, case: Case, *signatures: dict[str, str]) -> Facts:
    """What every slip of a case carries."""
    return wording.common(kind, case.number or "", case.customer.name, *signatures)


def names_of(motor: ReturnedMotor) -> Facts:
    """The motor in its row."""
    return {"model": motor.model_name, "serial_number": motor.serial_number}


def in_words(rows: Iterable[Facts]) -> str:
    """Parts with what each costs, in one line."""
    return "；".join(f"{row['name']} {row['quantity']}×{row['unit_price']}={row['amount']}" for row in rows)


def sum_of(rows: Iterable[Facts], name: str) -> str:
    """What a column of amounts comes to; an empty one is none."""
    return f"{sum((Decimal(row[name] or 0) for row in rows), Decimal(0)):.2f}"


@documents
def motors_of(slips: Collection[int]) -> Iterator[tuple[int, ReturnedMotor]]:
    """The motors that these slips document."""
    for motor in motors_of_slips(list(slips)) if slips else []:
        yield motor.slip, motor


belong("case")
