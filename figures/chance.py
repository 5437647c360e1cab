"""Whether a count differs from what was usual by more than chance; pure."""

from math import exp, lgamma, log

LEAST = 5  # below which no arrow is shown
NOTHING = 1e-12  # share of a sum from which on its terms change nothing


def arrow(now: int, before: int, share: float, codes: int, false_percent: int) -> str:
    """ "up", "down" or "": this month's count against that of the months before, of which it is ``share`` of the time.

    The two-sided mid-p of the binomial, with the error of ``false_percent`` shared among ``codes``.
    """
    n = now + before
    if n < LEAST or not codes:
        return ""
    above = upper_mid(now, n, share)
    if 2 * min(above, 1 - above) >= false_percent / 100 / codes:
        return ""
    return "up" if above < 0.5 else "down"


def upper_mid(count: int, n: int, share: float) -> float:
    """P(X > count) + P(X = count)/2 of a binomial."""
    here = binomial(count, n, share)
    if count < n * share:
        return 1 - here / 2 - tail(here, count, n, (1 - share) / share)
    return here / 2 + tail(here, n - count, n, share / (1 - share))


def tail(here: float, left: int, n: int, odds: float) -> float:
    """What lies beyond a count of which ``here`` is the chance; ``left`` are the counts that are left on that side."""
    beyond = 0.0
    for x in range(left, 0, -1):
        here *= x / (n - x + 1) * odds
        beyond += here
        if here < beyond * NOTHING:
            break
    return beyond


def binomial(x: int, n: int, share: float) -> float:
    ways = lgamma(n + 1) - lgamma(x + 1) - lgamma(n - x + 1)
    return exp(ways + x * log(share) + (n - x) * log(1 - share))
