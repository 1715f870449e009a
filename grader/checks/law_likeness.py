"""Whether two random functions draw from one law, as far as the means of what they draw tell.

The numbers of one call may depend on each other, as those of a mask whose rows are dropped whole; those of two calls do
not.  So calls are counted, and not numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.worker.wire.columns import Array

FAR = 4.5
"""Standard errors that two means of one law may be apart: one pair in 150,000 is."""
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
    groups = [slice(start, start + repeats) for start in range(0, len(first), repeats)]
    for calls in (slice(None), *groups):
        pairs = zip(_features(first[calls], edges), _features(second[calls], edges), strict=True)
        if not all(_are_near(*pair) for pair in pairs):
            return False
    return True


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


def _are_near(first: Array, second: Array) -> bool:
    if len(first) < 2:
        return True  # calls without numbers
    gap = abs(float(first.mean() - second.mean()))
    error = float(np.sqrt(first.var() / len(first) + second.var() / len(second)))
    return gap <= FAR * error + ROUNDING * max(1.0, abs(float(second.mean())))
