"""Whether two random functions draw from one law, as far as the means of what they draw tell.

The numbers of one call may depend on each other, as those of a mask whose rows are dropped whole; those of two calls do
not.  So calls are counted, and not numbers.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.worker.wire.columns import Array

CHANCE = 1e-6
"""The chance that two functions of one law are called unlike, by all their means together."""
PARTS = 8
"""Parts of equal share into which the numbers are sorted."""
ROUNDING = 1e-9


def are_alike(first: Sequence[Array], second: Sequence[Array], repeats: int) -> bool:
    """Whether the numbers of the calls of two functions are of one law, in all cases together and in each by itself.

    Each case was asked `repeats` times, one after the other.
    """
    if [len(numbers) for numbers in first] != [len(numbers) for numbers in second]:
        return False
    pooled = np.concatenate([*first, *second])
    if not len(pooled) or not np.isfinite(pooled).all():
        return False
    edges = np.unique(np.quantile(pooled, np.linspace(0, 1, PARTS + 1)[1:-1]))
    groups = [slice(None), *(slice(start, start + repeats) for start in range(0, len(first), repeats))]
    pairs = [
        pair
        for calls in groups
        for pair in zip(_features(first[calls], edges), _features(second[calls], edges), strict=True)
    ]
    far = NormalDist().inv_cdf(1 - CHANCE / (2 * max(1, len(pairs))))
    return all(_are_near(*pair, far) for pair in pairs)


def _features(calls: Sequence[Array], edges: Array) -> Iterator[Array]:
    """Yield some means over the numbers of each call: of the numbers, of their squares, of their parts.

    Those of all calls at once: there are thousands of short ones.
    """
    counts = np.array([len(numbers) for numbers in calls if len(numbers)])
    if not len(counts):
        return
    numbers = np.concatenate(calls).astype(float)
    starts = np.cumsum(counts) - counts
    yield np.add.reduceat(numbers, starts) / counts
    yield np.add.reduceat(numbers**2, starts) / counts
    yield np.maximum.reduceat(numbers, starts) - np.minimum.reduceat(numbers, starts)
    for edge in edges:
        yield np.add.reduceat((numbers <= edge).astype(float), starts) / counts


def _are_near(first: Array, second: Array, far: float) -> bool:
    """Whether two means differ by what chance explains: by less than `far`, as Welch's t-test measures it.

    A case is asked few times, and its variances are then estimates: t with its degrees of freedom is made the normal
    number of the same chance (D. L. Wallace, Annals of Mathematical Statistics 30, 1959).
    """
    if len(first) < 2:
        return True  # calls without numbers
    gap = abs(float(first.mean() - second.mean()))
    errors = [float(sample.var(ddof=1)) / len(sample) for sample in (first, second)]
    error = sum(errors)
    if gap <= ROUNDING * max(1.0, abs(float(second.mean()))):
        return True
    if not error:
        return False
    parts = zip(errors, (first, second), strict=True)
    freedom = error**2 / sum(part**2 / (len(sample) - 1) for part, sample in parts)
    normal = (8 * freedom + 1) / (8 * freedom + 3) * math.sqrt(freedom * math.log1p(gap**2 / error / freedom))
    return normal <= far
