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
    assert len(asked) == 10
    assert set(asked.values()) == {1}
    assert asked[write_value(vectors[0])] == 0, "its answer is known"


@pytest.mark.parametrize("count", [1, 4])
def test_one_slip_on_either_side_is_told(count: int) -> None:
    """Though most pairs are excluded by one number of the first case."""
    rng = np.random.default_rng(1)
    vectors = [rng.normal(size=count) for _ in range(6)]
    right = {"shifted": lambda x: np.exp(x) + 1}
    cases = [Sample((x,), np.exp(x) + 1, -(np.exp(-x) + 1)) for x in vectors]
    text = input_slip_of(Call("shifted", ("x",), cases, right), SIMPLE)
    assert text.startswith("`shifted` returns what is due with the opposite sign, and `x` with the opposite sign")


def mean_times_two(rows: int) -> list[Sample]:
    """Return cases of a sum over `rows` rows that was divided by their number."""
    rng = np.random.default_rng(1)
    matrices = [rng.normal(size=(rows, 3)) for _ in range(6)]
    return [Sample((x,), np.exp(x.sum()), np.exp(x.sum() / rows)) for x in matrices]


def test_a_number_that_is_always_a_size_too_is_told_as_both() -> None:
    """Where there are two rows in every case nothing tells a half from a mean over the rows."""
    right = {"grow": lambda x: np.exp(x.sum())}
    text = input_slip_of(Call("grow", ("x",), mean_times_two(2), right))
    assert text.startswith("`grow` returns what is right for `x` divided by 2, in every case.")
    assert text.endswith("Or is it a size of `x`? That is 2 in every case as well.")
    halves = [Sample(s.arguments, s.expected, np.exp(s.arguments[0].sum() / 2)) for s in mean_times_two(4)]
    assert input_slip_of(Call("grow", ("x",), halves, right)).endswith("before it is used.")
