"""What the slips JZ and CF freeze, in the shape of slips.kinds."""

from typing import Any

from cases.models import Case
from slips.kinds import KINDS
from slips.wording import Facts, moment


def head(kind: str, case: Case | None, *signatures: dict[str, str]) -> Facts:
    """What every slip carries; an action opened by hand may have no case."""
    return {
        "case_number": case.number or "" if case else "",
        "customer": case.customer.name if case else "",
        "signatures": KINDS[kind].boxes([one for one in signatures if one["name"]]),
    }


def signature(role: str, who: Any, at: Any) -> dict[str, str]:
    return {"role": role, "name": str(who) if who else "", "at": moment(at)}
