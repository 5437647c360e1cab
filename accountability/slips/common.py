"""What the slips JZ and CF freeze, in the shape of slips.kinds."""

import datetime as dt
from collections.abc import Callable, Collection

from accountability.models import CorrectiveAction, Penalty
from aftersales.models import User
from cases.models import Case
from slips.items import belong
from slips.kinds import KINDS
from slips.wording import Facts, moment


def head(kind: str, case: Case | None, *signatures: dict[str, str]) -> Facts:
    """What every slip carries; an action opened by hand may have no case."""
    return {
        "case_number": case.number or "" if case else "",
        "customer": case.customer.name if case else "",
        "signatures": KINDS[kind].boxes([box for box in signatures if box["name"]]),
    }


def signature(role: str, who: User | str | None, at: dt.datetime | None) -> dict[str, str]:
    return {"role": role, "name": str(who) if who else "", "at": moment(at)}


def cases_of(model: type[CorrectiveAction | Penalty]) -> Callable[[Collection[int]], dict[int, Case]]:
    """The cases from which the rows of a model come, by the keys of these."""
    return lambda keys: {
        row.pk: row.case for row in model.objects.filter(pk__in=keys).select_related("case") if row.case
    }


belong("action", cases_of(CorrectiveAction))
belong("penalty", cases_of(Penalty))
