"""The words and figures of a slip, in Chinese."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import ParamSpec

from django.utils import timezone, translation

from aftersales.models import User
from slips.kinds import KINDS, Facts

P = ParamSpec("P")


def in_chinese(build: Callable[P, Facts]) -> Callable[P, Facts]:
    """Slips are Chinese whatever language the person who issues them reads."""

    @wraps(build)
    def chinese(*args: P.args, **kwargs: P.kwargs) -> Facts:
        with translation.override("zh-hans"):
            return build(*args, **kwargs)

    return chinese


def moment(at: dt.datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def date(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def day_of(at: dt.datetime | None) -> str:
    return timezone.localdate(at).isoformat() if at else ""


def money(amount: Decimal | None) -> str:
    return f"{amount or Decimal(0):.2f}"


def signature(
    role: str, user: User | None, at: dt.datetime | None, *, on_paper: bool = False
) -> dict[str, str]:
    """A signed box, or an empty one. Of a signature on paper it says so: the product has a scan of it."""
    if user is None:
        return {"role": role}
    return {"role": role, "name": f"{user}（纸质签字）" if on_paper else str(user), "at": moment(at)}


def common(kind: str, number: str, customer: str, *signatures: dict[str, str]) -> Facts:
    """What every slip carries: the number of its case and the customer, where there are any, and who signed."""
    signed = [box for box in signatures if box.get("name")]
    return {"case_number": number, "customer": customer, "signatures": KINDS[kind].boxes(signed)}
