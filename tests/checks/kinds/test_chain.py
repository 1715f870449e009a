"""Derivations: right ones pass, and of a wrong one the first false line is named, with the input."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.checks.kinds.chain import FAMILY, MOST_LINES, Chain  # type: ignore[attr-defined]
from grader.checks.question import Question, Response, Yielded
from grader.results import Outcome
from grader.sandbox.exits import EndReason, WorkerExit
from grader.worker import lines as module
from grader.worker.wire.answers import Answers
from tests.samples.small_tasks import explained, response_to, task_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray


SPEC = """
sizes: {{n: [1, 4]}}
inputs: {{x: {{vector: n, integers: [-9, 9]}}, y: {{vector: n, integers: [-9, 9]}}}}
functions: {{f: {{args: [x]}}, steps: {{args: [x, y]}}}}
checks:
  - {{id: main, title: f, points: 1, expect: "close(f(x), ref.f(x))"}}
  - {{id: chain, title: the steps, points: 1, cases: 20, needs: [main], chain: "steps(x, y)",
     begins: "{begins}", relation: "{relation}", ends: "{ends}"{more}}}
"""
REFERENCE = """
import numpy as np

def f(x):
    return x

def square(x, y):
    return float(np.sum((x + y) ** 2))

def bound(x, y):
    return float(2 * np.sum(x ** 2) + 2 * np.sum(y ** 2))

def above(x, y):
    return bound(x, y) + 1.0

def both(x, y):
    return x + y

def steps(x, y):
    yield "=", square(x, y)
    yield "<=", bound(x, y) + 0.0
"""


def chain(
    folder: Path, relation: str = "<=", begins: str = "ref.square(x, y)", ends: str = "ref.bound(x, y)", more: str = ""
) -> Any:
    """Return the prepared chain."""
    spec = SPEC.format(relation=relation, begins=begins, ends=ends, more=more)
    return task_of(folder, spec, REFERENCE).checks[1].prepare(1)


@pytest.fixture(scope="module")
def bounded(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    """Return the chain for the square of a sum and its bound."""
    return chain(tmp_path_factory.mktemp("course"))  # type: ignore[no-any-return]


def answered(question: Question, function: Callable[..., Any], *, end: Any = None, received: Any = None) -> Response:
    """Return the response of a worker that holds `function`, with the sources that it would tell."""
    response = response_to(question, {"steps": function}, end=end, received=received)
    told = json.loads(json.dumps(module.sources(function)))
    return replace(response, yields=(tuple(Yielded(**entry) for entry in told),))


def verdict(check: Chain, function: Any, **more: Any) -> Any:
    """Examine a submission that defines `steps`."""
    examination = check.examine()
    try:
        examination.send(answered(next(examination), function, **more))
    except StopIteration as stop:
        return explained(check, stop.value)
    raise AssertionError("a chain asks once")


def right(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Expand the square, bound the product, collect."""
    yield "=", np.sum((x + y) ** 2)
    yield "=", np.sum(x**2) + 2 * np.sum(x * y) + np.sum(y**2)
    yield "<=", np.sum(x**2) + np.sum(x**2 + y**2) + np.sum(y**2)
    yield "=", 2 * np.sum(x**2) + 2 * np.sum(y**2)


def looped(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Yield in a loop and in a branch."""
    yield "=", ((x + y) ** 2).sum()
    for factor in (1, 2, 3):
        yield "=", factor * np.sum((x + y) ** 2) / factor
    if x[0] > 0:
        yield "=", np.sum((y + x) ** 2)
    yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2)


def strict(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Say < where <= is due, as long as it holds within the tolerance."""
    yield "=", np.sum((x + y) ** 2)
    yield "=", np.sum(x**2) + 2 * np.sum(x * y) + np.sum(y**2)
    yield "<", 2 * np.sum(x**2) + 2 * np.sum(y**2) + 1e-9


def odd_first(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Write any relation on the first line, which has none before it."""
    yield ">", np.sum((x + y) ** 2)
    yield "=", np.sum(x**2) + 2 * np.sum(x * y) + np.sum(y**2)
    yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2)


@pytest.mark.parametrize("function", [right, looped, strict, odd_first], ids=lambda f: f.__name__)
def test_a_right_derivation_passes(bounded: Chain, function: Callable[..., Any]) -> None:
    """And promises no more than was seen."""
    found = verdict(bounded, function)
    assert (found.outcome, found.message) == (Outcome.PASSED, "No counterexample in 20 cases.")


def begins_wrong(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """State another quantity."""
    yield "=", np.sum((x - y) ** 2)
    yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2)


def forgets_two(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Expand the square wrongly."""
    yield "=", np.sum((x + y) ** 2)
    yield "=", np.sum(x**2) + np.sum(x * y) + np.sum(y**2)
    yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2)


def skips_down(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Go up and down again."""
    yield "=", np.sum((x + y) ** 2)
    yield "<=", 1000.0 + np.sum(x**2)
    yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2)


def turns(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Turn the relation."""
    yield "=", np.sum((x + y) ** 2)
    yield ">=", -1.0 + np.sum((x + y) ** 2)
    yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2)


def ends_elsewhere(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Show something weaker."""
    yield "=", np.sum((x + y) ** 2)
    yield "<=", 3 * np.sum(x**2) + 3 * np.sum(y**2)


def stops(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Stop before the claim."""
    yield "=", np.sum((x + y) ** 2)
    if x.size < 0:
        yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2)


FAULTS = [
    (begins_wrong, "Line 1", "np.sum((x - y) ** 2)", "is not the quantity that the task states"),
    (
        forgets_two,
        "Line 2",
        "np.sum(x ** 2) + np.sum(x * y) + np.sum(y ** 2)",
        "the line before is not equal to this one",
    ),
    (skips_down, "Line 3", "2 * np.sum(x ** 2) + 2 * np.sum(y ** 2)", "the line before is not at most this one"),
    (turns, "Line 2", "-1.0 + np.sum((x + y) ** 2)", "has the relation >=, which does not lead to <="),
    (ends_elsewhere, "Line 2", "3 * np.sum(x ** 2) + 3 * np.sum(y ** 2)", "is the last one and is not the claim"),
    (stops, "Line 1", "", "is the last one and is not the claim"),
]


@pytest.mark.parametrize(("function", "line", "source", "says"), FAULTS, ids=[f.__name__ for f, *_ in FAULTS])
def test_the_first_wrong_line_is_named_with_its_source_and_an_input(
    bounded: Chain, function: Callable[..., Any], line: str, source: str, says: str
) -> None:
    """By its number, by its text where every yield is one line, and with the smallest input that shows it."""
    found = verdict(bounded, function)
    assert found.outcome is Outcome.FAILED
    shown = f" (`{source}`)" if source else ""
    assert (
        found.message
        == f"{line} of your derivation{shown} {found.message.partition(shown or 'derivation ')[2].strip()}"
    )
    assert says in found.message
    example = found.counterexample
    assert set(example.inputs) == {"x", "y"}
    assert next(iter(example.got)) == "line 1"
    x, y = np.array(example.inputs["x"], float), np.array(example.inputs["y"], float)
    yielded = [f"{relation} {quantity:.6g}" for relation, quantity in function(x, y)]
    assert list(example.got.values()) == yielded
    first = "line 1" if len(yielded) > 1 else "first line"
    assert example.expected[first] == f"= {np.sum((x + y) ** 2):.6g}"
    assert 0 < found.failed_cases <= found.cases == 20


def test_a_line_of_a_loop_is_not_named_by_a_source_that_it_is_not(bounded: Chain) -> None:
    """Where the lines are not the yields one by one, the number has to do."""

    def wrong(x: Any, y: Any) -> Iterator[Any]:
        yield "=", np.sum((x + y) ** 2)
        for number in (0, 1, 2):
            yield "=", np.sum((x + y) ** 2) + (number > 1)
        yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2)

    assert verdict(bounded, wrong).message.startswith("Line 4 of your derivation does not follow")


def twice(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Show a line twice."""
    yield "=", np.sum((x + y) ** 2)
    yield "=", np.sum((x + y)**2)  # fmt: skip
    yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2)


def named(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Name a quantity before it is shown."""
    total = np.sum((x + y) ** 2)
    yield "=", total
    yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2)


def negated(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Hide a name behind a sign."""
    total = -np.sum((x + y) ** 2)
    yield "=", -total
    yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2)


def single(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Yield every line in one place."""
    for relation, value in [("=", np.sum((x + y) ** 2)), ("<=", 2 * np.sum(x**2) + 2 * np.sum(y**2))]:  # noqa: UP028
        yield relation, value


def delegated(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Leave the lines to another function."""
    yield from right(x, y)


SOURCES = [
    (twice, "yield the same, `np.sum((x + y) ** 2)`"),
    (named, "yields `total`; write the expression itself"),
    (negated, "yields `-total`; write the expression itself"),
    (single, "fewer than two `yield` lines of its own"),
    (delegated, "fewer than two `yield` lines of its own"),
]


@pytest.mark.parametrize(("function", "says"), SOURCES, ids=[f.__name__ for f, _ in SOURCES])
def test_lines_must_differ_as_source_and_show_their_quantity(
    bounded: Chain, function: Callable[..., Any], says: str
) -> None:
    """True numbers that show no step are no derivation."""
    found = verdict(bounded, function)
    assert found.outcome is Outcome.FAILED
    assert says in found.message


def test_the_last_line_may_be_a_bare_number(tmp_path: Path) -> None:
    """The claim of a sign is 0, and is written so."""

    def drop(x: Any, y: Any) -> Iterator[Any]:
        yield "=", -np.sum((x + y) ** 2)
        yield "=", -np.sum(x**2) - 2 * np.sum(x * y) - np.sum(y**2)
        yield "<=", 0.0

    check = chain(tmp_path, begins="-ref.square(x, y)", ends="0 * ref.square(x, y)")
    assert verdict(check, drop).outcome is Outcome.PASSED


def endless(x: Any, y: Any) -> Iterator[Any]:
    """Never come to an end."""
    for number in itertools.count():
        yield "=", np.sum(x**2) + 2 * np.sum(x * y) + np.sum(y**2) + 0 * number


def fifty_one(x: Any, y: Any) -> Iterator[Any]:
    """Yield a line too many."""
    yield "=", np.sum((x + y) ** 2)
    for number in range(49):
        yield "=", np.sum(x**2) + 2 * np.sum(x * y) + np.sum(y**2) + 0 * number
    yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2)


def fifty(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Yield as many lines as there may be."""
    yield "=", np.sum((x + y) ** 2)
    for number in range(48):
        yield "=", np.sum(x**2) + 2 * np.sum(x * y) + np.sum(y**2) + 0 * number
    yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2)


def raises(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Break after a line."""
    yield "=", np.sum((x + y) ** 2)
    raise ValueError("mine")


def not_a_number(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, np.float64]]:
    """Reach no number."""
    yield "=", np.sum((x + y) ** 2)
    yield "<=", float("nan") + np.sum(x)


def vectors(x: NDArray[Any], y: NDArray[Any]) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield vectors for a number."""
    yield "=", (x + y) ** 2
    yield "<=", 2 * x**2 + 2 * y**2


NO_LINES = [
    (lambda x, y: np.sum((x + y) ** 2), "write each line as `yield relation, quantity`"),
    (lambda x, y: None, "it returns a value"),
    (lambda x, y: [("=", 1.0)], "it returns a value"),
    (endless, "more than 50 lines"),
    (fifty_one, "more than 50 lines"),
    (raises, "ValueError: mine"),
    (not_a_number, "Line 2 of your derivation is no finite number"),
    (vectors, "numbers; the quantity that the task states has 1"),
]


@pytest.mark.parametrize(("function", "says"), NO_LINES, ids=[says for _, says in NO_LINES])
def test_what_is_no_derivation_says_why(bounded: Chain, function: Callable[..., Any], says: str) -> None:
    """Neither passes nor is a fault of ours."""
    found = verdict(bounded, function)
    assert found.outcome is (Outcome.ERROR if function is raises else Outcome.FAILED)
    assert "LineError" not in found.message
    assert says in found.message
    assert found.counterexample.got == "no lines"


def test_fifty_lines_are_enough(bounded: Chain) -> None:
    """The fifty-first is one too many, above."""
    assert MOST_LINES == 50
    assert verdict(bounded, fifty).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        (WorkerExit(EndReason.TIME, call=3), Outcome.TIMEOUT),
        (WorkerExit(EndReason.CPU, call=3), Outcome.TIMEOUT),
        (WorkerExit(EndReason.EXIT, 0, call=3), Outcome.ERROR),
        (WorkerExit(EndReason.SIGNAL, 11, call=2**64 - 1), Outcome.ERROR),
        (WorkerExit(EndReason.WIRE, text="x", call=0), Outcome.ERROR),
    ],
    ids=["clock", "processor", "exit", "crash", "wire"],
)
def test_a_worker_that_ends_is_no_pass(bounded: Chain, end: WorkerExit, outcome: Outcome) -> None:
    """However many good lines came before; a forged place is only a number."""
    for received in (0, 3, 20):
        found = verdict(bounded, right, end=end, received=received)
        assert found.outcome is outcome
        assert found.counterexample.inputs


@pytest.mark.parametrize(
    "rows",
    [
        np.empty((0, 2)),
        np.array([[99.0, 1.0]]),
        np.array([[-1.0, 1.0], [0.5, 2.0]]),
        np.array([[1e300, 0.0]] * 3),
        np.zeros((100_000, 2)),
    ],
    ids=["no rows", "unknown relation", "negative relation", "huge relation", "many rows"],
)
def test_forged_lines_are_wrong_lines(bounded: Chain, rows: NDArray[Any]) -> None:
    """What a worker sends may be no place in the list of relations; that is no fault of ours, and no pass."""
    examination = bounded.examine()
    question = next(examination)
    genuine = answered(question, right)
    answers = Answers(question.groups[0].count)

    def forged(*_: Any) -> Any:
        return rows

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("grader.worker.calls.lines_of", forged)
        answers = answered(question, right).groups  # type: ignore[assignment]
    with pytest.raises(StopIteration) as stop:
        examination.send(replace(genuine, groups=answers))  # type: ignore[arg-type]
    assert stop.value.value.outcome is Outcome.FAILED


def test_without_sources_there_is_no_derivation(bounded: Chain) -> None:
    """A worker that does not tell how the lines stand in the file has shown none."""
    examination = bounded.examine()
    question = next(examination)
    with pytest.raises(StopIteration) as stop:
        examination.send(replace(answered(question, right), yields=()))
    assert stop.value.value.outcome is Outcome.FAILED


@pytest.mark.parametrize("claim", FAMILY)
@pytest.mark.parametrize("relation", FAMILY)
def test_only_relations_of_one_direction_lead_to_a_claim(tmp_path: Path, claim: str, relation: str) -> None:
    """Of equal quantities every relation holds within the tolerance, so that the direction alone decides."""

    def steps(x: Any, y: Any) -> Iterator[Any]:
        yield "=", np.sum((x + y) ** 2)
        yield "=", np.sum(x**2) + 2 * np.sum(x * y) + np.sum(y**2)
        yield relation, np.sum((y + x) ** 2)

    found = verdict(chain(tmp_path, claim, ends="ref.square(x, y)"), steps)
    allowed = relation in FAMILY[claim] and (claim not in "<>" or relation == claim)
    assert (found.outcome is Outcome.PASSED) is allowed


@pytest.mark.parametrize(
    ("off", "more", "outcome"),
    [
        (0.0, "", Outcome.PASSED),
        (0.0009, ", rtol: 0.001, scale: '1 + 0 * ref.square(x, y)'", Outcome.PASSED),
        (0.0011, ", rtol: 0.001, scale: '1 + 0 * ref.square(x, y)'", Outcome.FAILED),
        (1e-9, "", Outcome.FAILED),
    ],
    ids=["equal", "just below", "just above", "no scale at zero"],
)
def test_the_tolerance_is_relative_to_the_scale(tmp_path: Path, off: float, more: str, outcome: Outcome) -> None:
    """Where both sides vanish only the scale says what is small."""

    def steps(x: Any, y: Any) -> Iterator[Any]:
        yield "=", 0 * np.sum(x)
        yield "=", np.sum(x * y) - np.sum(y * x)
        yield "=", 0 * np.sum(y) + off

    check = chain(tmp_path, "=", "0 * ref.square(x, y)", "0 * ref.square(x, y)", more)
    assert verdict(check, steps).outcome is outcome


@pytest.mark.parametrize("wrong", [False, True], ids=["right", "one entry wrong"])
def test_lines_may_be_vectors(tmp_path: Path, wrong: bool) -> None:
    """Every entry must follow."""

    def steps(x: Any, y: Any) -> Iterator[Any]:
        yield "=", x + y
        yield "=", 2 * (x / 2 + y / 2) + (wrong * (np.arange(len(x)) == 2))
        yield "=", y + x

    found = verdict(chain(tmp_path, "=", "ref.both(x, y)", "ref.both(x, y)"), steps)
    assert found.outcome is (Outcome.FAILED if wrong else Outcome.PASSED)
    if wrong:
        assert len(found.counterexample.inputs["x"]) == 3
        assert len(found.counterexample.got["line 2"].split(",")) == 3


SQUARE, BOUND = "ref.square(x, y)", "ref.bound(x, y)"


def square(x: Any, y: Any) -> Any:
    """Return the quantity that the tests' derivations begin with."""
    return np.sum((x + y) ** 2)


def bound(x: Any, y: Any) -> Any:
    """Return the claim."""
    return 2 * np.sum(x**2) + 2 * np.sum(y**2)


def claimed(x: Any, y: Any) -> Iterator[Any]:
    """State the claim alone."""
    yield "=", square(x, y)
    yield "<=", bound(x, y)


def restated(x: Any, y: Any) -> Iterator[Any]:
    """Call the same function again, with another spelling of the arguments."""
    yield "=", square(x, y)
    yield "=", square(x + 0, y)
    yield "<=", bound(x, y)


def interpolated(x: Any, y: Any) -> Iterator[Any]:
    """Go a third of the way."""
    a, b = square(x, y), bound(x, y)
    yield "=", a + 0.0
    yield "<=", a + (b - a) / 3
    yield "<=", bound(x, y)


def by_the_gap(x: Any, y: Any) -> Iterator[Any]:
    """Add the difference of the two sides."""
    gap = bound(x, y) - square(x, y)
    yield "=", square(x, y)
    yield "<=", square(x, y) + gap
    yield "=", float(bound(x, y))


def halfway_by_a_detour(x: Any, y: Any) -> Iterator[Any]:
    """Hide the same interpolation from the source."""
    yield "=", square(x, y)
    yield "<=", sum([square(x, y), bound(x, y)]) / 2
    yield "<=", bound(x, y)


def never_reached(x: Any, y: Any) -> Iterator[Any]:
    """Write a step that is not executed."""
    yield "=", square(x, y)
    if len(x) > 1000:
        yield "=", np.sum(x**2) + 2 * np.sum(x * y) + np.sum(y**2)
    yield "<=", bound(x, y)


def expanded(x: Any, y: Any) -> Iterator[Any]:
    """Write the quantity out; the only step that is not an equation is the claim's."""
    yield "=", square(x, y)
    yield "=", np.sum(x**2) + 2 * np.sum(x * y) + np.sum(y**2)
    yield "<=", bound(x, y)


def with_the_missing_square(x: Any, y: Any) -> Iterator[Any]:
    """Add what is never negative, written out."""
    yield "=", square(x, y)
    yield "<=", square(x, y) + np.sum((x - y) ** 2)
    yield "=", bound(x, y)


def through_a_weaker_bound(x: Any, y: Any) -> Iterator[Any]:
    """Stand between the ends at another place in each case."""
    yield "=", square(x, y)
    yield "<=", square(x, y) + np.max((x - y) ** 2)
    yield "<=", bound(x, y)


@pytest.mark.parametrize(
    "function",
    [claimed, restated, interpolated, by_the_gap, halfway_by_a_detour, never_reached],
    ids=lambda f: f.__name__,
)
def test_a_derivation_without_a_step_earns_nothing(bounded: Chain, function: Callable[..., Any]) -> None:
    """True lines that only repeat the two ends show nothing."""
    found = verdict(bounded, function)
    assert found.outcome is Outcome.FAILED
    assert "step" in found.message
    assert found.failed_cases == 0


@pytest.mark.parametrize(
    "function", [expanded, with_the_missing_square, through_a_weaker_bound], ids=lambda f: f.__name__
)
def test_one_step_is_enough(bounded: Chain, function: Callable[..., Any]) -> None:
    """A line between the ends that says something else than they do."""
    assert verdict(bounded, function).outcome is Outcome.PASSED


def used(check: Chain, function: Any, **more: Any) -> float | None:
    """Return the share of the tolerance that the lines of `function` use."""
    return check.tolerance_used(check.decide(answered(check.question, function, **more)))


def off(share: float) -> Any:
    """Return a derivation of which a line is off by a share of the tolerance, 1e-6 of the largest number of a line."""

    def steps(x: Any, y: Any) -> Iterator[Any]:
        yield "=", np.sum((x + y) ** 2)
        yield "=", np.sum((x + y) ** 2) * (1 + share * 1e-6)
        yield "<=", 2 * np.sum(x**2) + 2 * np.sum(y**2) + 1.0

    return steps


@pytest.mark.parametrize("share", [0.0, 0.25, -0.25, 0.9])
def test_how_much_of_the_tolerance_a_derivation_uses(tmp_path: Path, share: float) -> None:
    """Where a line is off most, relative to the next one; a line that is below the next one by far uses nothing."""
    check = chain(tmp_path, ends="ref.above(x, y)")
    assert verdict(check, off(share)).outcome is Outcome.PASSED
    assert used(check, off(share)) == pytest.approx(abs(share), rel=1e-3, abs=1e-6)


def test_of_lines_that_differ_from_case_to_case_nothing_is_measured(bounded: Chain) -> None:
    """Nor of such as did not come."""
    assert used(bounded, looped) is None
    assert used(bounded, right) == 0.0
    assert used(bounded, right, received=3, end=WorkerExit(EndReason.TIME, call=3)) is None
