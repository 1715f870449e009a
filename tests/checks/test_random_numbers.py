"""The numbers of random answers, and generators that a reference finds the same for one seed."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from grader.checks import random_numbers
from grader.checks.random_numbers import seeded
from grader.expressions.evaluation import EvaluationError

numbers_of: Any = random_numbers.numbers_of
"""Lists are columns too, as far as these functions look."""


def drawn(seed: int, *names: str) -> tuple[float, float]:
    """Return what a reference draws from both global generators."""
    with seeded(seed, *names):
        return random.random(), float(np.random.rand())  # noqa: NPY002 - a reference may use it


def test_a_reference_draws_the_same_for_one_seed_and_check() -> None:
    """And other numbers for another seed, and for another check."""
    assert drawn(1, "a") == drawn(1, "a")
    assert len({drawn(1, "a"), drawn(2, "a"), drawn(1, "b")}) == 3


@pytest.mark.parametrize("fails", [False, True])
def test_the_generators_are_given_back(fails: bool) -> None:
    """As they were, also where the reference raises."""
    before, numpy_before = random.getstate(), np.random.get_state()[1].tolist()  # type: ignore[index] # noqa: NPY002
    with pytest.raises(ZeroDivisionError) if fails else seeded(0), seeded(5):
        random.random()
        assert 1 / (0 if fails else 1) == 1
    assert random.getstate() == before
    assert np.random.get_state()[1].tolist() == numpy_before  # type: ignore[index] # noqa: NPY002


@pytest.mark.parametrize(
    ("answers", "numbers"),
    [
        pytest.param([1.5, 2], [[1.5], [2.0]], id="numbers"),
        pytest.param([np.ones((2, 2))], [[1.0] * 4], id="matrix"),
        pytest.param([[1, 2], (3,)], [[1.0, 2.0], [3.0]], id="lists"),
        pytest.param([True], [[1.0]], id="truth"),
        pytest.param([], [], id="none"),
    ],
)
def test_an_answer_is_its_entries(answers: Any, numbers: list[list[float]]) -> None:
    """In one row, as floats."""
    assert [row.tolist() for row in numbers_of(None, answers, [])] == numbers


def test_a_statistic_makes_the_numbers_of_answer_and_arguments() -> None:
    """Each answer with the arguments of its own call."""

    def scaled(answer: float, n: int, m: int) -> float:
        return answer * n + m

    assert [row.tolist() for row in numbers_of(scaled, [1.0, 2.0], [[10, 20], [1, 2]])] == [[11.0], [42.0]]


@pytest.mark.parametrize(
    "answer", ["text", None, {"a": 1}, [[1], [2, 3]], object()], ids=["text", "none", "dict", "ragged", "object"]
)
def test_an_answer_without_numbers_is_told(answer: Any) -> None:
    """It is the student's mistake, or the course's, and no failure of the grader."""
    with pytest.raises(EvaluationError, match="not made of numbers"):
        list(numbers_of(None, [answer], []))


def test_as_many_arguments_as_answers() -> None:
    """Anything else is a mistake of the program."""
    with pytest.raises(ValueError, match="zip"):
        list(numbers_of(None, [1.0, 2.0], [[1]]))
