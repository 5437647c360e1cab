"""Scores of the survey (十), pure: what was answered counts, and what was left out counts for nothing at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

GOOD, FAIR, POOR = "good", "fair", "poor"
ANSWERS = (GOOD, FAIR, POOR)
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Points:
    """What each of a question's three answers is worth, by the policy edition."""

    good: int = 100
    fair: int = 60
    poor: int = 0


@dataclass(frozen=True)
class Tally:
    """How many people gave each of the three answers to a question."""

    good: int = 0
    fair: int = 0
    poor: int = 0

    @property
    def answered(self) -> int:
        return self.good + self.fair + self.poor

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.good, self.fair, self.poor

    @property
    def shares(self) -> list[int]:
        """Per cent of each answer; together 100, or all 0 where nobody answered."""
        return percentages(self.counts)

    def score(self, points: Points) -> Decimal | None:
        """The mean of the points, to one decimal; None where nobody answered."""
        if not self.answered:
            return None
        total = self.good * points.good + self.fair * points.fair + self.poor * points.poor
        return rounded(Decimal(total) / self.answered)


def tally(answers: Iterable[str]) -> Tally:
    """Counts answers; an empty one is no answer, not the worst."""
    given = list(answers)
    return Tally(*(given.count(answer) for answer in ANSWERS))


def index(scores: Iterable[Decimal | None]) -> Decimal | None:
    """One figure for several questions: the mean of their scores, each question weighing alike."""
    known = [score for score in scores if score is not None]
    return rounded(sum(known, Decimal(0)) / len(known)) if known else None


def percentages(counts: Sequence[int]) -> list[int]:
    """Whole per cent that add up to 100: the largest remainders are rounded up."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    whole = [count * 100 // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda n: (-(counts[n] * 100 % total), n))
    for n in by_remainder[: 100 - sum(whole)]:
        whole[n] += 1
    return whole


def rounded(value: Decimal) -> Decimal:
    return value.quantize(TENTH, ROUND_HALF_UP)
