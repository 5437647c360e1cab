"""The penalties of the demo: who answers for a fault, heard and decided."""

import datetime as dt
import random
from collections.abc import Iterator

from accountability.actions import open_penalty
from accountability.conditions import production_liable
from accountability.forms.penalties import person
from accountability.models import Penalty
from accountability.queries import proposals, rates
from aftersales.models import User
from cases.models import Appraisal, ReturnedMotor
from demo.accountability.timing import Deed
from demo.stage import Stage
from workflow.actions import perform
from workflow.models import Fact, Facts

OPINIONS = (
    "操作者未按工艺首检，班组长未组织巡检，建议从当月工资考核奖中扣除。",
    "外购件进厂检验漏检，建议按规定处理。",
    "工艺未规定该项检验，操作者责任较轻，建议从轻处理。",
)
RESPONSES = ("中心孔碰伤发生在上道工序，本工序无法检出，请酌情减免。", "情况属实，今后严格首检。")
DISMISSED = "工艺未作规定，不处理个人，由技术部修订工艺。"
LYING = 7  # days
GRADES = ("ordinary", "minor", "ordinary", "grave", "minor")


class Hearing:
    """The opinion on one motor, the ``n``-th, in the hands of the chain."""

    penalty: Penalty | None = None  # once it is drafted

    def __init__(self, stage: Stage, chance: random.Random, motor: ReturnedMotor, n: int) -> None:
        assert motor.appraisal is not None
        self.motor, self.n = motor, n
        self.sheet: Appraisal = motor.appraisal
        self.drafter, self.director = chance.choice(stage.people("production")), stage.people("director")[0]
        self.assessor, self.cashier = stage.people("assessment")[0], stage.people("finance")[0]
        self.signer = chance.choice(stage.people("after_sales"))

    def story(self) -> Iterator[tuple[int, Deed]]:
        """The deeds, each with the days since the one before; every third opinion is dismissed."""
        fair = self.n % 3 != 1
        yield 3, self.draft
        if production_liable(self.sheet.liable_department):
            yield 1, self.act("countersign", self.signer, note="情况属实")
        if fair:
            yield 1, self.respond
        yield 2 + self.lying(0), self.act("assess", self.assessor, assessment="责任认定清楚，金额符合规定。")
        if not fair:
            yield 2 + self.lying(2), self.act("dismiss", self.director, reason=DISMISSED)
            return
        yield 2 + self.lying(2), self.act("approve", self.director, note="同意")
        yield 6, self.act("deduct", self.cashier, reference=f"当月工资表 GZ-{self.n:04d}")

    def lying(self, quarter: int) -> int:
        """The days more that every fourth opinion lies on somebody's desk."""
        return LYING if self.n % 4 == quarter else 0

    def act(self, verb: str, by: User, **facts: Fact) -> Deed:
        return lambda at: self.perform(verb, by=by, at=at, **facts)

    def perform(self, verb: str, by: User, at: dt.datetime, **facts: Fact) -> None:
        """Nothing where a new appraisal has come in between: what is left of the opinion waits for the director."""
        if self.penalty and self.appraised_as_before():
            perform(self.penalty, verb, by=by, at=at, version=None, **facts)

    def appraised_as_before(self) -> bool:
        return ReturnedMotor.objects.filter(pk=self.motor.pk, appraisal=self.sheet).exists()

    def draft(self, at: dt.datetime) -> None:
        if not self.appraised_as_before():
            return
        grade, words = GRADES[self.n % len(GRADES)], OPINIONS[self.n % len(OPINIONS)]
        facts = {"fault_class": grade, "finding": self.sheet.cause_text, "opinion": words}
        self.penalty = open_penalty(self.motor, facts, self.people(grade), by=self.drafter, at=at)

    def people(self, grade: str) -> list[Facts]:
        """Those whom the production record proposes, with the amounts of the table."""
        table, found = rates(), []
        for proposal in proposals(self.motor):
            amount = table[grade, proposal.capacity]
            known = {"name": proposal.name, "user_id": None, "capacity": proposal.capacity, "amount": amount}
            found.append(person(known, proposal.employee))
        return found

    def respond(self, at: dt.datetime) -> None:
        """Who has an account answers, else the first one named."""
        persons = self.penalty.persons.order_by("pk") if self.penalty else []
        speaker = min(persons, key=lambda person: person.user is None, default=None)
        if speaker:
            answer = RESPONSES[self.n % len(RESPONSES)]
            self.perform("respond", by=speaker.user or self.assessor, at=at, person=speaker.pk, answer=answer)
