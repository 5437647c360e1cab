"""The clock of one motor: replayed from what happened to it, so that nothing accumulates (四.2, 四.3).

Until the appraisal counts, the appraisal is due; from then on the motor itself, within 7 days, or 15 where parts
are missing. Calendar days. A day counts if the clock was running when the day began: so the start day does not
count, nor does the day on which a customer answers a quotation. "Today" is the date in Asia/Shanghai.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from cases.policy import CasePolicy

What = Literal[
    "received", "judged", "quoted", "asked_again", "answered", "parts_arrived", "asked", "extended", "refused",
    "judged_again", "shipped", "delivered", "settled", "given_up", "came_back",
]  # fmt: skip

CLAUSES: dict[What, str] = {
    "received": "四.2",
    "judged": "四.3",
    "quoted": "四.3",
    "asked_again": "四.3",
    "answered": "四.3",
    "parts_arrived": "四.3",
    "asked": "四.3",
    "extended": "四.3",
    "refused": "四.3",
    "judged_again": "四.2",
    "shipped": "四.3",
    "delivered": "四.3",
    "settled": "四.2",
    "given_up": "四.3",
    "came_back": "四.3",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a motor and may concern its clock."""

    on: date

    what: What

    parts_complete: bool = True
    """Of ``judged``: whether the parts were complete when the cause was found."""

    promised: bool = True
    """Of ``judged``: the motor goes back to the customer, so that a day is promised; False: it is taken back."""

    new_due_on: date | None = None
    """Of ``asked`` and ``extended``."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of days in which the clock did one thing."""

    start: date

    end: date | None
    """None while it lasts; the next interval begins on the same day."""

    state: Literal["running", "paused", "stopped"]

    cause: What
    """What began it."""

    clause: str


@dataclass(frozen=True, slots=True)
class Step:
    """What a fact meant for the clock."""

    on: date

    what: What

    clause: str

    due: date | None
    """The due date from then on; None where nothing is due."""

    days: int = 0
    """Calendar days that it gave: the limit that began, or the days of the pause that ended."""

    to: date | None = None
    """The new date that was asked for or granted."""

    parts_complete: bool = True
    """Of ``judged``, as the fact said it."""


@dataclass(frozen=True, slots=True)
class Course:
    """How the clock of a motor went."""

    intervals: tuple[Interval, ...] = ()

    steps: tuple[Step, ...] = ()

    original: date | None = None
    """The due date without any extension; None while nothing is due."""

    due: date | None = None
    """The due date with extensions; None while nothing is due."""

    extended_to: date | None = None
    """The date of the last extension granted since the appraisal."""

    reply_due: date | None = None
    """By when the customer should have answered the open quotation, or be asked again."""

    stopped_on: date | None = None
    """The day on which the promise was kept or broken for good."""


def course(facts: Iterable[Fact], policy: CasePolicy) -> Course:
    """How the clock went, from what happened in its order and the edition in force on the claim date."""
    clock = _Clock(policy)
    for fact in facts:
        clock.take(fact)
    return clock.course()


def due_days(parts_complete: bool, policy: CasePolicy) -> int:
    """Calendar days to give the motor back (四.3)."""
    return policy.parts_complete_days if parts_complete else policy.parts_missing_days


@dataclass
class _Clock:
    """The clock while the facts are replayed, one after the other."""

    policy: CasePolicy
    day: date = date.min
    received_on: date | None = None
    promised: bool = False
    original: date | None = None
    due: date | None = None
    extended_to: date | None = None
    reply_due: date | None = None
    paused_on: date | None = None
    stopped_on: date | None = None
    intervals: list[Interval] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def take(self, fact: Fact) -> None:
        """One fact; what is said to have happened before the last one counts as of the same day."""
        self.day = max(self.day, fact.on)
        days = self.apply(fact)
        due = None if self.paused_on else self.due
        clause = CLAUSES[fact.what]
        self.steps.append(Step(self.day, fact.what, clause, due, days, fact.new_due_on, fact.parts_complete))

    def apply(self, fact: Fact) -> int:
        """Let the fact take effect; the days that it gave."""
        match fact.what:
            case "received" | "judged_again":
                return self.want_appraisal(fact.what)
            case "judged" if fact.promised:
                return self.promise(due_days(fact.parts_complete, self.policy))
            case "judged" | "settled":
                self.forget(fact.what)
            case "quoted" | "asked_again":
                self.wait_for_reply(fact.what)
            case "answered" | "given_up":
                return self.resume()
            case "came_back":
                self.run_on(fact.what)
            case "extended" if fact.new_due_on and self.due and self.promised:
                self.extend(fact.new_due_on)
            case "shipped" if self.policy.clock_stop == "shipped":
                self.stop(fact.what)
            case "delivered":
                self.stop(fact.what)
        return 0

    def want_appraisal(self, what: What) -> int:
        """The four departments have their days from the handover, or from the doubt in their appraisal."""
        self.received_on = self.received_on or self.day
        self.clear()
        self.original = self.due = self.day + timedelta(self.policy.appraisal_days)
        self.run("running", what)
        return self.policy.appraisal_days

    def promise(self, days: int) -> int:
        """The cause is found: from now on, or from the handover if the policy says so, the motor is due."""
        self.clear()
        self.promised = True
        start = self.received_on if self.policy.clock_start == "handover" else None
        self.original = self.due = (start or self.day) + timedelta(days)
        self.run("running", "judged")
        return days

    def wait_for_reply(self, what: What) -> None:
        """The customer thinks. An offer sent when the day has come does not stop the clock any more."""
        if not self.promised:
            return
        self.reply_due = self.day + timedelta(self.policy.quotation_days)
        if self.due and not self.paused_on and self.day < self.due:
            self.paused_on = self.day
            self.run("paused", what)

    def resume(self) -> int:
        """The customer has answered; the days that it took are given back."""
        self.reply_due = None
        if self.paused_on is None:
            return 0
        began = next(row.start for row in reversed(self.intervals) if row.state == "paused")
        self.give_back()
        self.paused_on = None
        self.run("running", "answered")
        return (self.day - began).days

    def give_back(self) -> None:
        """Move what was still to come when the pause began by the days of the pause so far."""
        assert self.paused_on
        assert self.original
        assert self.due
        pause = self.day - self.paused_on
        if self.paused_on < self.original:
            self.original += pause
        if self.paused_on < self.due:
            self.due += pause
        self.paused_on = self.day

    def extend(self, new: date) -> None:
        """An extension is kept beside the original date, and never shortens it."""
        assert self.due
        if self.paused_on:
            self.give_back()
        self.due = max(self.due, new)
        self.extended_to = new

    def stop(self, what: What) -> None:
        """The motor is given back: kept in time or not, this is final."""
        if self.stopped_on or not self.promised:
            return
        self.resume()
        self.stopped_on = self.day
        self.run("stopped", what)

    def run_on(self, what: What) -> None:
        """What was given back is here again: the customer waits for it as before, by the same day."""
        if self.stopped_on:
            self.stopped_on = None
            self.run("running", what)

    def forget(self, what: What) -> None:
        """The motor goes back to nobody, so nobody waits for it."""
        self.clear()
        self.run("stopped", what)

    def clear(self) -> None:
        """Nothing is due, promised or open."""
        self.promised = False
        self.original = self.due = self.extended_to = self.reply_due = self.paused_on = self.stopped_on = None

    def run(self, state: Literal["running", "paused", "stopped"], cause: What) -> None:
        """End the present interval and begin the next; one without a day leaves no trace."""
        if self.intervals:
            last = self.intervals.pop()
            if last.start < self.day:
                self.intervals.append(replace(last, end=self.day))
        self.intervals.append(Interval(self.day, None, state, cause, CLAUSES[cause]))

    def course(self) -> Course:
        running = self.paused_on is None
        return Course(
            tuple(self.intervals),
            tuple(self.steps),
            self.original if running else None,
            self.due if running else None,
            self.extended_to,
            self.reply_due,
            self.stopped_on,
        )
