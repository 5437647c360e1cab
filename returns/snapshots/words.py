"""The words and figures of a slip, in Chinese."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any

from django.utils import timezone, translation

from cases.models import Case, ReturnedMotor
from cases.statuses import Answer
from returns.kinds import KINDS

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
