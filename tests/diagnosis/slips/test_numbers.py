"""Slips: named where they fit every case, and nothing is said where one case contradicts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.diagnosis.slips import Call, Sample, answer_slip_of, numbers, slip_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


@pytest.fixture(autouse=True)
def _much_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all slips be tried, however slow the machine is."""
    monkeypatch.setattr(numbers, "STEPS", 100_000_000)


def right(x: NDArray[Any]) -> NDArray[Any]:
    """Return what is due."""
    return np.cumsum(x) + 0.25


def call_of(
    got: Callable[..., Any],
    *,
    count: int = 8,
    least: int = 3,
    arguments: int = 1,
    reference: Any = right,
    others: tuple[Any, ...] = (),
) -> Call:
    """Return the cases of a call whose student gives `got(due, *arguments)`."""
    rng = np.random.default_rng(1)
    cases = []
    for number in range(count):
        given = tuple(np.round(rng.normal(0, 3, least + number % 4), 2) for _ in range(arguments))
        due = np.asarray(reference(*given), dtype=float)
        cases.append(Sample(given, due, np.asarray(got(due, *given), dtype=float)))
    names = ("x", "y", "z")[:arguments]
    functions = {"f": reference, "g": lambda *a: a[0] ** 3}
    return Call("f", names, cases, functions, others)


NAMED = {
    "negated": (lambda due, x: -due, "opposite sign"),
    "doubled": (lambda due, x: 2 * due, "2 times"),
    "halved": (lambda due, x: due / 2, "half of"),
    "a-seventh": (lambda due, x: due / 7, "1/7 of"),
    "minus-a-third": (lambda due, x: due / -3, "-1/3 of"),
    "times-pi": (lambda due, x: np.pi * due, "3.14159 times"),
    "by-their-number": (lambda due, x: due / len(x), "divided by the number of entries of `x`"),
    "times-their-number": (lambda due, x: due * len(x), "times the number of entries of `x`"),
    "larger": (lambda due, x: due + 1, "larger by 1 everywhere"),
    "smaller": (lambda due, x: due - 0.5, "smaller by 0.5 everywhere"),
    "reversed": (lambda due, x: due[::-1], "opposite order"),
    "sorted": (lambda due, x: np.sort(due), "sorted"),
    "late": (lambda due, x: np.concatenate([[7.0], due[:-1]]), "too late"),
    "early": (lambda due, x: np.concatenate([due[1:], [7.0]]), "too early"),
    "squared": (lambda due, x: due**2, "square of"),
    "no-sign": (lambda due, x: np.abs(due), "without its sign"),
    "exponential": (lambda due, x: np.exp(due), "exponential"),
    "one-minus": (lambda due, x: 1 - due, "one minus"),
    "reciprocal": (lambda due, x: 1 / due, "one divided by"),
    "shares": (lambda due, x: due / due.sum(), "its own sum"),
    "running": (lambda due, x: np.cumsum(due), "running sums"),
    "differences": (lambda due, x: np.diff(due, prepend=0.0), "differences of neighbours"),
    "rounded": (lambda due, x: np.round(due, 1), "rounded to 1 decimals"),
    "float32": (lambda due, x: due.astype(np.float32) * np.float32(1 + 2e-6), "float32"),
    "the-input": (lambda due, x: x, "`x` itself"),
    "tangents": (lambda due, x: np.tanh(x), "hyperbolic tangents of the numbers in `x`"),
    "logistic": (
        lambda due, x: 1 / (1 + np.exp(-x)),
        "the logistic function, 1 / (1 + exp(-x)), of the",
    ),
    "of-the-largest": (lambda due, x: x - x.max(), "each minus the largest, in `x`"),
    "always-one-number": (lambda due, x: np.full_like(due, 0.5), "0.5 for every input"),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_slip_is_named(name: str) -> None:
    """Each by a sentence of its own, which names the function."""
    got, says = NAMED[name]
    text = slip_of(call_of(got))
    assert says in text
    assert "`f`" in text


@pytest.mark.parametrize("name", NAMED)
def test_one_case_that_contradicts_is_enough(name: str) -> None:
    """Nothing is said that is not so in every case."""
    got, _ = NAMED[name]
    calls = iter(range(100))
    text = slip_of(
        call_of(lambda due, x: got(due, x) if next(calls) != 5 else np.where(due > 0, due + 0.37, due - 0.71))  # type: ignore[no-untyped-call]
    )
    assert text == ""


@pytest.mark.parametrize("name", [name for name in NAMED if name != "float32"])
def test_too_few_cases_say_nothing(name: str) -> None:
    """Two cases could be chance."""
    assert slip_of(call_of(NAMED[name][0], count=2)) == ""


def test_what_is_right_has_no_slip() -> None:
    """Neither exactly nor to the last digit."""
    assert slip_of(call_of(lambda due, x: due)) == ""
    assert slip_of(call_of(lambda due, x: due * (1 + 1e-12))) == ""


@pytest.mark.parametrize("seed", range(20))
def test_unrelated_numbers_have_no_slip(seed: int) -> None:
    """What is wrong without a rule stays without a sentence."""
    rng = np.random.default_rng(seed)
    assert slip_of(call_of(lambda due, x: rng.normal(0, 3, len(due)))) == ""


def test_a_number_minus_the_largest_of_itself_is_no_function_of_it() -> None:
    """One answer for every input, which is what is said."""
    cases = [Sample((np.array(float(n)),), np.array(n + 1.0), np.array(0.0)) for n in range(8)]
    assert "returns 0 for every input" in slip_of(Call("f", ("x",), cases, {"f": right}))


def test_arguments_in_the_other_order_are_named() -> None:
    """By their names."""
    text = slip_of(call_of(lambda due, x, y: y - 2 * x, arguments=2, reference=lambda x, y: x - 2 * y))
    assert "`x` and `y` exchanged" in text


def test_another_function_of_the_task_is_named() -> None:
    """What it should return is returned by this one."""
    assert "what `g` should return" in slip_of(call_of(lambda due, x: x**3, others=("g",)))


def test_a_transposed_matrix_is_named() -> None:
    """Rows and columns, square ones included."""
    text = slip_of(call_of(lambda due, x: due.T, reference=lambda x: np.outer(x, np.arange(len(x)))))
    assert "rows and columns exchanged" in text


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_not_finite_has_no_slip(value: float) -> None:
    """Those are other failures."""
    assert slip_of(call_of(lambda due, x: np.full_like(due, value))) == ""
    assert slip_of(Call("f", ("x",), [], {})) == ""


LARGE = [1e9 * np.array([1.5, 2.25, 3.0 + count, 7.0 * count + 1]) for count in range(8)]


@pytest.mark.parametrize(
    ("student", "says"),
    [
        (np.log10, "the logarithm to the base 10 of what is due"),
        (np.sqrt, "the square root of what is due"),
        (np.sin, ""),
        (np.cbrt, ""),
        (lambda due: due - due.mean(), "what is due minus its mean"),
    ],
)
def test_beside_large_numbers_small_ones_are_not_all_alike(student: Callable[[Any], Any], says: str) -> None:
    """A sine is no logarithm, though both are nothing beside a billion."""
    text = slip_of(Call("f", ("n",), [Sample((at,), due, student(due)) for at, due in enumerate(LARGE)], {}))
    assert text == (says and f"`f` returns {says}, in every case.")


@pytest.mark.parametrize(("student", "says"), [(math.sin, ""), (math.sqrt, "all its numbers replaced by their square")])
def test_so_it_is_within_lists(student: Callable[[float], float], says: str) -> None:
    """There each number is changed by itself."""
    cases = [Sample((at,), due.tolist(), [*map(student, due.tolist())]) for at, due in enumerate(LARGE)]
    text = answer_slip_of(Call("f", ("n",), cases, {}))
    assert says in text
    assert bool(text) is bool(says)
