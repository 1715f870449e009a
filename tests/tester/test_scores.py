"""The share of its points that a test gives itself."""

from __future__ import annotations

import math

import pytest

from grader.tester.scores import share_of


@pytest.mark.parametrize(
    ("score", "most", "share"),
    [
        (0.5, 1.0, 0.5),
        (True, 1.0, 1.0),
        (3, 4, 0.75),
        (5, 4, 1.0),
        (-1, 4, 0.0),
        (1, 0, 0.0),
        (math.nan, 1.0, 0.0),
        (math.inf, 1.0, 1.0),
        (-math.inf, 1.0, 0.0),
        (1.0, math.nan, 0.0),
    ],
)
def test_a_share_is_from_nothing_to_all(score: float, most: float, share: float) -> None:
    """And NaN, which is neither less than 1 nor more, is nothing."""
    assert share_of(score, most) == share
