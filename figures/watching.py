"""Early warning: whether a lot has more confirmed returns than all but one in 1/α normal lots of its age; pure.

A lot is a set of motors of one model, mostly those made in one month. Its cells are ``{k: (exposure, returns)}``: k is
the month in service, the exposure the motors shipped that long ago, times the share of such claims that are confirmed
by now. The count of a normal lot is negative binomial. After Wu & Meeker, Technometrics 44 (2002).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Lot = Mapping[int, tuple[float, int]]
PRETENDED = 5  # returns at the mean rate, so that the curve has a value where nothing came back
LOOKS = 6  # two windows, and some twenty overlapping monthly looks, which cost about three
LAST = 6  # months in service of the second window
SURE = 6  # months after which every claim is confirmed


@dataclass(frozen=True)
class Rule:
    """What the policy edition sets, and how returns come together."""

    alpha: float
    clump: float = 1
    prior: int = 2
    spread: float = 0.3
    least: int = 3


class Judgement(NamedTuple):
    """How a lot stands in one window of its months in service."""

    low: int
    high: int
    returned: int
    expected: float
    limit: int
    chance: float
    """Of a normal lot to have as many returns or more."""

    @property
    def rings(self) -> bool:
        return self.returned >= self.limit


def tail(count: int, mean: float, size: float) -> float:
    """P(count or more) of a negative binomial with this mean and size."""
    p = size / (size + mean)
    term, below = p**size, 0.0
    for x in range(count):
        below += term
        term *= (size + x) / (x + 1) * (1 - p)
    return max(0.0, 1 - below)


def curve(lots: Iterable[Lot]) -> dict[int, float]:
    """Returns per motor by month in service, of all models together."""
    motors: defaultdict[int, float] = defaultdict(float)
    returns: Counter[int] = Counter()
    for lot in lots:
        for k, (exposure, returned) in lot.items():
            motors[k] += exposure
            returns[k] += returned
    exposed = sum(motors.values())
    if not exposed:
        return {}
    mean = max(returns.total(), 0.5) / exposed
    return {k: (returns[k] + PRETENDED) / (motors[k] + PRETENDED / mean) for k in motors}


def within(lot: Lot, rate: Mapping[int, float], low: int, high: int) -> tuple[int, float]:
    """What came back in these months in service, and what the curve expects."""
    ages = [k for k in lot if low <= k <= high]
    return sum(lot[k][1] for k in ages), sum(lot[k][0] * rate.get(k, 0) for k in ages)


def judge(lot: Lot, earlier: Sequence[Lot], rate: Mapping[int, float], rule: Rule) -> Iterator[Judgement]:
    """Since shipping, and over the last six months in service, against the lots of its model before."""
    age = max(lot)
    past = [within(other, rate, 0, age) for other in earlier]
    known = rule.prior + sum(returned for returned, _ in past) / rule.clump
    level = known / (rule.prior + sum(expected for _, expected in past) / rule.clump)
    for low in dict.fromkeys((0, max(0, age - LAST + 1))):
        returned, expected = within(lot, rate, low, age)
        mean = max(expected * level, 1e-9)
        size = 1 / (1 / known + rule.spread**2 + (rule.clump - 1) / mean)
        limit = rule.least
        while tail(limit, mean, size) >= rule.alpha:
            limit += 1
        yield Judgement(low, age, returned, mean, limit, tail(returned, mean, size))


def alpha(false_per_year: float, lots_a_year: int) -> float:
    """The chance of a false alarm at one look, so that a healthy factory sees so many a year."""
    return false_per_year / max(lots_a_year, 1) / LOOKS


def done(delays: Mapping[int, int]) -> list[float]:
    """Share of claims confirmed by the end of month d after the claim, of claims that took so many months."""
    total = sum(delays.values())
    if not total:
        return [1.0] * (SURE + 1)
    shares = [sum(n for delay, n in delays.items() if delay <= d) / total for d in range(SURE)]
    return [*shares, 1.0]


def clump(sizes: Iterable[int]) -> float:
    """How many motors come back together, weighted by motors: 1 where they always come singly."""
    counted = list(sizes)
    return max(1.0, sum(n * n for n in counted) / sum(counted)) if counted else 1.0


def cumulative(lots: Sequence[Lot]) -> list[float]:
    """The share returned up to each month in service: the sum of returns over exposure, as far as there is any."""
    shares, so_far = [], 0.0
    for k in range(max((max(lot) for lot in lots if lot), default=-1) + 1):
        exposure = sum(lot[k][0] for lot in lots if k in lot)
        if not exposure:
            break
        so_far += sum(lot[k][1] for lot in lots if k in lot) / exposure
        shares.append(so_far)
    return shares
