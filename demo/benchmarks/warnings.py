"""Simulated factories with and without a bad month of production: what early warning finds, and how often for nothing.

Months are counted from 0. Ten to forty models of 0.5 to 5 % returns in their first year, which age differently; lots of
20 to 500 motors, which differ by themselves by a coefficient of variation of 0.3; shipped up to two months after they
were made, confirmed up to three months after the claim. The judgement is the product's own (figures.watching); a bad
lot that rang leaves the references, as a warning does that became a corrective action.
"""

import math
import random
from argparse import ArgumentParser
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from figures.policy import FiguresPolicy
from figures.watching import Lot, Rule, alpha, curve, judge

MONTHS, AGES, SEEN = (
    48,
    17,
    22,
)  # of production; months in service 0 to 16; after which every claim is confirmed
FIRST, LAST = 24, 36  # the lots that are judged, each until the end of its warranty
LAGS, DELAYS = (0.50, 0.35, 0.15), (0.50, 0.30, 0.15, 0.05)
WARRANTIES, WARRANTED = (12, 16), (0.8, 0.2)
BAD_LOTS = 6  # of a factory, in as many models
SIZES = (60, 150)  # of lots: below, between and above
KINDS = ("×2", "×3", "×5", "infant", "wear")
CURVE_MONTHS = 36


@dataclass
class Made:
    """One lot: what is known of it so many months after it was made, as the product has it."""

    model: int
    month: int
    motors: int
    bad: bool = False
    known: list[Lot] = field(default_factory=list)
    rang: int | None = None
    """In which month."""

    def at(self, now: int) -> Lot:
        return self.known[min(now - self.month, SEEN - 1)]


@dataclass
class Found:
    """What came of some factories: of each bad lot its size and after how many months it rang; false alarms."""

    bad: list[tuple[int, int | None]] = field(default_factory=list)
    false: int = 0
    years: float = 0

    def line(self, kind: str) -> str:
        rang = [after for _size, after in self.bad if after is not None]
        early = sum(after <= 6 for after in rang)
        shares = [
            share([after for size, after in self.bad if bisect(SIZES, size) == place]) for place in range(3)
        ]
        late = f"{median(rang):.0f}" if rang else "–"
        cells = [
            kind,
            len(self.bad),
            share([after for _size, after in self.bad]),
            percent(early, len(self.bad)),
            late,
        ]
        return row(*cells, *shares)


def share(found: Sequence[int | None]) -> str:
    return percent(sum(after is not None for after in found), len(found))


def percent(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.0f} %" if whole else "–"


def row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


# -- a factory ----------------------------------------------------------------------------------------


def poisson(dice: random.Random, mean: float) -> int:
    """How often something happens that is expected so often."""
    below, count = math.exp(-mean), 0
    product = dice.random()
    while product > below:
        count += 1
        product *= dice.random()
    return count


def hazard_of(dice: random.Random) -> list[float]:
    """Returns per motor by month in service of one model."""
    rate = math.exp(dice.uniform(math.log(0.005), math.log(0.05)))
    bend = math.exp(dice.gauss(0, 0.25)) - 1
    shape = [(k + 0.5) ** bend for k in range(AGES)]
    return [one / sum(shape[:12]) * rate for one in shape]


def worse(kind: str, hazard: Sequence[float]) -> list[float]:
    """Those of a bad lot; infant: all the excess in the first three months, wear: rising from the sixth on."""
    if kind.startswith("×"):
        return [one * int(kind[1:]) for one in hazard]
    excess = [float(k < 3) if kind == "infant" else max(k - 5, 0) / 7 for k in range(AGES)]
    much = 2 * sum(hazard[:12]) / sum(excess[:12])
    return [one + much * more for one, more in zip(hazard, excess, strict=True)]


def factory(dice: random.Random, kind: str) -> list[Made]:
    """The lots of one factory; ``kind`` says in which way some are bad, if any are."""
    lots = []
    for model in range(dice.randint(10, 40)):
        hazard, typical = hazard_of(dice), math.exp(dice.uniform(math.log(20), math.log(500)))
        months = [month for month in range(MONTHS) if dice.random() > 0.15]
        watched = [month for month in months if FIRST <= month < LAST]
        bad = dice.choice(watched) if kind and model < BAD_LOTS and watched else None
        for month in months:
            motors = int(min(500, max(20, typical * math.exp(dice.gauss(0, 0.35)))))
            level = 1 if month == bad else dice.gammavariate(1 / 0.3**2, 0.3**2)
            rates = worse(kind, hazard) if month == bad else hazard
            lots.append(made(dice, Made(model, month, motors, month == bad), [one * level for one in rates]))
    return lots


def made(dice: random.Random, lot: Made, rates: Sequence[float]) -> Made:
    """Let its motors be shipped, come back and be confirmed; what is known of it after each month."""
    lags, warranties = (dice.choices(*of, k=lot.motors) for of in ((range(3), LAGS), (WARRANTIES, WARRANTED)))
    shipped = Counter(zip(lags, warranties, strict=True))
    exposed = [[0.0] * AGES for _ in range(SEEN)]
    back = [[0] * AGES for _ in range(SEEN)]
    for (lag, warranty), motors in shipped.items():
        for k in range(warranty + 1):
            half = 0.5 if k in (0, warranty) else 1  # the first and the last month are half months
            expose(exposed, lag + k, k, motors)
            for _ in range(poisson(dice, motors * rates[k] * half)):
                come_back(back, lag + k + dice.choices(range(4), DELAYS)[0], k)
    for seen, returned in zip(exposed, back, strict=True):
        lot.known.append({k: (seen[k], returned[k]) for k in range(AGES) if seen[k]})
    return lot


def expose(exposed: list[list[float]], since: int, k: int, motors: int) -> None:
    """Motors count as far as their claims are confirmed by then."""
    for ago in range(SEEN - since):
        exposed[since + ago][k] += motors * sum(DELAYS[: ago + 1])


def come_back(back: list[list[int]], since: int, k: int) -> None:
    for month in range(min(since, SEEN - 1), SEEN):
        back[month][k] += 1


# -- judged -------------------------------------------------------------------------------------------


def watch(lots: Sequence[Made], policy: FiguresPolicy) -> None:
    """Judge every lot at the end of every month, as the nights do."""
    of_year = sum(FIRST <= lot.month < FIRST + 12 for lot in lots)
    spread = policy.alarm_lot_spread_percent / 100
    level = alpha(policy.alarm_false_per_year, of_year)
    rule = Rule(level, 1, policy.alarm_prior_returns, spread, policy.alarm_least_returns)
    by_model: defaultdict[int, list[Made]] = defaultdict(list)
    for lot in lots:
        by_model[lot.model].append(lot)
    for now in range(FIRST, LAST + SEEN):
        rate = curve(lot.at(now) for lot in lots if now - CURVE_MONTHS < lot.month <= now)
        for lot in lots:
            if FIRST <= lot.month < LAST and lot.month <= now < lot.month + SEEN and lot.rang is None:
                look(lot, now, by_model[lot.model], rate, rule, policy.alarm_reference_months)


def look(
    lot: Made, now: int, model: Sequence[Made], rate: dict[int, float], rule: Rule, reference: int
) -> None:
    """Let it ring where its returns reach the limit."""
    cells = lot.at(now)
    if sum(returned for _exposed, returned in cells.values()) < rule.least:
        return
    before = [other for other in model if 0 < lot.month - other.month <= reference]
    past = [other.at(now) for other in before if not (other.bad and other.rang is not None)]
    if any(one.rings for one in judge(cells, past, rate, rule)):
        lot.rang = now


def simulated(kind: str, factories: int, seed: int) -> Found:
    """Some factories, each with bad lots of one kind, or with none."""
    found = Found()
    for place in range(factories):
        dice = random.Random(f"{seed} {kind} {place}")  # noqa: S311
        lots = factory(dice, kind)
        watch(lots, FiguresPolicy())
        judged = [lot for lot in lots if FIRST <= lot.month < LAST]
        found.bad += [(lot.motors, after(lot)) for lot in judged if lot.bad]
        found.false += sum(not lot.bad and lot.rang is not None for lot in judged)
        found.years += (LAST - FIRST) / 12
    return found


def after(lot: Made) -> int | None:
    """How many months after it was made it rang."""
    return None if lot.rang is None else lot.rang - lot.month


def find_bad_lots(factories: int, seed: int) -> Iterator[str]:
    """Bad months that early warning finds in simulated factories, months until then, and false warnings a year."""
    healthy = simulated("", factories, seed)
    yield f"{factories} factories each; without a bad month {healthy.false / healthy.years:.1f} false warnings a year"
    yield row("bad lot", "lots", "found", "within 6 months", "months", "20–59 motors", "60–149", "150–500")
    yield row(*["---"] * 8)
    for kind in KINDS:
        yield simulated(kind, factories, seed).line(kind)


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--factories", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)


BENCHMARKS: dict[str, Callable[..., Iterator[str]]] = {"warnings": find_bad_lots}
OPTIONS = {"warnings": options}
