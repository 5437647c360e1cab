"""What the slips JZ and CF freeze, in the shape of slips.kinds."""

import datetime as dt

from django.db.models import QuerySet

from accountability.models import CorrectiveAction, Penalty
from aftersales.kit.prepared import prepared
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


@prepared
def actions_with_cases(keys: list[int]) -> QuerySet[CorrectiveAction]:
    return CorrectiveAction.objects.filter(pk__in=keys).select_related("case")


@prepared
def penalties_with_cases(keys: list[int]) -> QuerySet[Penalty]:
    return Penalty.objects.filter(pk__in=keys).select_related("case")


belong("action", lambda keys: {row.pk: row.case for row in actions_with_cases([*keys]) if row.case})
belong("penalty", lambda keys: {row.pk: row.case for row in penalties_with_cases([*keys])})
