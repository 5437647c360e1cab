"""Changes of the register that wait for a second person, in any state."""

from tests.actors import coordinator, lead
from tests.factories import case_at, registered
from warranty.actions import record
from warranty.models import Amendment, Motor
from workflow.actions import perform

WHY = "随货单日期登错"


def bound_motor() -> Motor:
    """A motor of the register of which a case is under way."""
    entry = registered()
    case_at("in_process", entry=entry)
    return entry


def proposed(entry: Motor | None = None, **values: object) -> Amendment:
    """Somebody wants another fact of a motor with an open case."""
    finding = record(entry or bound_motor(), values or {"custom_made": True}, by=coordinator(), why=WHY)
    assert finding.amendment
    return finding.amendment


def amendment_at(state: str) -> Amendment:
    amendment = proposed()
    if state == "accepted":
        return perform(amendment, "accept", by=lead())
    if state == "refused":
        return perform(amendment, "turn_down", by=lead(), reason="随货单日期无误")
    if state == "withdrawn":
        return perform(amendment, "withdraw", by=coordinator(), reason="看错了一行")
    return amendment
