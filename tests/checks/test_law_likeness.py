"""Two random functions are alike where they draw from one law, in every case; dependent numbers count once a call."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.checks.law_likeness import are_alike
from tests.samples.families import some_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.worker.wire.columns import Array

REPEATS, SIZES = 200, (3, 10, 4)


def drawn(seed: int, draw: Callable[[np.random.Generator, int], Array]) -> list[Array]:
    """Return the numbers of each call, case by case."""
    rng = np.random.default_rng(seed)
    return [draw(rng, size) for size in SIZES for _ in range(REPEATS)]


LAWS: dict[str, Callable[[np.random.Generator, int], Array]] = {
    "normal": lambda rng, n: rng.normal(0, 1, n),
    "wider": lambda rng, n: rng.normal(0, 1.2, n),
    "uniform of one variance": lambda rng, n: rng.uniform(-(3**0.5), 3**0.5, n),
    "larger in large cases": lambda rng, n: rng.normal(0.5 * (n == 10), 1, n),
    "positive": lambda rng, n: np.abs(rng.normal(0, 1, n)),
    "one number again and again": lambda rng, n: np.full(n, rng.normal()),
    "ones": lambda rng, n: (rng.random(n) < 0.25).astype(float),
    "all ones or none": lambda rng, n: np.full(n, float(rng.random() < 0.25)),
    "the same": lambda _, n: np.ones(n),
}


@pytest.mark.parametrize("name", LAWS)
def test_a_law_is_like_itself(name: str) -> None:
    """Whatever is drawn."""
    assert all(are_alike(drawn(2 * k, LAWS[name]), drawn(2 * k + 1, LAWS[name]), REPEATS) for k in range(2))


@pytest.mark.parametrize("name", some_of(["normal", "uniform of one variance", "ones"]))
def test_a_law_is_like_itself_where_each_case_is_asked_few_times(name: str) -> None:
    """Of hundreds of means of few calls one is always far away: all together are held to one chance."""
    few, sizes = 20, [1, *range(1, 20)]

    def draw(seed: int) -> list[Array]:
        rng = np.random.default_rng(seed)
        return [LAWS[name](rng, size) for size in sizes for _ in range(few)]

    assert [seed for seed in range(0, 100, 2) if not are_alike(draw(seed), draw(seed + 1), few)] == []


@pytest.mark.parametrize(("first", "second"), some_of(itertools.product(LAWS, LAWS), 4))
def test_a_law_is_unlike_others(first: str, second: str) -> None:
    """Also where mean and variance are the same, or the numbers of a call alone are tied to each other."""
    if first < second:
        assert not are_alike(drawn(1, LAWS[first]), drawn(2, LAWS[second]), REPEATS)


def test_other_sizes_are_unlike() -> None:
    """A number more in each call."""
    numbers = drawn(1, LAWS["normal"])
    assert not are_alike(numbers, [np.append(call, 0.0) for call in numbers], REPEATS)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_like_nothing(bad: float) -> None:
    """Means say nothing there."""
    numbers = [*drawn(1, LAWS["normal"])[:-1], np.full(SIZES[-1], bad)]
    assert not are_alike(numbers, numbers, REPEATS)
