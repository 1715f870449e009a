"""Slips on the way in are sought without asking the reference twice for one and the same."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from grader.diagnosis.slips import SIMPLE, Call, Sample, input_slip_of
from grader.worker.wire.value_writing import write_value


def test_the_reference_is_asked_once_for_changes_that_are_alike() -> None:
    """A vector of one number is the same sorted and in the opposite order."""
    asked: Counter[bytes] = Counter()

    def norm(x: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        asked[write_value(x)] += 1
        return float(np.sqrt((x**2).sum()))

    vectors = [np.array([value]) for value in (0.75, -1.25, 2.5, 3.0)]
    cases = [Sample((x,), norm(x), 17.0 + number) for number, x in enumerate(vectors)]
    asked.clear()
    assert input_slip_of(Call("norm", ("x",), cases, {"norm": norm}), SIMPLE) == ""
    assert len(asked) > 10
    assert asked[write_value(vectors[0])] == 1


@pytest.mark.parametrize("count", [1, 4])
def test_one_slip_on_either_side_is_told(count: int) -> None:
    """Though most pairs are excluded by one number of the first case."""
    rng = np.random.default_rng(1)
    vectors = [rng.normal(size=count) for _ in range(6)]
    right = {"shifted": lambda x: np.exp(x) + 1}
    cases = [Sample((x,), np.exp(x) + 1, -(np.exp(-x) + 1)) for x in vectors]
    text = input_slip_of(Call("shifted", ("x",), cases, right), SIMPLE)
    assert text.startswith("`shifted` returns exactly the opposite sign of what is due, and `x` with the opposite sign")
