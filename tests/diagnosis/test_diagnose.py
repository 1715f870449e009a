"""A diagnosis is one explanation of every case: a misconception, a slip, a size, or nothing."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.course import load_course
from grader.diagnosis.memory import DiagnosisMemory
from tests.samples.small_tasks import HEAD, verdict_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from grader.checks.statement import PreparedCheck, Statement
    from grader.checks.task import Check

SPEC = """
sizes: {n: [1, 6]}
functions: {f: {args: [x]}, g: {args: [x]}}
inputs: {x: {vector: n, normal: 300, grid: 1/8}}
checks:
  - {id: only, title: t, points: 1, cases: 60, expect: "close(f(x), ref.f(x), rtol=1e-5)"}
  - {id: both, title: t, points: 1, cases: 60, expect: "close(f(x) + g(x), ref.f(x) + ref.g(x))"}
misconceptions:
  - {wrong: f_without_last, fails: [only], tells: The last number is left out.}
  - {wrong: f_that_raises, fails: [only], tells: It cannot be done like this.}
  - {wrong: f_of_a_text, fails: [only], tells: A text is no array.}
  - {wrong: f_that_leaves, fails: [only], tells: Nobody leaves like this.}
  - {wrong: g_doubled, fails: [both], tells: Twice is too much.}
"""
SLOW = """\
  - {wrong: f_slowly, fails: [only], tells: Nobody waits for this.}
  - {wrong: f_for_ever, fails: [only], tells: This never ends.}
"""
REFERENCE = """
import numpy as np

def f(x):
    return np.tanh(x / 400)

def g(x):
    return x / 2
"""
WRONG = """
import time
import numpy as np

def f_without_last(x):
    return np.append(np.tanh(x[:-1] / 400), 0.0)

def f_that_raises(x):
    if len(x) > 2:
        raise ValueError("no")
    return np.tanh(x / 400)

def f_of_a_text(x):
    return str(np.tanh(x / 400).tolist())

def f_slowly(x):
    end = time.thread_time() + 0.05
    while time.thread_time() < end:
        pass
    return x

def f_for_ever(x):
    while True:
        x = x + 1

def f_that_leaves(x):
    raise SystemExit

def g_doubled(x):
    return x
"""


@dataclass(frozen=True)
class Asked:
    """A check, prepared, and what is remembered of earlier submissions."""

    check: Check
    prepared: PreparedCheck
    memory: DiagnosisMemory = field(default_factory=DiagnosisMemory)


def told(asked: Any, **functions: Any) -> Any:
    """Return what a student with `functions` is told."""
    return verdict_on(asked.prepared, check=asked.check, memory=asked.memory, **functions)


def prepared(tmp_path: Path, more: str = "") -> dict[str, Statement]:
    """Return the checks by their id, prepared."""
    files = {
        "tasks/small.yaml": HEAD + dedent(SPEC) + more,
        "reference/small.py": REFERENCE,
        "reference/wrong/small.py": WRONG,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return {check.id: Asked(check, check.prepare(1)) for check in load_course(tmp_path).tasks[0].checks}  # type: ignore[misc]


@pytest.fixture
def checks(tmp_path: Path) -> dict[str, Statement]:
    """Return the checks of a task whose misconceptions are quick."""
    return prepared(tmp_path)


def raising(x: NDArray[Any]) -> NDArray[Any]:
    """Raise another exception in the same cases."""
    if len(x) > 2:
        raise KeyError("other")
    return np.tanh(x / 400)


def not_finite(x: NDArray[Any]) -> NDArray[Any]:
    """Give not-a-number in the same cases."""
    return np.tanh(x / 400) if len(x) <= 2 else x * np.nan


@pytest.mark.parametrize(
    ("function", "tells"),
    [
        pytest.param(lambda x: np.append(np.tanh(x / 400)[:-1], 0), "The last number is left out.", id="numbers"),
        pytest.param(raising, "It cannot be done like this.", id="another-exception"),
        pytest.param(not_finite, "It cannot be done like this.", id="not-a-number-for-an-exception"),
        pytest.param(lambda x: str(np.tanh(x / 400).tolist()), "A text is no array.", id="a-text"),
    ],
)
def test_a_misconception_that_gives_the_same_in_every_case_explains(
    checks: dict[str, Statement], function: Callable[..., Any], tells: str
) -> None:
    """What is not a number, infinite or raised is one class."""
    explained = told(checks["only"], f=function).misconceptions
    assert [known.tells for known in explained] == [tells]


def test_one_case_that_contradicts_leaves_nothing(checks: dict[str, Statement]) -> None:
    """A single case in which the outputs differ."""
    seen = iter(range(1000))

    def nearly(x: Any) -> Any:
        return np.append(np.tanh(x / 400)[:-1], 0.0 if next(seen) != 30 else 0.25)

    said = told(checks["only"], f=nearly)
    assert (said.misconceptions, said.diagnosis) == ((), "")


def test_a_misconception_of_a_function_that_is_right_explains_nothing(checks: dict[str, Statement]) -> None:
    """Where f fails, what is known of g is of no interest; where both fail, nothing is said."""
    twice = {"f": lambda x: 2 * np.tanh(x / 400), "g": lambda x: x / 2}
    said = told(checks["both"], **twice)
    assert said.misconceptions == ()
    assert "`f` returns 2 times" in said.diagnosis
    assert [
        known.name for known in told(checks["both"], f=lambda x: np.tanh(x / 400), g=lambda x: x).misconceptions
    ] == ["g_doubled"]
    both = told(checks["both"], f=lambda x: -np.tanh(x / 400), g=lambda x: x / 3)
    assert (both.misconceptions, both.diagnosis) == ((), "")


@pytest.mark.slow
def test_a_misconception_that_is_slow_or_never_ends_is_no_explanation_and_no_fault(tmp_path: Path) -> None:
    """Each is given up after a second, once for all submissions, and nothing stays behind."""
    before, checks = sys.gettrace(), prepared(tmp_path, SLOW)
    said = told(checks["only"], f=lambda x: x)
    assert said.misconceptions == ()
    assert "`f` returns `x` itself" in said.diagnosis
    assert sys.gettrace() is before
    leaving = told(checks["only"], f=lambda x: x / 0 if len(x) else x * np.nan)
    assert [known.name for known in leaving.misconceptions] == ["f_that_leaves"]


def test_what_overflows_names_the_size(checks: dict[str, Statement]) -> None:
    """Where no misconception and no slip fits."""

    def flows(x: Any) -> Any:
        with np.errstate(all="ignore"):
            return np.tanh(x / 400) + 0 * np.exp(2 * x)

    said = told(checks["only"], f=flows)
    assert said.diagnosis.startswith("It goes wrong from numbers in `x` of about 3")


def test_what_passes_is_not_diagnosed(checks: dict[str, Statement]) -> None:
    """Neither wrong nor explained."""
    said = told(checks["only"], f=lambda x: np.tanh(x / 400))
    assert (said.misconceptions, said.diagnosis) == ((), "")
