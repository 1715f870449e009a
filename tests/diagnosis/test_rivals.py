"""Rivals that differ by rounding only are told apart by answers that are one's, and by no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.checks.misconception import Misconception
from grader.diagnosis import misconceptions
from grader.diagnosis.memory import DiagnosisMemory
from grader.diagnosis.rivals import tell_apart
from grader.sandbox.exits import EndReason, WorkerExit
from tests.samples.families import some_of
from tests.samples.small_tasks import prepared, response_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEEDS = some_of(range(6))
SPEC = """
sizes: {n: [1, 6]}
functions: {f: {args: [x]}}
inputs: {x: {vector: n, uniform: [-900, 900]}}
checks:
  - {id: only, title: t, points: 1, cases: 30, expect: "close(f(x), ref.f(x))"}
"""
REFERENCE = "import numpy as np\n\ndef f(x):\n    return -np.logaddexp(0, -x)\n"


def of_a_sum(x: Any) -> Any:
    """Let exp overflow."""
    with np.errstate(all="ignore"):
        return -np.log(1 + np.exp(-x))


def of_a_quotient(x: Any) -> Any:
    """Take the logarithm of 0."""
    with np.errstate(all="ignore"):
        return np.log(1 / (1 + np.exp(-x)))


def of_log1p(x: Any) -> Any:
    """Let exp overflow, and keep the digits."""
    with np.errstate(all="ignore"):
        return -np.log1p(np.exp(-x))


def near_both(x: Any) -> Any:
    """Lie between the two."""
    return (of_a_sum(x) + of_a_quotient(x)) / 2


def left_over(folder: Path, rivals: list[Callable[..., Any]], answer: Any, seed: int, *, ends: bool = False) -> Any:
    """Return the names of the rivals that are left for a student who answers with `answer`."""
    known = [Misconception(rival.__name__, "f", rival, ("only",), rival.__name__) for rival in rivals]
    check = prepared(folder, SPEC, REFERENCE).statement
    assert check is not None
    asking = tell_apart(check, known, DiagnosisMemory(seed), 1.0)
    end = {"end": WorkerExit(EndReason.TIME), "received": 0} if ends else {}
    try:
        question = next(asking)
        while True:
            question = asking.send(response_to(question, {"f": answer}, **end))
    except StopIteration as stop:
        return [rival.name for rival in stop.value]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", [of_a_sum, of_a_quotient, of_log1p])
def test_each_is_told_from_the_others(tmp_path: Path, answer: Callable[..., Any], seed: int) -> None:
    """By the digits that its own operations leave."""
    assert left_over(tmp_path, [of_a_sum, of_a_quotient, of_log1p], answer, seed) == [answer.__name__]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_in_other_words_is_the_same(tmp_path: Path, seed: int) -> None:
    """A loop over the numbers, with the arguments of the sum exchanged."""

    def in_a_loop(x: Any) -> Any:
        with np.errstate(all="ignore"):
            return np.array([-np.log(np.exp(-number) + 1.0) for number in x])

    assert left_over(tmp_path, [of_a_sum, of_a_quotient], in_a_loop, seed) == ["of_a_sum"]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", [near_both, lambda x: -np.logaddexp(0, -x), lambda x: x * np.nan])
def test_what_is_neither_is_none(tmp_path: Path, answer: Any, seed: int) -> None:
    """The nearer of two is not the right one yet."""
    assert left_over(tmp_path, [of_a_sum, of_a_quotient], answer, seed) == []


def test_what_never_differs_stays_open(tmp_path: Path) -> None:
    """Then the other checks decide, or none is told."""

    def also_of_a_sum(x: Any) -> Any:
        return of_a_sum(x)

    assert left_over(tmp_path, [of_a_sum, also_of_a_sum], of_a_sum, 1) == ["of_a_sum", "also_of_a_sum"]


def test_what_does_not_answer_is_none(tmp_path: Path) -> None:
    """The worker ended."""
    assert left_over(tmp_path, [of_a_sum, of_a_quotient], of_a_sum, 1, ends=True) == []


def test_rivals_that_take_too_long_stay_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known of what they give, so nothing tells them apart."""
    monkeypatch.setattr(misconceptions, "STEPS", -1)
    assert left_over(tmp_path, [of_a_sum, of_a_quotient], of_a_sum, 1) == ["of_a_sum", "of_a_quotient"]
