"""Which checks can be recorded, and what is noted of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.checks.drawn_entries import sample_name
from grader.checks.kinds.gradient import slope_name
from grader.checks.picture import CURVE_POINTS
from grader.course import load_course
from grader.course.recorded import key_of, recordable_answer, same_answer, unpack
from grader.expressions.evaluation import EvaluationError
from grader.expressions.parsing import Parser
from grader.expressions.signatures import Arity
from grader.release.recordable import recordable
from grader.release.recording import Recorder, answers_of, record
from tests.release.small_kit import TASK, write_course
from tests.worker.wire.canonical import canonical

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import Check


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        pytest.param("close(f(x), ref.f(x))", True, id="of-inputs"),
        pytest.param("close(f(x + c), ref.f(ref.g(x)))", True, id="reference-of-reference"),
        pytest.param("at_most(f(x), 0, scale=ref.f(x))", True, id="scale"),
        pytest.param("close(f(x) + f(c), f(x + c))", True, id="own-values-only"),
        pytest.param("ref.g(f(x))", False, id="predicate"),
        pytest.param("close(f(x), ref.g(x + f(c)))", False, id="deep-inside"),
        pytest.param("close(f(f(x)), x)", False, id="nested"),
        pytest.param("close(f(x), 1) and ref.g(-f(x)) < 1", False, id="one-of-two"),
    ],
)
def test_which_expressions_can_be_recorded(text: str, yes: bool) -> None:
    """The reference must be asked about inputs alone."""
    one = Arity(1, 1)
    node = Parser(frozenset({"x", "c"}), {"f": ("x",)}, {"f": one, "g": one}).parse(text)
    assert recordable(node) is yes


@pytest.fixture
def checks(tmp_path: Path) -> dict[str, Check]:
    """Return the checks of the small task by their ids."""
    return {check.id: check for check in load_course(write_course(tmp_path)).tasks[0].checks}


def test_answers_are_noted_by_their_arguments(checks: dict[str, Check]) -> None:
    """On every drawn case, and on the small ones that a search tries first."""
    noted = record(checks["definition"], seed=1).decides
    cases = checks["definition"].prepare(1).cases  # type: ignore[attr-defined]
    assert all(noted["mean"][key_of([x])] == pytest.approx(np.mean(x)) for x in cases.inputs["x"])
    for small in ([0.0], [1.0], [0.0, 0.0], [0.0, 1.0], [0.0, 1.0, 2.0]):
        assert noted["mean"][key_of([np.array(small)])] == np.mean(small)


def test_arguments_are_those_before_the_call(checks: dict[str, Check]) -> None:
    """A function of the reference may change what it is given; the key is that of what it was given."""
    noted = record(checks["far"], seed=1).decides
    cases = checks["far"].prepare(1).cases  # type: ignore[attr-defined]
    for x, c, y in zip(*(cases.inputs[name] for name in "xcy"), strict=True):
        assert np.array_equal(noted["moved"][key_of([x, c])], y)


def test_a_derivative_is_noted_whole(checks: dict[str, Check]) -> None:
    """And not the hundreds of values that it is made of."""
    noted = record(checks["gradient"], seed=1).decides
    assert sorted(noted) == sorted([slope_name("mean", 0), "slope"])


def test_long_answers_are_noted_in_places(checks: dict[str, Check]) -> None:
    """One for each size, none longer than what is compared."""
    noted = record(checks["growth"], seed=1).decides
    assert list(noted) == [sample_name("mean")]
    assert len(noted[sample_name("mean")]) == 6


def test_answers_that_depend_on_nothing_known() -> None:
    """Two answers to one call, or to two that only the eighth digit tells apart, cannot be recorded."""
    answers = iter([1.0, 2.0])
    functions = Recorder({"f": lambda x: next(answers)}).functions()
    functions["f"](1.0)
    with pytest.raises(EvaluationError, match="answers differently"):
        functions["f"](1.0 + 1e-9)


@pytest.mark.parametrize("answer", [object(), [print], np.array([None])], ids=["object", "list", "array"])
def test_what_cannot_cross_cannot_be_recorded(answer: Any) -> None:
    """It is named by its type."""
    with pytest.raises(EvaluationError, match=r"ref\.f returns what cannot be recorded: something of type"):
        Recorder({"f": lambda x: answer}).functions()["f"](1.0)


@pytest.mark.parametrize("answer", [None, "text", [1, 2.0], (1, "a"), {"k": np.ones(2)}, {1, 2}, 1j, 2**70], ids=repr)
def test_a_value_of_any_kind_is_recorded_as_it_is(answer: Any) -> None:
    """Once it is packed and unpacked it is the same, of the same kind."""
    recorder = Recorder({"f": lambda x: answer})
    for argument in (1.0, [1, "a"], {"k": (2, None)}, "text"):
        recorder.functions()["f"](argument)
    packed = answers_of(recorder.noted, {}, {"f": lambda x: x}, {}).functions["f"]
    recorded = unpack("f", packed)
    for argument in (1.0, [1, "a"], {"k": (2, None)}, "text"):
        assert canonical(recorded(argument)) == canonical(answer)
    with pytest.raises(EvaluationError, match="no answer"):
        recorded([1, "b"])


def test_a_sentence_of_a_predicate_says_no() -> None:
    """About inputs it decides which cases count."""
    recorder = Recorder({"f": lambda x: "because"})
    assert recorder.functions()["f"](1.0) == "because"
    assert same_answer(recorder.noted["f"][key_of([1.0])], recordable_answer("because"))


def test_not_a_number_is_an_answer() -> None:
    """It is equal to itself here."""
    recorder = Recorder({"f": lambda x: np.array([np.nan, 1.0])})
    for _ in range(2):
        recorder.functions()["f"](1.0)
    assert len(recorder.noted["f"]) == 1


def test_checks_that_agree_are_one() -> None:
    """One call of two checks is kept once, and may not have two answers."""
    both = Recorder({})
    both.add({"f": {1: np.array(1.0)}})
    both.add({"f": {1: np.array(1.0), 2: np.array(3.0)}, "g": {1: np.array(0)}})
    assert {name: len(answers) for name, answers in both.noted.items()} == {"f": 2, "g": 1}
    with pytest.raises(EvaluationError, match="answers differently"):
        both.add({"f": {1: np.array(2.0)}})


def test_what_decides_comes_before_what_is_drawn() -> None:
    """A picture may have met nearly the same arguments first, and its answer is good enough for itself alone."""
    drawn = Recorder({}, strict=False)
    drawn.add({"f": {1: np.array(1.0), 2: np.array(5.0)}})
    drawn.add({"f": {1: np.array(1.5)}})
    answers = answers_of({"f": {1: np.array(2.0)}}, drawn.noted, {"f": lambda x: 0, "g": lambda x: 0}, {"g": None})
    found = {name: unpack(name, packed) for name, packed in answers.functions.items()}
    values = {key: found["f"].columns[column].row(row) for key, (column, row) in found["f"].places.items()}
    assert values == {1: 2.0, 2: 5.0}
    assert found["g"].places == {}


def test_pictures_are_recorded_for_small_cases(checks: dict[str, Check]) -> None:
    """A curve needs an answer at each of its points, a gradient its measured slopes."""
    curve = record(checks["definition"], seed=1).drawn["mean"]
    points = np.linspace(0, 1, CURVE_POINTS)
    for small in ([0.0], [1.0], [0.0, 1.0]):
        assert all(key_of([s * np.array(small)]) in curve for s in points)
    slopes = record(checks["gradient"], seed=1).drawn[slope_name("mean", 0)]
    assert key_of([np.array([0.0, 1.0])]) in slopes


def test_the_small_task_has_every_kind() -> None:
    """What the tests here promise of all kinds of check is promised of all."""
    assert all(f"\n    {kind}: " in TASK for kind in ("expect", "gradient", "growth", "chain", "written"))
