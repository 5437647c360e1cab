"""The penalties of the demo: who answers for a fault, heard and decided, a few waiting at every step."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from accountability.actions import open_penalty
from accountability.conditions import production_liable
from accountability.demo.timing import Deed, last_words, moments
from accountability.forms.penalties import person
from accountability.models import Penalty
from accountability.queries import proposals, rates
from aftersales.demo import Stage
from aftersales.models import User
from cases.actions import perform
from cases.models import Appraisal, ReturnedMotor

OPINIONS = (
    "操作者未按工艺首检，班组长未组织巡检，建议从当月工资考核奖中扣除。",
    "外购件进厂检验漏检，建议按规定处理。",
    "工艺未规定该项检验，操作者责任较轻，建议从轻处理。",
)
RESPONSES = ("中心孔碰伤发生在上道工序，本工序无法检出，请酌情减免。", "情况属实，今后严格首检。")
DISMISSED = "工艺未作规定，不处理个人，由技术部修订工艺。"
GRADES = ("ordinary", "minor", "ordinary", "grave", "minor")
OPEN = "open"  # nobody has drafted an opinion yet
STATES = (
    "drafted",
    "approved",
    "assessed",
    "countersigned",
    "dismissed",
    "deducted",
    "assessed",
    OPEN,
)
ROOM = 14  # days after which a penalty could have been decided


def punish(
    stage: Stage, chance: random.Random, faults: list[ReturnedMotor]
) -> Iterator[tuple[dt.datetime, Deed]]:
    """An opinion on every fault: the older ones are decided, a few wait at every step, the last ones are new."""
    ends = last_words({motor.case_id for motor in faults})
    waiting = iter(STATES)
    for n, motor in reversed([*enumerate(faults)]):
        end = ends[motor.case_id]
        settled = (stage.today - timezone.localdate(end)).days > ROOM
        state = next(waiting, "") or ("dismissed" if n % 3 == 1 else "deducted") if settled else "deducted"
        story = list(Hearing(stage, chance, motor, n).until(state))
        days = moments(stage, chance, end, *(gap for gap, _ in story))
        yield from zip(days, (deed for _, deed in story), strict=False)


class Hearing:
    """The opinion on one motor, the ``n``-th, in the hands of the chain."""

    penalty: Penalty  # once it is drafted

    def __init__(self, stage: Stage, chance: random.Random, motor: ReturnedMotor, n: int) -> None:
        assert motor.appraisal is not None
        self.motor, self.n = motor, n
        self.sheet: Appraisal = motor.appraisal
        self.drafter, self.director = chance.choice(stage.people("production")), stage.people("director")[0]
        self.assessor, self.cashier = stage.people("assessment")[0], stage.people("finance")[0]
        self.signer = chance.choice(stage.people("after_sales"))

    def until(self, state: str) -> Iterator[tuple[int, Deed]]:
        """The deeds up to a state, each with the days since the one before."""
        if state == OPEN:
            return
        for name, days, deed in self.deeds(dismissed=state == "dismissed"):
            yield days, deed
            if name == state:
                return

    def deeds(self, dismissed: bool) -> Iterator[tuple[str, int, Deed]]:
        """What each leads to, after how many days, and what is done."""
        yield "drafted", 3, self.draft
        if production_liable(self.sheet.liable_department):
            yield "countersigned", 1, self.act("countersign", self.signer, note="情况属实")
        if self.n % 3 != 1:
            yield "answered", 1, self.respond
        yield "assessed", 2, self.act("assess", self.assessor, assessment="责任认定清楚，金额符合规定。")
        if dismissed:
            yield "dismissed", 2, self.act("dismiss", self.director, reason=DISMISSED)
            return
        yield "approved", 2, self.act("approve", self.director, note="同意")
        yield "deducted", 6, self.act("deduct", self.cashier, reference=f"当月工资表 GZ-{self.n:04d}")

    def act(self, verb: str, by: User, **told: Any) -> Deed:
        return lambda at: perform(self.penalty, verb, by=by, at=at, **told)

    def draft(self, at: dt.datetime) -> None:
        grade, words = GRADES[self.n % len(GRADES)], OPINIONS[self.n % len(OPINIONS)]
        facts = {"fault_class": grade, "finding": self.sheet.cause_text, "opinion": words}
        self.penalty = open_penalty(self.motor, facts, self.people(grade), by=self.drafter, at=at)

    def people(self, grade: str) -> list[dict[str, Any]]:
        """Those whom the production record proposes, with the amounts of the table."""
        table, found = rates(), []
        for one in proposals(self.motor):
            amount = table[grade, one.capacity]
            known = {"name": one.name, "user_id": None, "capacity": one.capacity, "amount": amount}
            found.append(person(known, one.employee))
        return found

    def respond(self, at: dt.datetime) -> None:
        """Who has an account answers, else the first one named."""
        persons = self.penalty.persons
        one = persons.exclude(user=None).first() or persons.first()
        if one:
            told: dict[str, Any] = {"person": one.pk, "answer": RESPONSES[self.n % len(RESPONSES)]}
            perform(self.penalty, "respond", by=one.user or self.assessor, at=at, **told)
