"""What follows from the cases while they are told: new corrective actions and findings are taken on as they appear."""

import datetime as dt
import random
from collections.abc import Iterable
from heapq import heappop, heappush
from itertools import count

from django.utils import timezone

from accountability.models import CorrectiveAction, Employee, Liability
from demo.accountability.hearings import Hearing
from demo.accountability.improving import Improving
from demo.accountability.staff import add_staff
from demo.accountability.timing import Deed, moments
from demo.stage import Act, Stage, reaction

KNOWN = ("motor__case__customer", "motor__appraisal", "motor__registered")  # of what a hearing is about


@reaction
def aftermath(stage: Stage) -> Act:
    """Staff and amounts are there before the first case is."""
    chance = stage.random("aftermath")
    if not Employee.objects.exists():
        add_staff(stage, chance)
    return Aftermath(stage, chance).until


class Aftermath:
    """The desks of those who see to causes and to who answers for them."""

    def __init__(self, stage: Stage, chance: random.Random) -> None:
        self.stage, self.chance = stage, chance
        self.day = dt.date.min
        self.seen: set[tuple[str, int, int]] = set()
        self.actions, self.findings, self.order = count(), count(), count()
        self.deeds: list[tuple[dt.datetime, int, Deed]] = []

    def until(self, moment: dt.datetime) -> None:
        """What is new today is planned for later days; what was planned until now is done."""
        today = timezone.localdate(moment)
        if today != self.day:
            self.day = today
            self.look_ahead(moment)
        while self.deeds and self.deeds[0][0] <= moment:
            at, _, deed = heappop(self.deeds)
            deed(at)

    def look_ahead(self, moment: dt.datetime) -> None:
        """Every action that was issued, or reopened, and every confirmed fault."""
        for action in CorrectiveAction.objects.filter(status="issued").order_by("pk"):
            if self.new("action", action.pk, action.cycle):
                story = Improving(self.stage, self.chance, action, next(self.actions)).story()
                self.schedule(moment, story)
        findings = Liability.objects.filter(closed_at=None).select_related(*KNOWN)
        for finding in findings.order_by("pk"):
            if self.new("finding", finding.pk):
                story = Hearing(self.stage, self.chance, finding.motor, next(self.findings)).story()
                self.schedule(moment, story)

    def new(self, kind: str, pk: int, cycle: int = 1) -> bool:
        """Whether it has not been taken on before."""
        key = (kind, pk, cycle)
        if key in self.seen:
            return False
        self.seen.add(key)
        return True

    def schedule(self, moment: dt.datetime, story: Iterable[tuple[int, Deed]]) -> None:
        """The deeds of a story, each so many days after the one before; none after the story of the demo ends."""
        steps = list(story)
        days = moments(self.stage, self.chance, moment, *(gap for gap, _ in steps))
        for at, (_, deed) in zip(days, steps, strict=False):
            heappush(self.deeds, (at, next(self.order), deed))
