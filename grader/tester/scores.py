"""The share of its points that a test gives itself."""

from __future__ import annotations

import math


def share_of(score: float, most: float = 1.0) -> float:
    """Return a score as a share of `most`, from 0 to 1.

    NaN gives nothing: a test may have computed it from what a student's code returned, and no comparison refuses it.
    """
    share = float(score) / most if most else 0.0
    return 0.0 if math.isnan(share) else max(0.0, min(1.0, share))
