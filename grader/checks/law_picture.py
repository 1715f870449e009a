"""How numbers that are not of their law are shown beside it: four facts, and how often they come."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from grader.results.evidence import Picture, Series

if TYPE_CHECKING:
    from grader.checks.laws import Law, Summary
    from grader.worker.wire.columns import Array

BINS = 24
SPREADS = 4
"""The standard deviations on each side of the mean that a picture shows at least."""
MOST_SPREADS = 50
"""The standard deviations that a picture may be wide; numbers beyond are left out of it."""


def shown_facts(summary: Summary) -> dict[str, float | str]:
    """Return the facts of numbers or of a law as a report shows them; `any` where there is no bound."""
    facts = {
        "mean": summary.mean,
        "standard deviation": summary.spread,
        "smallest": summary.least,
        "largest": summary.most,
    }
    return {name: float(f"{value + 0.0:.4g}") if math.isfinite(value) else "any" for name, value in facts.items()}


def histogram(numbers: Array, law: Law) -> Picture:
    """Draw how often numbers come, beside the law."""
    facts = law.facts
    least, most = (facts.mean - SPREADS * facts.spread, facts.mean + SPREADS * facts.spread)
    edges = np.linspace(min(least, float(numbers.min())), max(most, float(numbers.max())), BINS + 1)
    if edges[-1] - edges[0] > MOST_SPREADS * facts.spread:  # a few far ones would make all else a line
        edges = np.linspace(least, most, BINS + 1)
    shares = np.histogram(numbers, edges)[0] / len(numbers)
    return Picture(
        kind="line",
        title="How often the numbers come",
        across="number",
        up="share",
        at=tuple(((edges[1:] + edges[:-1]) / 2).tolist()),
        series=(
            Series(name="your numbers", values=tuple(shares.tolist())),
            Series(name=law.name, values=tuple(law.shares(edges).tolist())),
        ),
    )
