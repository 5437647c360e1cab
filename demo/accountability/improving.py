"""The corrective actions of the demo: planned, carried out, checked; some fail the check once."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import cycle

from django.utils import timezone

from accountability.models import CorrectiveAction
from accountability.statuses import PLANNING
from aftersales.models import User
from demo.accountability.timing import Deed
from demo.stage import Stage
from workflow.actions import perform
from workflow.models import Facts

SLOW = 24  # days after its issue at which no measure is left undone
FORGOTTEN = 14  # days after its issue at which every action has a plan
WHYS = "{cause}；为什么：首件未检；为什么：工艺卡未列为必检项；为什么：评审时未识别；为什么：售后问题未列入评审输入"
MEASURES = (
    ("containment", "库存及在制品同型号全检，不合格隔离", 3),
    ("corrective", "修订工艺卡，增加首件和巡检项目，操作者复训", 8),
    ("preventive", "同系列产品工艺按此评审，列入售后问题清单", 12),
)
PACKING = (
    ("containment", "库存包装全检，受潮纸箱更换", 3),
    ("corrective", "改用加厚纸箱并加防潮袋，发运前拍照留存", 8),
    ("preventive", "雨季外包装加缠绕膜，列入发运作业指导书", 12),
)
DONE = (
    "已完成，见记录 ZL-{n:03d}",
    "已检 86 台，隔离 3 台，记录 ZL-{n:03d}",
    "新版工艺卡已下发，签收单 ZL-{n:03d}",
)
EFFECTIVE = "实施后出厂 180 余台，全检该项目合格，未再收到同类反馈。"
FURTHER = "改进工装定位，首件三检后每班抽检 5 台"
INEFFECTIVE = "抽检 20 台，1 台仍不合格，措施未覆盖夜班。"


class Improving:
    """One action, the ``n``-th, in the hands of those who take it on."""

    def __init__(self, stage: Stage, chance: random.Random, action: CorrectiveAction, n: int) -> None:
        self.stage, self.chance, self.action, self.n = stage, chance, action, n
        team = [user for role in PLANNING[action.department] for user in stage.people(role)]
        self.planner = self.one_of(team, but={action.issued_by})
        self.owners = stage.people("workshop")
        checkers = stage.people("quality") + stage.people("after_sales")
        self.verifier = self.one_of(checkers, but={action.issued_by, self.planner})

    def one_of(self, people: list[User], but: set[User]) -> User:
        return self.chance.choice([user for user in people if user not in but])

    def story(self) -> Iterator[tuple[int, Deed]]:
        """Its deeds, each with the days since the one before."""
        days = self.chance.randint
        if self.n % 8 == 5 and self.age <= FORGOTTEN:
            return
        yield days(2, 6), self.plan
        if self.n % 5 == 3 and self.age <= SLOW:
            return
        yield days(5, 11), self.finish
        yield days(1, 3), self.implement
        if self.n % 7 == 2:
            yield days(6, 12), self.fail
            yield days(1, 3), self.mend
            yield days(2, 4), self.finish
            yield days(1, 2), self.implement
        yield days(32, 36), self.verify

    @property
    def age(self) -> int:
        """Days since its issue."""
        return (self.stage.today - timezone.localdate(self.action.issued_at)).days

    def plan(self, at: dt.datetime) -> None:
        cause = WHYS.format(cause=self.action.root_cause or self.action.defect)
        measures = self.measures(timezone.localdate(at))
        perform(
            self.action,
            "plan",
            by=self.planner,
            at=at,
            team=self.action.team,
            root_cause=cause,
            measures=measures,
        )

    def measures(self, day: dt.date) -> list[Facts]:
        planned = PACKING if self.action.department == "sales" else MEASURES
        return [
            {"kind": kind, "text": text, "owner_id": owner.pk, "due_on": day + dt.timedelta(days=days)}
            for owner, (kind, text, days) in zip(cycle(self.owners), planned, strict=False)
        ]

    def finish(self, at: dt.datetime) -> None:
        for k, row in enumerate(self.action.measures.filter(done_at=None).select_related("owner")):
            then, result = at + dt.timedelta(seconds=k), DONE[k % len(DONE)].format(n=self.n)
            perform(self.action, "finish_measure", by=row.owner, at=then, measure=row.pk, result=result)

    def implement(self, at: dt.datetime) -> None:
        standards = f"工艺卡 GK-{self.action.model} 新版"
        perform(self.action, "implement", by=self.planner, at=at, standards=standards)

    def fail(self, at: dt.datetime) -> None:
        perform(self.action, "fail_verification", by=self.verifier, at=at, evidence=INEFFECTIVE)

    def mend(self, at: dt.datetime) -> None:
        """A further measure where those before did not help."""
        due_on = timezone.localdate(at) + dt.timedelta(days=7)
        facts: Facts = {
            "kind": "corrective",
            "text": FURTHER,
            "owner_id": self.owners[0].pk,
            "due_on": due_on,
        }
        perform(self.action, "add_measure", by=self.planner, at=at, **facts)

    def verify(self, at: dt.datetime) -> None:
        perform(self.action, "verify", by=self.verifier, at=at, evidence=EFFECTIVE)
