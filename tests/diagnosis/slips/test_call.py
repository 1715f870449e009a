"""The right answers of one case for changed arguments."""

from __future__ import annotations

import pytest

from grader.diagnosis.slips import Sample
from grader.diagnosis.slips.call import answer_after


def test_the_reference_is_asked_once_for_an_argument() -> None:
    """At each position apart; for the arguments as they are it is not asked, and a list is given as a copy."""
    asked: list[tuple[list[int], int]] = []

    def padded(items: list[int], more: int) -> list[int]:
        asked.append((list(items), more))
        items.append(more)
        return items

    sample = Sample(([3, 1], 1), [3, 1, 1], None)
    for _ in range(2):
        assert answer_after(padded, sample, 0, sorted) == [1, 3, 1]
        assert answer_after(padded, sample, 0, lambda items: items[::-1]) == [1, 3, 1]
        assert answer_after(padded, sample, 0, list) == [3, 1, 1]
        assert answer_after(padded, sample, 1, lambda more: more + 1) == [3, 1, 2]
    assert asked == [([1, 3], 1), ([3, 1], 2)]
    assert sample.arguments == ([3, 1], 1)


def test_a_reference_without_an_answer_is_asked_once_too() -> None:
    """It may take long to come to no end."""
    asked: list[float] = []

    def inverse(x: float) -> float:
        asked.append(x)
        return 1 / x

    sample = Sample((2.0,), 0.5, None)
    with pytest.raises(ZeroDivisionError):
        answer_after(inverse, sample, 0, lambda x: x - 2)
    with pytest.raises(ValueError, match="no answer"):
        answer_after(inverse, sample, 0, lambda x: 0 * x)
    assert asked == [0.0]
