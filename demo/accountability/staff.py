"""The people of the shop floor with their leaders and wages, and the table of amounts."""

import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle

from accountability.models import Employee, PenaltyRate
from accountability.statuses import Capacity, FaultClass
from aftersales.models import User
from demo.register import SHIFTS, WORKERS
from demo.stage import Stage

LEADERS = ("耿桂民", "焦明山", "路世杰")
HEADS = {"winding": "cui.lei", "assembly": "pang.fei", "machining": "shao.jun"}
AMOUNTS = {"minor": (50, 30, 20, 0), "ordinary": (200, 100, 80, 50), "grave": (800, 400, 300, 200)}


def add_staff(stage: Stage, chance: random.Random) -> None:
    """Workers with their teams and wages, their leaders, the heads of the workshops; and the table of amounts."""
    Employee.objects.bulk_create([*workers(chance), *team_leaders(), *workshop_heads()])
    PenaltyRate.objects.bulk_create(
        PenaltyRate(fault_class=grade, capacity=capacity, amount=amount)
        for grade in FaultClass.values
        for capacity, amount in zip(Capacity.values, AMOUNTS[grade], strict=True)
    )


def workers(chance: random.Random) -> Iterator[Employee]:
    for name, team in zip(WORKERS, cycle(SHIFTS), strict=False):
        wage = Decimal(chance.randrange(42, 69) * 100)
        yield Employee(name=name, team=team, department="assembly", monthly_wage=wage)


def team_leaders() -> Iterator[Employee]:
    for name, team in zip(LEADERS, SHIFTS, strict=True):
        yield Employee(name=name, team=team, department="assembly", capacity=Capacity.TEAM_LEADER)


def workshop_heads() -> Iterator[Employee]:
    """Those who have an account, too."""
    for department, username in HEADS.items():
        user = User.objects.get(username=username)
        yield Employee(name=str(user), department=department, capacity=Capacity.WORKSHOP_HEAD, user=user)
