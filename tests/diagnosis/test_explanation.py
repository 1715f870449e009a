"""From what was seen to the verdict: which case is shown, what is said of it, and the notes beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.results import Outcome
from tests.samples.families import some_of
from tests.samples.small_tasks import expecting, verdict_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from grader.checks.statement import Statement

DOUBLE = "def f(x):\n    return 2.0 * x\n"
CLOSE = "close(f(x), ref.f(x))"


@pytest.fixture(scope="module")
def double(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    """Return the check that f doubles its argument."""
    return expecting(tmp_path_factory.mktemp("course"), CLOSE, DOUBLE)  # type: ignore[no-any-return]


def raising(x: NDArray[Any]) -> None:
    """Fail as students' code does."""
    raise ZeroDivisionError("by nothing")


@given(at_least=st.integers(1, 6), above=st.integers(-9, 9))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_counterexample_is_the_smallest_failing_case(double: Statement, at_least: Any, above: Any) -> None:
    """No case that fails has fewer entries, or as many and smaller ones."""

    def wrong(x: Any) -> Any:
        return len(x) >= at_least and x.max() > above

    verdict = verdict_on(double, f=lambda x: 2 * x + wrong(x))
    failing = [x for x in double.cases.inputs["x"].take(np.arange(double.cases.distinct)) if wrong(x)]
    assert verdict.failed_cases == len(failing)
    assert verdict.outcome is (Outcome.FAILED if failing else Outcome.PASSED)
    if failing:
        size, total = min((len(x), np.abs(x).sum()) for x in failing)
        shown = np.array(verdict.counterexample.inputs["x"])
        assert wrong(shown)
        assert (len(shown), np.abs(shown).sum()) == (size, total)


@pytest.mark.parametrize(
    ("f", "outcome"),
    [
        (lambda x: 2 * x, Outcome.PASSED),
        (lambda x: raising(x) if len(x) > 1 else 2 * x, Outcome.ERROR),
        (lambda x: raising(x) if len(x) > 1 else 3 * x + 1, Outcome.FAILED),
        (lambda x: raising(x) if len(x) > 1 else None, Outcome.FAILED),
        (raising, Outcome.ERROR),
    ],
    ids=["right", "raises or right", "raises or wrong", "raises or nothing", "always raises"],
)
def test_it_is_an_error_only_if_every_failing_case_raised(
    double: Statement, f: Callable[..., Any], outcome: Outcome
) -> None:
    """A wrong answer somewhere makes it `failed`."""
    assert verdict_on(double, f=f).outcome is outcome


def test_a_case_whose_exception_is_known_is_shown_first(double: Statement) -> None:
    """A worker tells a few different exceptions at a time; the smallest case may raise another one."""

    def wrong(x: Any) -> None:
        raise ValueError(f"{len(x)} numbers from {x[0]}")

    verdict = verdict_on(double, f=wrong)
    shown = verdict.counterexample.inputs["x"]
    assert verdict.message == f"`f` raises ValueError: {len(shown)} numbers from {shown[0]}."


@pytest.mark.parametrize(
    ("expect", "several"),
    [
        (CLOSE, False),
        ("at_most(f(x)[0], ref.f(x)[0]) and len(f(x)) == len(ref.f(x))", False),
        ("at_most(f(x)[0], ref.f(x)[0]) and close(f(x), ref.f(x))", False),
        ("at_most(f(x)[0], ref.f(x)[0])", True),
        ("ref.suits(x, f(x))", True),
    ],
)
def test_a_bound_or_a_rule_has_several_right_answers(tmp_path: Path, expect: str, several: bool) -> None:
    """What the reference returns there is one of them."""
    check = expecting(tmp_path, expect, DOUBLE + "\ndef suits(x, y):\n    return bool(y[0] <= 2 * x[0])\n")
    assert verdict_on(check, f=lambda x: 2 * x + 1.0).counterexample.has_alternatives is several


@pytest.mark.parametrize(
    ("expect", "answer", "several"),
    [
        ("not f(ref.some(x))", True, False),
        ("ref.suits(x) and f(ref.some(x))", False, False),
        ("f(ref.some(x)) or not ref.suits(x)", False, True),
    ],
)
def test_an_answer_that_has_to_be_true_is_the_only_right_one(
    tmp_path: Path, expect: str, answer: bool, several: bool
) -> None:
    """Though nothing is compared with it."""
    reference = f"def f(x):\n    return {not answer}\n\ndef some(x):\n    return x\n\ndef suits(x):\n    return True\n"
    check = expecting(tmp_path, expect, reference)
    assert verdict_on(check, f=lambda _: answer).counterexample.has_alternatives is several


def test_an_exception_is_shown_with_its_text_and_case(double: Statement) -> None:
    """What the student reads is what their code raised, and the case in which it did."""
    verdict = verdict_on(double, f=raising)
    assert verdict.message.startswith("`f` raises ZeroDivisionError: by nothing")
    assert verdict.counterexample.got["f(x)"] == verdict.message
    assert verdict.failed_cases == verdict.cases == double.cases.distinct


COUNTER = iter(range(10**9))
FIRST = {"calls": 0}


def once(x: NDArray[Any]) -> NDArray[Any]:
    """Answer rightly, and wrongly from the moment on when everything was asked once."""
    FIRST["calls"] += 1
    return 2 * x + (FIRST["calls"] > FIRST["distinct"])


def in_place(x: NDArray[Any]) -> NDArray[Any]:
    """Double the caller's array."""
    x *= 2
    return x


CHANGED = "`f` changes its argument `x`: the caller finds it changed afterwards. Work on a copy."
TWO_ANSWERS = "`f` gives two different answers to the same input. Does it keep something from one call to the next?"
SINGLE = "`f` answers in single precision (float32), about 7 digits. Compute in float64."


@pytest.mark.parametrize(
    ("f", "outcome", "notes"),
    [
        (in_place, Outcome.PASSED, (CHANGED,)),
        (lambda x: 2 * x + next(COUNTER) % 7 * 1e-9 * (x != 0), Outcome.PASSED, (TWO_ANSWERS,)),
        (once, Outcome.FAILED, (TWO_ANSWERS,)),
        (lambda x: (2 * x).astype(np.float32), Outcome.PASSED, ()),
        (lambda x: (3 * x).astype(np.float32), Outcome.FAILED, (SINGLE,)),
        (lambda x: in_place(x) * 2, Outcome.FAILED, (CHANGED,)),
    ],
    ids=["changed", "unsteady in the last digits", "unsteady", "float32", "wrong float32", "changed and wrong"],
)
def test_notes_stand_beside_an_answer_and_cost_nothing(
    double: Statement, f: Callable[..., Any], outcome: Outcome, notes: tuple[Any, ...]
) -> None:
    """What is worth knowing is said; the points depend on the answers alone."""
    FIRST.update(calls=0, distinct=double.cases.distinct)
    verdict = verdict_on(double, f=f)
    assert (verdict.outcome, verdict.notes) == (outcome, notes)


def test_an_unsteady_inner_function_puts_no_blame_on_the_outer_one(tmp_path: Path) -> None:
    """G answered two different inputs in two ways, as it should."""
    reference = "def f(x):\n    return 2.0 * x\n\ndef g(y):\n    return 1.0 * y\n"
    functions = "f: {args: [x]}, g: {args: [y]}"
    check = expecting(tmp_path, "close(g(f(x)), ref.f(x), scale=1)", reference, functions=functions)
    verdict = verdict_on(check, f=lambda x: 2 * x + next(COUNTER) % 7 * 1e-9, g=lambda y: y)
    assert verdict.notes == (TWO_ANSWERS,)


def test_a_random_function_may_answer_in_two_ways(tmp_path: Path) -> None:
    """The reference does so itself; one that is wrong as well is told nothing of it either."""
    reference = """
        import numpy as np

        def f(x):
            return np.random.default_rng().uniform(0, 1, len(x))

        def positive(y):
            return bool((y >= 0).all())
    """
    check = expecting(tmp_path, "ref.positive(f(x))", reference)
    rng = np.random.default_rng(3)
    assert verdict_on(check, f=lambda x: rng.uniform(0, 1, len(x))).notes == ()
    assert verdict_on(check, f=lambda x: rng.uniform(-1, 0, len(x))).notes == ()


@pytest.mark.parametrize(
    ("f", "says"),
    [
        pytest.param(lambda x: np.ones((len(x), 1)), False, id="ones"),
        pytest.param(lambda x: (2 * np.sort(x))[None], False, id="sorted"),
        pytest.param(lambda x: (2 * x)[:, None], True, id="right"),
    ],
)
@pytest.mark.parametrize("seed", some_of(range(6)))
def test_values_are_called_right_where_they_are_so_in_every_case(tmp_path: Path, f: Any, says: bool, seed: int) -> None:
    """A vector of one number is sorted; that its values are right is not said of a function that sorts."""
    verdict = verdict_on(expecting(tmp_path, CLOSE, DOUBLE, seed=seed), f=f)
    assert ("The values are right." in verdict.message) is says
    assert "Drop the extra dimension." in verdict.message


@pytest.mark.parametrize(
    ("f", "outcome", "message"),
    [
        (lambda x: 2 * x, Outcome.PASSED, ""),
        (in_place, Outcome.FAILED, CHANGED),
        (lambda x: in_place(x) + 1, Outcome.FAILED, "`f(x)` at position 0 is"),
        (lambda x: in_place(x) * np.nan, Outcome.FAILED, "`f` returns nan"),
    ],
    ids=["right", "changes", "changes and is wrong", "changes and is nan"],
)
def test_a_pure_function_must_not_change_its_argument(
    tmp_path: Path, f: Callable[..., Any], outcome: Outcome, message: str
) -> None:
    """Where the spec says `pure: true` the change is the failure, unless there is a worse one."""
    verdict = verdict_on(expecting(tmp_path, CLOSE, DOUBLE, functions="f: {args: [x], pure: true}"), f=f)
    assert verdict.outcome is outcome
    assert verdict.message.startswith(message)


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ("close(f(x), ref.f(x))", "`f(x)` at position 0 is 2.25 and should be 2, so it is too large by 0.25."),
        ("close(f(x), ref.f(x), rtol=0.125)", "`f(x)` at position 1 is 5 and should be 4, so it is too large by 1."),
        (
            "close(f(x), ref.f(x), rtol=0.01, scale=30)",
            "`f(x)` at position 1 is 5 and should be 4, so it is too large by 1.",
        ),
        (
            "close(f(x), ref.f(x), rtol=0.125, each=True)",
            "`f(x)` at position 1 is 5 and should be 4, so it is too large by 1.",
        ),
        (
            "close(f(x), ref.f(x), rtol=0.11, each=True)",
            "`f(x)` at position 0 is 2.25 and should be 2, so it is too large by 0.25.",
        ),
        ("close(ref.f(x), f(x), rtol=0.1)", "`f(x)` at position 1 is 5 and should be 4, so it is too large by 1."),
        ("same(f(x), ref.f(x))", "`f(x)` at position 0 is 2.25 and should be 2, so it is too large by 0.25."),
        (
            "close(f(x), ref.f(x), rtol=0.125) and close(f(x), ref.f(x))",
            "`f(x)` at position 1 is 5 and should be 4, so it is too large by 1.",
        ),
        ("not close(f(x), ref.g(x))", "This does not hold for the input below."),
    ],
    ids=["plain", "rtol", "scale", "each", "each and strict", "reference first", "same", "two", "not"],
)
def test_the_first_difference_is_the_first_that_counts(tmp_path: Path, expect: str, message: str) -> None:
    """An entry within the tolerance of the comparison is not called wrong."""
    reference = (
        "import numpy as np\n\ndef f(x):\n    return np.array([2.0, 4.0])\n\ndef g(x):\n    return f(x) + [0.25, 1]\n"
    )
    check = expecting(tmp_path, expect, reference, more=", where: ref.f(x) == ref.f(x)")
    assert verdict_on(check, f=lambda x: np.array([2.25, 5.0])).message == message


def test_the_numbers_shown_are_those_of_the_reference_on_the_students_argument(double: Statement) -> None:
    """Got and expected belong to the same calls, and to the case that is shown."""
    example = verdict_on(double, f=lambda x: 2 * x + 1).counterexample
    x = np.array(example.inputs["x"])
    assert example.inputs.keys() == {"x"}
    assert example.got == {"f(x)": (2 * x + 1).tolist()}
    assert example.expected == {"f(x)": (2 * x).tolist()}


THREE = """
sizes: {n: [0, 5]}
inputs: {x: {vector: n, normal: 3.0}, m: {matrix: [n, 2], normal: 1.0}, i: {integer: [0, 9]}}
"""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_lines_that_repeat_a_case_make_the_same_call(tmp_path: Path, seed: int) -> None:
    """They are Python, and their arguments are those of the counterexample to the last bit."""
    reference = "def f(x, m, i):\n    return x.sum() + m.sum() + i\n"
    check = expecting(
        tmp_path, "close(f(x, m, i), ref.f(x, m, i), scale=100)", reference, functions="f: {args: [x, m, i]}",
        vector=THREE, seed=seed,
    )  # fmt: skip
    verdict = verdict_on(check, f=lambda x, m, i: 1e9 if len(x) >= seed - 1 else x.sum() + m.sum() + i)
    calls = []
    exec(verdict.repeat, {"np": np, "f": lambda *args: calls.append(args)})
    ((x, matrix, i),) = calls
    inputs = verdict.counterexample.inputs
    assert (x.tolist(), matrix.tolist(), i) == (inputs["x"], inputs["m"], inputs["i"])
    assert type(i) is int
    assert matrix.shape == (len(x), 2)


def test_a_long_argument_is_not_printed(tmp_path: Path) -> None:
    """Beyond 60 entries there is no line to repeat the call, and beyond a thousand numbers only words."""
    for size, words in ((61, False), (2000, True)):
        vector = f"sizes: {{n: {size}}}\ninputs: {{x: {{vector: n, uniform: [0, 1]}}}}\n"
        verdict = verdict_on(expecting(tmp_path, CLOSE, DOUBLE, vector=vector), f=lambda x: 3 * x)
        assert verdict.repeat == ""
        assert isinstance(verdict.counterexample.inputs["x"], str) == words


@pytest.mark.parametrize(
    ("f", "hinted"),
    [
        (lambda x: 3 * x + 1, True),
        (lambda x: x * np.nan, True),
        (lambda x: str(2 * x), False),
        (lambda x: None, False),
        (lambda x: x[:, None], False),
        (lambda x: 1 / 0, False),
        (lambda x: 2 * x if len(x) > 2 else 1 / 0, True),
    ],
    ids=["wrong", "not a number", "a text", "None", "another shape", "always raises", "raises for some"],
)
def test_a_hint_is_given_where_the_mathematics_is_seen(tmp_path: Path, f: Callable[..., Any], hinted: bool) -> None:
    """Not where every answer has another form, or where there never is one."""
    assert verdict_on(expecting(tmp_path, "close(f(x), ref.f(x))", DOUBLE), f=f).show_hint is hinted


def test_two_sides_of_the_students_own_are_both_named(tmp_path: Path) -> None:
    """Neither of them is what the other should be."""
    check = expecting(tmp_path, "close(sum(f(x)), sum(f(ref.f(x))) / 2)", DOUBLE)
    assert "`sum(f(x))` is" in (message := verdict_on(check, f=lambda x: 2 * x + 1).message)
    assert message.endswith("they should be equal.")
