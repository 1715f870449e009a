"""The case beside a told cause is the smallest in which other likely causes give another answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.checks.explaining_limits import looked_at
from grader.diagnosis import telling
from grader.diagnosis.misconceptions import CallOutput, _size_of, same
from grader.diagnosis.slips import Sample
from grader.diagnosis.telling import TellingCases, ToldCause
from tests.judge.small_gradings import graded, grading_of, the

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.results import CheckResult

WHOLE = "{integer: [-9, 9]}"
VECTOR = "{vector: n, uniform: [-9, 9], grid: 1/2}"
CHECK = """
functions: {{f: {{args: [{names}]}}}}
checks:
  - {{id: f, title: F, points: 1, cases: 40, inputs: {{{inputs}}}, expect: "close(f({names}), ref.f({names}))"}}
"""


def checked(folder: Path, right: str, wrong: str, known: str = "", **inputs: str) -> CheckResult:
    """Return the result for the function `wrong` where `right` is asked for; `known` are the known mistakes."""
    spec = CHECK.format(names=", ".join(inputs), inputs=", ".join(f"{name}: {text}" for name, text in inputs.items()))
    bodies = [f"import numpy as np\ndef f({', '.join(inputs)}):\n    return {body}\n" for body in (right, wrong)]
    return the(graded(grading_of(folder, spec + known, bodies[0]), bodies[1]), "f")


def shown(check: CheckResult) -> tuple[dict[str, Any], Any, Any]:
    """Return the shown inputs, the answer and the right one."""
    assert check.counterexample is not None
    [got], [expected] = check.counterexample.got.values(), check.counterexample.expected.values()
    return dict(check.counterexample.inputs), got, expected


def test_a_sum_for_a_product_shows_numbers_that_tell_them_apart(tmp_path: Path) -> None:
    """0 and 1 may come of a maximum, 1 and 1 of a product that is doubled, 2 and 3 of one that is too small by 1."""
    (tmp_path / "reference" / "wrong").mkdir(parents=True)
    (tmp_path / "reference" / "wrong" / "small.py").write_text("def f_sum(a, b):\n    return a + b\n")
    known = "misconceptions:\n  - {wrong: f_sum, fails: [f], tells: You add.}\n"
    check = checked(tmp_path, "a * b", "a + b", known, a=WHOLE, b=WHOLE)
    assert check.diagnosis == "You add."
    inputs, got, expected = shown(check)
    a, b = inputs["a"], inputs["b"]
    assert got == a + b
    assert got not in {a, b, -a, -b, abs(a), abs(b), a * -b, a**2 * b, a * b**2}
    assert got not in {expected + 1, expected - 1, 2 * expected, expected / 2, abs(expected), 1 - expected}


def test_a_last_number_that_is_left_out_is_seen(tmp_path: Path) -> None:
    """The only number of a vector may be left out as the first one too, or as all."""
    check = checked(tmp_path, "float(x.sum())", "float(x[:-1].sum())", x=VECTOR)
    inputs, got, expected = shown(check)
    x = np.array(inputs["x"])
    assert "without its last number" in check.diagnosis, check.diagnosis
    assert got == x[:-1].sum() != expected
    assert got not in {x[1:].sum(), 0.0, -expected, abs(expected)}


def test_an_order_is_told_from_another(tmp_path: Path) -> None:
    """Two numbers in ascending order are the same backwards as sorted downwards."""
    check = checked(tmp_path, "x * 1.0", "np.sort(x)[::-1].copy()", x=VECTOR)
    inputs, got, _ = shown(check)
    assert "sorted downwards" in check.diagnosis, check.diagnosis
    assert got == sorted(inputs["x"], reverse=True)
    assert got not in (inputs["x"][::-1], inputs["x"])


def test_a_comparison_at_the_edge_shows_the_edge(tmp_path: Path) -> None:
    """A count of the smaller ones that counts the equal ones as well."""
    check = checked(tmp_path, "int((x < t).sum())", "int((x <= t).sum())", x=VECTOR, t=WHOLE)
    inputs, got, expected = shown(check)
    assert "both sides are equal" in check.diagnosis, check.diagnosis
    assert got > expected
    assert inputs["t"] in inputs["x"]


def test_the_cause_is_what_it_was(tmp_path: Path) -> None:
    """The case alone is another one; what is told and how many cases fail depend on those that were drawn."""
    check = checked(tmp_path, "x * 1.0", "2 * x", x=VECTOR)
    assert check.diagnosis == "`f` returns 2 times what is expected, in every case. Look at the factors."
    inputs, got, expected = shown(check)
    assert got == [2 * number for number in inputs["x"]]
    assert expected == inputs["x"]
    assert got != [number + 1 for number in inputs["x"]]
    assert str(inputs["x"]) in check.repeat
    assert check.failed_cases > 20


def judged(rivals: list[Callable[[Sample], Any]], sample: Sample, monkeypatch: pytest.MonkeyPatch) -> TellingCases:
    """Return what judges cases, each of which is `sample`; the cause gives its answer."""
    monkeypatch.setattr(telling, "sample_of", lambda *_: sample)
    call: Any = None
    return TellingCases(ToldCause(call, lambda sample: sample.got), rivals)


def test_rivals_are_counted_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that fit come first for the next case; a case in which the cause does not fit is worse than any."""
    alike, other = (lambda sample: sample.got), (lambda sample: sample.got + 1)
    cases = judged([], Sample((1,), 2, 3), monkeypatch)
    cases.live = [other, alike, alike]
    case: Any = None
    assert cases.count(case, 0) == 2
    assert cases.live[-1] is other
    assert cases.count(case, 0, 0) == 1
    cases.cause = ToldCause(case, other)
    assert cases.count(case, 0) == 4


def test_what_fits_all_failing_cases_is_no_rival(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the cause in other words; what fits the shown case alone is one."""
    rows = [Sample((number,), 2 * number, number * number) for number in (0, 1, 2, 3)]
    square, double, argument = (lambda s: s.arguments[0] ** 2), (lambda s: s.expected), (lambda s: s.arguments[0])
    cases = judged([square, argument, double], rows[0], monkeypatch)
    monkeypatch.setattr(telling, "sample_of", lambda _evidence, _call, row: rows[row])
    case: Any = None
    assert cases.review(case, 1, [0, 1, 2, 3], case)
    assert (cases.live, cases.rivals) == ([argument], [double])
    assert not cases.review(case, 3, [0, 1, 2, 3], case)
    assert cases.review(case, 2, [0, 1, 2, 3], case)
    assert cases.live == [argument, double]


def test_a_rival_without_end_explains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends by its steps, and those that come after it are asked."""

    def endless(_: Sample) -> int:
        while True:
            pass

    function: Any = endless
    cases = judged([], Sample((1,), 2, 3), monkeypatch)
    cases.live = [lambda sample: looked_at(function, sample), lambda sample: sample.got]
    began, case = time.thread_time(), None
    assert cases.count(case, 0) == 1  # type: ignore[arg-type]
    assert time.thread_time() - began < 2
    assert cases.left.used > telling.CALL_STEPS


def test_a_reference_that_ends_the_process_ends_no_diagnosis(tmp_path: Path) -> None:
    """It is asked for changed inputs, which the course never gives it."""
    spec = CHECK.format(names="n", inputs="n: {integer: [2, 30]}")
    right = "def f(n):\n    if n not in range(2, 31):\n        raise SystemExit\n    return n * n + 7 * n\n"
    check = the(graded(grading_of(tmp_path, spec, right), "def f(n):\n    return (n * n + 7 * n) // 2\n"), "f")
    assert check.diagnosis == "`f` returns half of what is expected, in every case. Look at the factors."


@pytest.mark.parametrize("due", [2.0**50, 2**50, 2**80, 10**400, np.full(2, 2.0**50)], ids=str)
def test_beside_large_right_answers_two_small_ones_are_not_the_same(due: Any) -> None:
    """A known mistake gives what came, and not any other small number."""
    size = _size_of(due, 3.0)
    assert same(CallOutput(3.0), CallOutput(3.0 + 1e-12), size)
    assert not same(CallOutput(3.0), CallOutput(4.0), size)
