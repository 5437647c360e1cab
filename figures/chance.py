"""Whether a count differs from what was usual by more than chance; pure."""

from math import exp, lgamma, log

LEAST = 5  # below which no arrow is shown


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
    return sum(binomial(x, n, share) for x in range(count + 1, n + 1)) + binomial(count, n, share) / 2


def binomial(x: int, n: int, share: float) -> float:
    ways = lgamma(n + 1) - lgamma(x + 1) - lgamma(n - x + 1)
    return exp(ways + x * log(share) + (n - x) * log(1 - share))
