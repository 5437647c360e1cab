"""Every lot of every model judged: which ring, which are watched (关注)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.db.models import Q

from cases.models import ReturnedMotor
from cases.statuses import FINAL_MOTOR
from figures.models import Alarm
from figures.months import Month
from figures.policy import FiguresPolicy
from figures.service import Cells, clump_now, confirmed, lots
from figures.statuses import AlarmStatus
from figures.watching import Judgement, Lot, Rule, alpha, curve, judge
from workflow.models import Facts, policy_on

CURVE_MONTHS, YEAR = 36, 12
Lots = Mapping[tuple[int, Month], Cells]


class Watched(NamedTuple):
    """A lot with the window in which it stands worst."""

    product: int
    made: Month
    cells: Cells
    judgement: Judgement


def rule_of(found: Lots, now: Month, clump: float) -> Rule:
    """What the edition in force sets; the error is shared among the lots of a year."""
    policy = policy_on(FiguresPolicy, now.last)
    of_year = sum(1 for _product, made in found if 0 <= made.until(now) < YEAR)
    return Rule(
        alpha(policy.alarm_false_per_year, of_year),
        clump,
        policy.alarm_prior_returns,
        policy.alarm_lot_spread_percent / 100,
        policy.alarm_least_returns,
    )


def judged(now: Month) -> Iterator[Watched]:
    """The open lots with enough returns to be judged, each in its worst window, by what is known at a month's end."""
    found = lots(now)
    rule = rule_of(found, now, clump_now(now))
    bad = {
        (alarm.product_id, Month.of(alarm.made))
        for alarm in Alarm.objects.filter(status=AlarmStatus.IN_ACTION)
    }
    rate = curve(cells.lot for (_p, made), cells in found.items() if made.until(now) < CURVE_MONTHS)
    policy = policy_on(FiguresPolicy, now.last)
    by_model: defaultdict[int, dict[Month, Lot]] = defaultdict(dict)
    for (product, made), cells in found.items():
        if (product, made) not in bad:
            by_model[product][made] = cells.lot
    for (product, made), cells in sorted(found.items(), key=lambda item: item[0][1]):
        if cells.returned >= rule.least and cells.motors >= policy.alarm_least_motors and cells.open(now):
            before = earlier(by_model[product], made, policy.alarm_reference_months)
            worst = min(judge(cells.lot, before, rate, rule), key=lambda one: (not one.rings, one.chance))
            yield Watched(product, made, cells, worst)


def earlier(lots: Mapping[Month, Lot], made: Month, reference: int) -> list[Lot]:
    """The lots of the model that were made in so many months before."""
    return [lot for other, lot in lots.items() if 0 < other.until(made) <= reference and lot]


def seen(one: Watched, clump: float, edition: str) -> Facts:
    """What an alarm keeps of the night on which it rang."""
    claims = of_lot(one.product, one.made)
    return one.judgement._asdict() | {
        "motors": one.cells.motors,
        "customers": confirmed().filter(claims).values("case__customer").distinct().count(),
        "waiting": ReturnedMotor.objects.filter(claims, disposition="")
        .exclude(status__in=FINAL_MOTOR)
        .count(),
        "clump": round(clump, 3),
        "edition": edition,
    }


def of_lot(product: int, made: Month) -> Q:
    """The returned motors of a lot: made in this month, or shipped in it where nobody knows when they were made."""
    known = Q(registered__produced_on__range=made.days)
    unknown = Q(registered__produced_on=None, registered__ex_factory_date__range=made.days)
    return Q(registered__product=product) & (known | unknown)


def made_in(made: Month) -> Q:
    """The same of entries of the register."""
    return Q(produced_on__range=made.days) | Q(produced_on=None, ex_factory_date__range=made.days)
