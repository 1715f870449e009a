"""Bounds on a probability from counts: those of Clopper and Pearson, and their consequence for a check.

C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
Biometrika 26 (1934).  With no failure in n trials the upper one is 1 - 0.05 ** (1 / n), about 3 / n: the rule of three.
"""

from __future__ import annotations

import math
from functools import lru_cache

LEVEL = 0.95
"""How sure a bound is, one-sided."""
HALVINGS = 60


def upper_bound(events: int, trials: int) -> float:
    """Return the largest chance under which so few events in so many independent trials are not yet unlikely."""
    if events >= trials:
        return 1.0
    if not events:
        return float(1.0 - (1.0 - LEVEL) ** (1.0 / trials))
    return 1.0 - lower_bound(trials - events, trials)


@lru_cache(maxsize=1000)
def lower_bound(events: int, trials: int) -> float:
    """Return the smallest chance under which so many events in so many independent trials are not yet unlikely."""
    if not events:
        return 0.0
    if events == trials:
        return float((1.0 - LEVEL) ** (1.0 / trials))
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _at_least(events, trials, middle) < 1.0 - LEVEL:
            low = middle
        else:
            high = middle
    return low


def _at_least(events: int, trials: int, chance: float) -> float:
    """Return the chance of `events` or more, each with `chance`: the shorter tail is summed."""
    if events > trials * chance:
        return _sum(range(events, trials + 1), trials, chance)
    return 1.0 - _sum(range(events - 1, -1, -1), trials, chance)


def _sum(numbers: range, trials: int, chance: float) -> float:
    """Return the chance of any of these numbers of events; they lead away from the likely ones."""
    total = 0.0
    for number in numbers:
        ways = math.lgamma(trials + 1) - math.lgamma(number + 1) - math.lgamma(trials - number + 1)
        term = math.exp(ways + number * math.log(chance) + (trials - number) * math.log1p(-chance))
        total += term
        if term < 1e-18 * total or (not total and term == 0.0):
            break
    return total


def passing(wrong: int, cases: int, each: int) -> float:
    """Return the largest chance with which a wrong answer passes a check of `each` cases by chance.

    `wrong` of `cases` cases showed it.  Cases at edges fail with chances of their own: the product of 1 - q over the
    cases of a check is at most the power of their mean, so the mean chance serves.
    """
    return float((1.0 - lower_bound(wrong, cases)) ** each) if cases else 1.0
