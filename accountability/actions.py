"""What one does besides verbs: open a corrective action by hand (二.4), and draft the opinion on a fault (九)."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accountability.conditions import no_other_action
from accountability.models import (
    CorrectiveAction,
    Penalty,
    RatesChange,
)
from accountability.queries import rates
from aftersales.models import User
from cases.models import Case, ReturnedMotor
from catalogue.models import Failure
from workflow.actions import create
from workflow.guards import Blocked
from workflow.models import Facts


def propose_amounts(
    table: Mapping[tuple[str, str], Decimal | None], reason: str, *, by: User, at: dt.datetime | None = None
) -> RatesChange:
    """Propose amounts for classes of fault and capacities; those without one stay as they are.

    Raises Forbidden without the permission, Blocked where none differs or another change waits.
    """
    known = rates()
    changes = [
        [*cell, plain(known.get(cell)), plain(amount)]
        for cell, amount in table.items()
        if amount is not None and amount != known.get(cell)
    ]
    try:
        return create(RatesChange(changes=changes, reason=reason), by=by, at=at, reason=reason)
    except IntegrityError:  # somebody was faster
        raise Blocked(_("Another change of the amounts waits for a second person already.")) from None


def plain(amount: Decimal | None) -> str:
    """An amount as a change keeps it."""
    return "" if amount is None else str(amount)


def open_action(
    *,
    by: User,
    model: str,
    defect: str,
    defect_group: str,
    department: str,
    failure: Failure | None = None,
    problem: str,
    case: Case | None = None,
    motor: ReturnedMotor | None = None,
    team: str = "",
    root_cause: str = "",
    at: dt.datetime | None = None,
) -> CorrectiveAction:
    """Issue a corrective action by hand (二.4), for a case, a motor of it, or neither.

    ``department`` is a value of Department that can plan, ``defect_group`` one of DefectGroup. Raises
    Forbidden without the permission, and Blocked where an action for this model and defect is open: the
    case joins that one (``add_case``).
    """
    facts: Facts = {"model": model, "defect": defect, "defect_group": defect_group, "department": department}
    facts |= {"problem": problem, "team": team, "root_cause": root_cause, "failure": failure}
    action = CorrectiveAction(case=case or (motor.case if motor else None), issued_by=by, **facts)
    try:
        return create(action, by=by, at=at, motor_id=motor.pk if motor else None)
    except IntegrityError:
        if reason := no_other_action.why(action):  # somebody was faster
            raise Blocked(reason) from None
        raise


def link(case: Case, motor: ReturnedMotor | None) -> Facts:
    """What an event keeps of a case that is added to an action."""
    what = f"{case} {motor.serial_number}" if motor else str(case)
    return {"case_id": case.pk, "motor_id": motor.pk if motor else None, "note": what.strip()}


def open_penalty(
    motor: ReturnedMotor,
    facts: Facts,
    persons: list[Facts],
    *,
    by: User,
    at: dt.datetime | None = None,
) -> Penalty:
    """Production drafts the handling opinion on a confirmed factory fault (九).

    ``facts`` holds fault_class, finding and opinion; a person name, user_id, capacity, amount and
    monthly_wage. Raises Forbidden for others, Blocked without a confirmed fault or beside another penalty.
    """
    try:
        return create(Penalty(case=motor.case, motor=motor, **facts), by=by, at=at, persons=persons)
    except IntegrityError:  # somebody was faster
        raise Blocked(_("A handling opinion on this fault has been drafted.")) from None
