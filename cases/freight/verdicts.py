"""Who bears the freight of a motor, by its signed appraisal (四.1)."""

from typing import TYPE_CHECKING, NamedTuple

from cases.freight.statuses import Way
from cases.verdicts import judge

if TYPE_CHECKING:
    from cases.models import ReturnedMotor


class Bearer(NamedTuple):
    """Who bears it, and the clauses that say so; none where it is the factory's own rule."""

    payer: str
    clauses: str


def bearer(motor: "ReturnedMotor", way: str) -> Bearer | None:
    """None while nobody has signed, or where the verdict leaves it open.

    The salesperson bears the inbound freight alone: what goes back goes as if it had come by right (四.1).
    """
    sheet = motor.signed
    if sheet is None:
        return None
    found = sheet.verdict["freight"]
    if way == Way.OUT and found["bearer"] == "salesperson":
        verdict, _edition = judge(sheet.facts | {"wrongly_returned": False})
        found = verdict.as_dict()["freight"] if verdict else {"bearer": "hold", "clauses": []}
    if found["bearer"] == "hold":
        return None
    return Bearer(found["bearer"], "、".join(found["clauses"]))
