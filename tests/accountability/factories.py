"""Corrective actions and penalties in any state, brought there by the real actions.

``action_at("planned")``, ``penalty_at("assessed")``. Every one is about a defect of its own unless one is named.
"""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from accountability.actions import open_action, open_penalty, propose_amounts
from accountability.models import CorrectiveAction, Penalty, RatesChange
from aftersales.models import User
from cases.models import ReturnedMotor
from tests.actors import (
    admin,
    after_sales,
    assessment,
    director,
    finance,
    inspector,
    production,
    workshop,
)
from tests.factories import Moment, appraised, motor_at, registered
from workflow.actions import perform
from workflow.models import ProposalStatus

_defects = count(1)
A_WEEK = dt.timedelta(days=7)


def faulty_motor(
    defect: str = "", *, at: Moment = None, made: dt.date | None = None, **ticks: Any
) -> ReturnedMotor:
    """A motor whose signed appraisal blames the factory, the machining workshop unless said.

    ``made`` is the day of its production, on record only where it is said.
    """
    defect = defect or f"换向器偏心 {next(_defects)}"
    entry = registered(produced_on=made, ex_factory_date=made) if made else None
    return appraised(motor_at("received", at=at, entry=entry), "repair_free", at=at, defect=defect, **ticks)


def action_of(motor: ReturnedMotor) -> CorrectiveAction:
    """The corrective action that the motor's fault belongs to, as it is now."""
    return CorrectiveAction.objects.filter(occurrences__motor=motor).latest("pk")


def now(obj: Any) -> Any:
    """The object as it is now."""
    return type(obj)._default_manager.get(pk=obj.pk)


def measure(
    kind: str, text: str, owner: User | None = None, *, at: Moment = None, days: int = 7
) -> dict[str, Any]:
    """A row of the plan; the workshop's owner unless said."""
    due_on = timezone.localdate(at) + dt.timedelta(days=days)
    return {"kind": kind, "text": text, "owner_id": (owner or workshop()).pk, "due_on": due_on}


def the_plan(at: Moment = None) -> dict[str, Any]:
    """What the machining workshop plans."""
    return {
        "team": "刘福生、马德胜",
        "root_cause": "换向火花大 → 换向器偏心 → 中心孔碰伤 → 转序无防护 → 工艺未规定护套",
        "measures": [
            measure("corrective", "转序加护套，精车前修研中心孔", at=at),
            measure("preventive", "同类转子工艺增加跳动必检项", at=at, days=14),
        ],
    }


def plan(action: CorrectiveAction, *, by: User | None = None, at: Moment = None) -> CorrectiveAction:
    return perform(action, "plan", by=by or production(), at=at, **the_plan(at))


def finish_measures(action: CorrectiveAction, *, at: Moment = None) -> CorrectiveAction:
    """Their owners report all of them done."""
    for row in action.measures.filter(done_at=None):
        perform(action, "finish_measure", by=row.owner, at=at, measure=row.pk, result="首件三检记录 J-1203")
    return now(action)


def implement(action: CorrectiveAction, *, at: Moment = None) -> CorrectiveAction:
    finish_measures(action, at=at)
    return perform(action, "implement", by=production(), at=at, standards="工艺卡 GK-90SZ-07 第 3 版")


def verify(action: CorrectiveAction, *, by: User | None = None, at: Moment = None) -> CorrectiveAction:
    evidence = "30 天内出厂 214 台，换向器跳动全检合格，无同类反馈"
    early = "样机寿命试验已通过"
    return perform(action, "verify", by=by or inspector(), at=at, evidence=evidence, early_reason=early)


def action_at(state: str, *, at: Moment = None, motor: ReturnedMotor | None = None) -> CorrectiveAction:
    """A corrective action of the machining workshop, opened by a signed appraisal, in this state."""
    action = action_of(motor or faulty_motor(at=at))
    for reached, step in (
        ("issued", None),
        ("planned", plan),
        ("implemented", implement),
        ("verified", verify),
    ):
        if step:
            action = step(action, at=at)
        if reached == state:
            return now(action)
    raise ValueError(state)


def by_hand(department: str = "quality", *, by: User | None = None, **facts: Any) -> CorrectiveAction:
    """A corrective action that quality opened without a case."""
    known = {
        "model": "90SZ03",
        "defect": f"漏检 {next(_defects)}",
        "defect_group": "N",
        "department": department,
        "problem": "巡检未测噪声",
    }
    return open_action(by=by or inspector(), **known | facts)


# -- penalties ----------------------------------------------------------------------------------------

OPINION = {
    "fault_class": "ordinary",
    "finding": "精车换向器以碰伤的中心孔定位，跳动超差",
    "opinion": "未按工艺首检，建议从当月工资考核奖中扣除",
}


def concerned(user: User | None = None, amount: str = "200", **facts: Any) -> dict[str, Any]:
    """A person of the opinion: 马德胜 of the workshop unless said."""
    user = user or workshop()
    known = {
        "name": str(user),
        "user_id": user.pk,
        "capacity": "responsible",
        "amount": Decimal(amount),
        "monthly_wage": None,
    }
    return known | facts


def unknown_to_the_system(name: str = "孙兆亮", **facts: Any) -> dict[str, Any]:
    """Somebody of the shop floor without an account."""
    return concerned(name=name, user_id=None, **facts)


def drafted_penalty(
    motor: ReturnedMotor | None = None, *persons: dict[str, Any], by: User | None = None, at: Moment = None
) -> Penalty:
    """An opinion of production on a faulty motor."""
    motor = motor or faulty_motor(at=at)
    return open_penalty(motor, OPINION, list(persons) or [concerned()], by=by or production(), at=at)


def countersign(penalty: Penalty, *, at: Moment = None) -> Penalty:
    return perform(penalty, "countersign", by=after_sales(), at=at, note="情况属实")


def assess(penalty: Penalty, *, at: Moment = None) -> Penalty:
    return perform(penalty, "assess", by=assessment(), at=at, assessment="认定清楚，金额适当")


def respond(penalty: Penalty, user: User | None = None, *, at: Moment = None) -> Penalty:
    user = user or workshop()
    person = penalty.persons.get(user=user)
    return perform(penalty, "respond", by=user, at=at, person=person.pk, answer="中心孔碰伤发生在热处理转序")


def approve(penalty: Penalty, *, at: Moment = None) -> Penalty:
    return perform(penalty, "approve", by=director(), at=at, note="同意")


def dismiss(penalty: Penalty, *, at: Moment = None) -> Penalty:
    return perform(penalty, "dismiss", by=director(), at=at, reason="申辩成立，系热处理转序所致")


def deduct(penalty: Penalty, *, at: Moment = None) -> Penalty:
    return perform(penalty, "deduct", by=finance(), at=at, reference="2026-12 工资，GZ-1207")


def penalty_at(state: str, *persons: dict[str, Any], at: Moment = None) -> Penalty:
    """A penalty that concerns the workshop's 马德胜, in this state."""
    penalty = drafted_penalty(None, *persons, at=at)
    if state == "drafted":
        return now(penalty)
    penalty = assess(countersign(penalty, at=at), at=at)
    if state == "assessed":
        return now(penalty)
    if state == "dismissed":
        return now(dismiss(penalty, at=at))
    penalty = approve(penalty, at=at)
    return now(penalty if state == "approved" else deduct(penalty, at=at))


# -- the table of amounts -----------------------------------------------------------------------------

GRAVE = ("grave", "responsible")


def proposed_amounts(amount: str = "1500", by: User | None = None) -> RatesChange:
    """What a grave fault costs who is responsible, waiting for a second person."""
    return propose_amounts({GRAVE: Decimal(amount)}, "按 2026 年修订的规定", by=by or admin())


def amounts_at(state: str) -> RatesChange:
    """The same, as it stands then."""
    change = proposed_amounts()
    if state == ProposalStatus.CONFIRMED:
        return perform(change, "confirm", by=director())
    if state == ProposalStatus.REFUSED:
        return perform(change, "turn_down", by=director(), reason="过高")
    if state == ProposalStatus.WITHDRAWN:
        return perform(change, "withdraw", by=admin(), reason="笔误")
    return change
