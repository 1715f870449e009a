"""Statements: prepared once, asked in stages, decided; and what a reference or a student may do to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.expressions.evaluation import EvaluationError
from grader.results import Outcome
from grader.sandbox.exits import EndReason, WorkerExit
from tests.present import present
from tests.samples.families import wide
from tests.samples.small_tasks import expecting, verdict_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from grader.checks.statement import Statement

DOUBLE = "def f(x):\n    return 2 * x\n"
NESTED = """
def f(x):
    return 2 * x

def g(y):
    return y + 1

def both(x):
    return 2 * x + 1
"""
DOUBLE_AND_MORE = "def f(x):\n    return 2 * x\n\ndef g(y):\n    return 2 * y + 1\n"
TWO = "f: {args: [x]}, g: {args: [y]}"


@pytest.mark.parametrize(
    ("expect", "reference"),
    [
        ("close(f(x), ref.wrong(x))", f"{DOUBLE}\ndef wrong(x):\n    return x + 100\n"),
        ("ref.right(x, f(x))", f"{DOUBLE}\ndef right(x, y):\n    return 'No.'\n"),
        ("ref.right(x, f(x))", f"{DOUBLE}\ndef right(x, y):\n    raise ValueError('ours')\n"),
        ("ref.right(x, f(x))", f"{DOUBLE}\ndef right(x, y):\n    return None\n"),
        ("ref.right(x, f(x))", f"{DOUBLE}\ndef right(x, y):\n    return float('nan')\n"),
        ("close(f(x), ref.f(x))", "def f(x):\n    raise ValueError('ours')\n"),
        ("close(f(x), ref.f(x))", "def f(x):\n    return x / 0\n"),
    ],
    ids=["not equal", "a sentence", "raises", "None", "nan", "f raises", "f divides by 0"],
)
def test_a_reference_that_does_not_satisfy_the_check_is_found_while_preparing(
    tmp_path: Path, expect: str, reference: str
) -> None:
    """Nobody is asked a question to which the course itself has no right answer."""
    with pytest.raises(EvaluationError):
        expecting(tmp_path, expect, reference)


PICKY = f"""
{DOUBLE}
def right(x, y):
    if (y != 2 * x).all() and x.any():
        raise RuntimeError("meant for nobody")
    return True if (y == 2 * x).all() else f"{{len(x)}} numbers, and not all are doubled."
"""


@pytest.mark.parametrize(
    ("f", "outcome", "message"),
    [
        (lambda x: 2 * x, Outcome.PASSED, ""),
        (lambda x: 2 * x + (np.arange(len(x)) == 1), Outcome.FAILED, "numbers, and not all are doubled."),
        (lambda x: 2 * x + 1, Outcome.FAILED, "1 numbers, and not all are doubled."),
        (lambda x: 3 * x, Outcome.FAILED, "This does not hold for the input below."),
    ],
    ids=["right", "a sentence", "a sentence where it does not raise", "the predicate raises"],
)
def test_a_predicate_that_cannot_bear_a_students_value_fails_the_student(
    tmp_path: Path, f: Callable[..., Any], outcome: Outcome, message: str
) -> None:
    """Its sentence is the message; its exception is the student's failure and its text stays ours."""
    verdict = verdict_on(expecting(tmp_path, "ref.right(x, f(x))", PICKY), f=f)
    assert verdict.outcome is outcome
    assert verdict.message.endswith(message)
    assert "meant for nobody" not in verdict.message


def test_a_second_stage_is_asked_on_the_students_own_answer(tmp_path: Path) -> None:
    """G is right on what f returned, so f alone is to blame, and the counterexample shows both calls."""
    check = expecting(tmp_path, "close(g(f(x)), ref.both(x), scale=1)", NESTED, functions=TWO)
    assert verdict_on(check, f=lambda x: 2 * x, g=lambda y: y + 1).outcome is Outcome.PASSED
    verdict = verdict_on(check, f=lambda x: 3 * x, g=lambda y: y + 1)
    assert verdict.outcome is Outcome.FAILED
    example = verdict.counterexample
    x = np.array(example.inputs["x"])
    assert example.got == {"f(x)": (3 * x).tolist(), "g(f(x))": (3 * x + 1).tolist()}
    assert example.expected == {"f(x)": (2 * x).tolist(), "g(f(x))": (3 * x + 1).tolist()}


def test_two_wrongs_of_two_stages_can_make_a_right(tmp_path: Path) -> None:
    """What is asked is the statement: inner errors that the outer function undoes do not matter."""
    check = expecting(tmp_path, "close(g(f(x)), ref.both(x), scale=1)", NESTED, functions=TWO)
    assert verdict_on(check, f=lambda x: 2 * x + 7, g=lambda y: y - 6).outcome is Outcome.PASSED


def test_a_bad_inner_answer_spoils_its_own_case_only(tmp_path: Path) -> None:
    """Where f returns no numbers the reference's answer goes to g, so that the other cases are judged."""
    check = expecting(tmp_path, "close(g(f(x)), ref.both(x), scale=1)", NESTED, functions=TWO)
    seen = []
    verdict = verdict_on(check, f=lambda x: None if len(x) == 1 else 2 * x, g=lambda y: seen.append(y.copy()) or y + 1)  # type: ignore[func-returns-value, redundant-expr]
    assert verdict.outcome is Outcome.FAILED
    assert verdict.message.startswith("`f` returns None")
    assert 0 < verdict.failed_cases < verdict.cases
    assert len(seen) == check.cases.count
    assert verdict.counterexample.got["f(x)"] is None


INDEX = """
def place(x):
    return int(x.argmax())

def at(x, i):
    return x[i]
"""


def test_a_whole_number_goes_on_to_the_next_stage_as_one(tmp_path: Path) -> None:
    """An index that one function returns is an index to another one, the student's and the reference's."""
    check = expecting(
        tmp_path,
        "close(at(x, place(x)), ref.at(x, ref.place(x)), scale=1)",
        INDEX,
        functions="place: {args: [x], returns: integer}, at: {args: [x, i]}",
    )
    last = verdict_on(check, place=lambda x: len(x) - 1, at=lambda x, i: x[i])
    assert verdict_on(check, place=lambda x: x.argmax(), at=lambda x, i: x[i]).outcome is Outcome.PASSED
    assert verdict_on(check, place=lambda x: float(x.argmax()), at=lambda x, i: x[i]).outcome is Outcome.PASSED
    assert last.outcome is Outcome.FAILED
    assert last.message.startswith("`at(x, place(x))` is ")


PARTIAL = ', partial: {expect: "close(f(x), ref.f(x), rtol=1e-1)", points: 1, says: Nearly.}'


@pytest.mark.parametrize(
    ("f", "points", "begins"),
    [
        (lambda x: 2 * x, None, ""),
        (lambda x: 2.1 * x, 1, "Nearly. `f(x)` at position"),
        (lambda x: 3 * x, None, "`f(x)` at position"),
        (lambda x: 2.1 * x if len(x) > 1 else None, None, "`f` returns None"),
    ],
    ids=["right", "nearly", "wrong", "nearly, and once nothing"],
)
def test_partial_credit_is_for_what_nearly_holds_in_every_case(
    tmp_path: Path, f: Callable[..., Any], points: int | None, begins: str
) -> None:
    """It takes every case, its outcome is `failed`, and its sentence comes first."""
    verdict = verdict_on(expecting(tmp_path, "close(f(x), ref.f(x))", DOUBLE, more=PARTIAL), f=f)
    assert verdict.outcome is (Outcome.FAILED if begins else Outcome.PASSED)
    assert verdict.points == points
    assert verdict.message.startswith(begins)


GREEDY = """
def f(x):
    x *= 2
    return x

def right(x, y):
    x *= 2
    good = (x == y).all()
    y *= 0
    return good
"""


def test_a_reference_that_changes_its_arguments_harms_nothing(tmp_path: Path) -> None:
    """The cases, the question and the answers are the same afterwards, for every submission."""
    check = expecting(tmp_path, "ref.right(x, f(x)) and close(f(x), 2 * x, scale=1)", GREEDY)
    before = {name: column.flat.copy() for name, column in check.cases.inputs.items()}
    for _ in range(2):
        assert verdict_on(check, f=lambda x: 2 * x).outcome is Outcome.PASSED
        assert verdict_on(check, f=lambda x: 3 * x).outcome is Outcome.FAILED
    for name, column in check.cases.inputs.items():
        np.testing.assert_array_equal(column.flat, before[name])


def spiteful(x: NDArray[Any]) -> NDArray[Any]:
    """Answer wrongly and make the argument fit the answer."""
    x[:] = 0
    return x


def test_a_student_that_changes_the_argument_changes_no_comparison(tmp_path: Path) -> None:
    """The judge compares with what it drew: 0 is not twice the input that was sent."""
    check = expecting(tmp_path, "close(f(x), 2 * x, scale=ref.size(x))", f"{DOUBLE}\ndef size(x):\n    return 1.0\n")
    verdict = verdict_on(check, f=spiteful)
    assert verdict.outcome is Outcome.FAILED
    assert any(verdict.counterexample.inputs["x"])
    assert verdict_on(check, f=lambda x: 2 * x).outcome is Outcome.PASSED


def test_a_free_dimension_is_judged_by_the_predicate(tmp_path: Path) -> None:
    """Where the spec says `any`, more rows than the reference has are no fault."""
    reference = (
        "def f(x):\n    return x[None]\n\ndef right(x, rows):\n    return len(rows) > 0 and (rows[-1] == x).all()\n"
    )
    check = expecting(tmp_path, "ref.right(x, f(x))", reference, functions="f: {args: [x], returns: {array: [any, n]}}")
    assert verdict_on(check, f=lambda x: np.stack([x, x, x])).outcome is Outcome.PASSED
    assert verdict_on(check, f=lambda x: np.empty((0, len(x)))).outcome is Outcome.FAILED
    assert "expected an array" in verdict_on(check, f=lambda x: np.ones((1, len(x) + 1))).message


def test_equal_seeds_ask_equal_questions(tmp_path: Path) -> None:
    """The same bytes for the same seed, and others for another one."""
    one, same, other = (expecting(tmp_path, "close(f(x), ref.f(x))", DOUBLE, seed=seed) for seed in (1, 1, 2))
    assert present(one.first).body == present(same.first).body != other.first.body


@pytest.fixture(scope="module")
def nested(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    """Return a check of two stages."""
    folder = tmp_path_factory.mktemp("course")
    return expecting(folder, "close(g(f(x)), ref.both(x), scale=1)", NESTED, functions=TWO)  # type: ignore[no-any-return]


@pytest.mark.parametrize("received", [1000, 7, 0], ids=["all", "some", "none"])
@pytest.mark.parametrize("call", [0, wide(7), wide(2**40)], ids=["first", "seventh", "forged"])
@pytest.mark.parametrize("how", EndReason, ids=lambda how: how.value)
@pytest.mark.parametrize("stage", [0, 1], ids=["first stage", "second stage"])
def test_a_worker_that_ends_never_passes(
    nested: Statement, stage: int, how: EndReason, call: int, received: int
) -> None:
    """Whatever came back before, right or wrong, and whatever the worker says that it was doing."""
    for wrong in (0, 1):
        functions = {"f": lambda x: 2 * x, "g": lambda y, wrong=wrong: y + 1 + wrong}  # type: ignore[misc]
        verdict = verdict_on(nested, stage=stage, end=WorkerExit(how, 9, call), received=received, **functions)
        assert verdict.outcome is (Outcome.TIMEOUT if how in (EndReason.TIME, EndReason.CPU) else Outcome.ERROR)
        assert f"`{'fg'[stage]}`" in verdict.message
        assert verdict.counterexample is not None
        assert verdict.points is None


def test_one_stage_with_two_groups_names_the_call_that_was_running(tmp_path: Path) -> None:
    """Calls are counted over all groups of a stage."""
    check = expecting(tmp_path, "close(f(x), g(x) - 1 + 0 * ref.f(x), scale=1)", DOUBLE_AND_MORE, functions=TWO)
    count = check.cases.count
    end = WorkerExit(EndReason.TIME, 0, count + 2)
    verdict = verdict_on(check, end=end, received=count + 2, f=lambda x: 2 * x, g=lambda y: 2 * y + 1)
    assert "`g` does not answer within 10 seconds" in verdict.message
    assert verdict.counterexample.inputs["x"] == check.cases.inputs["x"].row(2).tolist()
    assert verdict.counterexample.got["g(x)"] == "no answer"
