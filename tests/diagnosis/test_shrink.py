"""Shrinking: the smallest case that fails in the same way is shown, once for all who fail alike."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.checks.search_budget import SearchBudget
from grader.checks.verdict import Explanation, ShownCase
from grader.diagnosis.explanation import explain
from grader.diagnosis.memory import DiagnosisMemory
from grader.diagnosis.shrink import shrink
from grader.sandbox.exits import EndReason, WorkerExit
from tests.samples.small_tasks import expecting, prepared, response_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


TWICE = "def f(x):\n    return 2 * x\n"


def driven(asking: Any, functions: dict[str, Callable[..., Any]], *, end_at: Any = None) -> tuple[Any, int]:
    """Carry questions to `functions` and return what comes of it, and how many questions there were."""
    asked = 0
    try:
        question = next(asking)
        while True:
            ended = {"end": WorkerExit(EndReason.TIME), "received": 0} if asked == end_at else {}
            asked += 1
            question = asking.send(response_to(question, functions, **ended))
    except StopIteration as stop:
        return stop.value, asked


def shrunk(check: Any, *, rounds: int = 1000, end_at: Any = None, memory: Any = None, **functions: Any) -> Any:
    """Examine and shrink; return both explanations and the number of extra questions."""
    verdict, _ = driven(check.examine(), functions)
    first = explain(check, verdict)
    budget = SearchBudget(rounds, 60.0)
    last, asked = driven(shrink(check, first, memory or DiagnosisMemory(), budget), functions, end_at=end_at)
    return first, last, asked


def shown(row: Any, mode: Any) -> Any:
    """Return an explanation that shows a drawn case."""
    return Explanation(shown=ShownCase(row, mode))


@pytest.mark.parametrize(
    ("wrong", "due"),
    [
        pytest.param(lambda x: 2 * x + (len(x) > 2), [0, 0, 0], id="three-entries"),
        pytest.param(lambda x: 2 * x + 1.0, [0], id="any-case"),
        pytest.param(lambda x: 2 * x * (np.abs(x) < 5), [5], id="large-numbers"),
        pytest.param(lambda x: 2 * np.sort(x), [1, 0], id="not-in-order"),
        pytest.param(lambda x: 2 * np.abs(x), [-1], id="negative-numbers"),
        pytest.param(lambda x: 2 * x[::-1], [0, 1], id="reversed"),
        pytest.param(lambda x: 2 * x if len(set(x)) == len(x) else x * 0, [1, 1], id="equal-entries"),
    ],
)
def test_the_smallest_case_is_found(tmp_path: Path, wrong: Callable[..., Any], due: list[int]) -> None:
    """Fewest entries, then zeros, then small numbers without a sign."""
    first, last, _ = shrunk(expecting(tmp_path, "close(f(x), ref.f(x))", TWICE), f=wrong)
    assert sorted(last.counterexample.inputs["x"], reverse=True) == sorted(due, reverse=True)
    assert (last.fingerprint, last.show_hint) == (first.fingerprint, first.show_hint)
    got, expected = (next(iter(part.values())) for part in (last.counterexample.got, last.counterexample.expected))
    assert got == wrong(np.array(due, dtype=float)).tolist() or sorted(due) != due
    assert expected == [2 * entry for entry in last.counterexample.inputs["x"]]
    assert str(last.counterexample.inputs["x"]) in last.repeat.replace("np.array(", "").replace(")", "")


def test_a_case_that_fails_in_another_way_is_not_shown(tmp_path: Path) -> None:
    """An exception for short vectors does not stand in for wrong numbers for long ones."""

    def wrong(x: Any) -> Any:
        if len(x) < 3:
            raise ValueError("too short")
        return 2 * x + 1

    check = expecting(tmp_path, "close(f(x), ref.f(x))", TWICE)
    row = next(row for row, case in enumerate(check.cases.drawn) if len(case["x"]) > 3)
    last, _ = driven(shrink(check, shown(row, "differs"), DiagnosisMemory(), SearchBudget(1000, 60.0)), {"f": wrong})
    assert last.counterexample.inputs["x"] == [0, 0, 0]


@pytest.mark.parametrize("kind", [ValueError, ZeroDivisionError])
def test_an_exception_stays_the_same(tmp_path: Path, kind: type[Exception]) -> None:
    """Of two exceptions the one that was seen is shown on a smaller case."""

    def wrong(x: Any) -> None:
        if len(x) > 4:
            raise kind("many")
        raise IndexError("few")

    check = expecting(tmp_path, "close(f(x), ref.f(x))", TWICE)
    row = next(row for row, case in enumerate(check.cases.drawn) if len(case["x"]) > 4)
    seen = shown(row, f"f raises {kind.__name__}")
    last, _ = driven(shrink(check, seen, DiagnosisMemory(), SearchBudget(1000, 60.0)), {"f": wrong})
    assert last.counterexample.inputs["x"] == [0] * 5
    assert kind.__name__ in last.message
    assert last.retrace_question is not None


def test_those_who_fail_alike_are_asked_once(tmp_path: Path) -> None:
    """The second submission with the same answers gets the same case for one question."""
    check, memory = expecting(tmp_path, "close(f(x), ref.f(x))", TWICE), DiagnosisMemory()
    _, first, many = shrunk(check, memory=memory, f=lambda x: 2 * x + (np.abs(x) > 3))
    _, second, few = shrunk(check, memory=memory, f=lambda x: x + x + np.where(np.abs(x) > 3, 1.0, 0.0))
    assert first.counterexample == second.counterexample
    assert many > few == 1


def test_a_known_case_that_does_not_fail_is_searched_for_anew(tmp_path: Path) -> None:
    """Equal answers to the cases that were asked do not make two functions equal."""
    check, memory = expecting(tmp_path, "close(f(x), ref.f(x))", TWICE), DiagnosisMemory()
    first, last, _ = shrunk(check, memory=memory, f=lambda x: 2 * x + 1)
    memory.simplest[first.fingerprint] = {"x": np.array([8.0, 0.0])}
    _, again, _ = shrunk(check, memory=memory, f=lambda x: 2 * x + (x.tolist() != [8, 0]))
    assert again.counterexample.inputs == last.counterexample.inputs


@pytest.mark.parametrize("end_at", [0, 2])
def test_a_hang_ends_the_search(tmp_path: Path, end_at: int) -> None:
    """What was found before stays; where nothing was, the case that was asked is shown."""
    check = expecting(tmp_path, "close(f(x), ref.f(x))", TWICE)
    first, last, asked = shrunk(check, f=lambda x: 2 * x * (np.abs(x) < 3), end_at=end_at)
    assert asked <= end_at + 1
    if not end_at:
        assert last.counterexample == first.counterexample


def test_without_a_message_nothing_is_asked(tmp_path: Path) -> None:
    """The case that failed is shown as it is."""
    first, last, asked = shrunk(expecting(tmp_path, "close(f(x), ref.f(x))", TWICE), rounds=0, f=lambda x: x)
    assert asked == 0
    assert last == first


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_the_messages_are_counted_and_not_the_time(
    tmp_path: Path, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine on which nothing gets on shows the same case as a fast one."""
    check = expecting(tmp_path, "close(f(x), ref.f(x))", TWICE)
    _, fast, asked = shrunk(check, rounds=rounds, f=lambda x: 2 * x * (np.abs(x) < 3))
    clock = iter(range(1_000_000))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))  # a second passes with each look at it
    _, slow, asked_slowly = shrunk(check, rounds=rounds, f=lambda x: 2 * x * (np.abs(x) < 3))
    assert asked == asked_slowly <= rounds
    assert slow.counterexample == fast.counterexample


def test_a_gradient_is_shown_on_a_small_case_too(tmp_path: Path) -> None:
    """The reference's gradient stands for the numerical one while candidates are tried."""
    spec = """
    sizes: {n: [1, 5]}
    functions: {grad: {args: [x]}}
    inputs: {x: {vector: n, normal: 1.0}}
    checks: [{id: only, title: t, points: 1, cases: 20, gradient: grad(x), of: ref.cube(x), wrt: x}]
    """
    reference = "import numpy as np\ndef cube(x):\n    return np.sum(x ** 3)\ndef grad(x):\n    return 3 * x ** 2\n"
    check = prepared(tmp_path, spec, reference)
    _, last, _ = shrunk(check, grad=lambda x: x**2)
    assert last.counterexample.inputs == {"x": [1.0]}
    assert last.counterexample.expected == {"grad(x)": [3.0]}
