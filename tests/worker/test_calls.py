"""Calls: every case once, answers in parts, whatever a student's function does to its arguments or raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.checks.question import CallGroup, Question
from grader.values.columns import ValueColumn
from grader.worker import calls
from grader.worker.wire.columns import Column
from grader.worker.wire.forms import Form
from grader.worker.wire.value_writing import write_value
from tests.present import present
from tests.worker.wire.samples import Asked

if TYPE_CHECKING:
    from collections.abc import Callable


ROOM = 1 << 16


def question(*groups: Any) -> Question:
    """Return a question of groups (function, argument values...)."""
    return Question.of(
        [
            CallGroup(name, tuple(Column.of(values) for values in arguments), len(arguments[0]), ROOM)
            for name, *arguments in groups
        ]
    )


def ask(function: Callable[..., Any], *arguments: Any) -> Asked:
    """Ask one function on lists of values."""
    return Asked(question(("f", *arguments)), f=function)


def test_arguments_arrive_as_they_are_meant() -> None:
    """Numbers arrive as Python's own, arrays as float64 or int64 of their shape, empty ones included."""
    seen = []
    empty = np.zeros((0, 3))
    ask(lambda *args: seen.append(args), [1, 2], [0.5, 2.0], [np.array([True]), np.arange(2)], [np.eye(2), empty])
    kinds = [[type(value) for value in args] for args in seen]
    assert kinds == [[int, float, np.ndarray, np.ndarray]] * 2
    assert [value.dtype for value in seen[0][2:]] == [np.int64, np.float64]
    assert seen[0][3].tolist() == [[1, 0], [0, 1]]
    assert [value.shape for value in seen[1][2:]] == [(2,), (0, 3)]


def test_a_stage_of_several_groups_is_numbered_through() -> None:
    """Each call is announced before it is made, by its number over all groups; answers go to their own group."""
    asked = Asked(question(("f", [1.0, 2.0]), ("g", [3.0], [4.0])), f=lambda x: -x, g=lambda x, y: x * y)
    assert asked.announced == [0, 1, 2]
    assert [[float(present(value)) for value in answers.values()] for answers in asked.answers] == [[-1, -2], [12]]
    assert asked.last == {}


def test_a_function_without_arguments_is_called_for_every_case() -> None:
    """No arguments make no columns, and still as many calls as were asked."""
    counter = iter(range(10))
    asked = Asked(Question.of([CallGroup("f", (), 3, ROOM)]), f=lambda: next(counter))
    assert present(asked.answers[0].uniform()).flat.tolist() == [0, 1, 2]


def test_a_buffer_that_is_used_again_gives_each_call_its_own_answer() -> None:
    """What was returned is copied before the next call is made."""
    buffer = np.zeros(1)

    def fill(x: Any) -> Any:
        buffer[0] = x
        return buffer

    assert present(ask(fill, [1.0, 2.0, 3.0]).answers[0].uniform()).flat.tolist() == [1, 2, 3]


def test_changed_arguments_are_told_once_each() -> None:
    """An argument changed in place is reported with its first case, and no other call sees the change."""

    def spoil(x: Any, y: Any) -> Any:
        if x.sum() > 2:
            x -= 1
        y[:0] = 5
        return x

    values = [np.ones(2), np.ones(3), np.full(1, 4.0)]
    asked = Asked(question(("g", [np.zeros(1)]), ("f", values, values)), f=spoil, g=lambda x: x)
    assert asked.last["changed"] == [[1, 0, 1]]
    assert [present(value).tolist() for value in asked.answers[1].values()] == [[1, 1], [0, 0, 0], [3]]


@pytest.mark.parametrize(
    ("before", "after"),
    [(np.nan, 1.0), (1.0, np.nan), (0.0, 5e-324), (1, 2), (-1, -2)],
    ids=["from-nan", "to-nan", "smallest", "int", "negative"],
)
def test_any_change_is_seen(before: float, after: float) -> None:
    """Changes are found bit by bit: NaN is equal to itself here, and the smallest number is not zero."""

    def write(x: Any, value: Any) -> Any:
        x[-1] = value
        return 0

    first = np.array([before, before])
    assert ask(write, [first, first], [before, after]).last["changed"] == [[0, 0, 1]]
    assert ask(write, [first], [before]).last == {}


CHANGES: dict[str, tuple[Any, Any]] = {
    "an item more": ([1, 2], lambda x: x.append(3)),
    "an item less": ([1, 2], lambda x: x.pop()),
    "another order": ([2, 1], lambda x: x.sort()),
    "another kind": ([1, 2], lambda x: x.__setitem__(0, 1.0)),
    "the sign of zero": ([0.0], lambda x: x.__setitem__(0, -0.0)),
    "deep inside": ({"a": [{"b": [1]}]}, lambda x: x["a"][0]["b"].append(2)),
    "an array inside": ([np.zeros(2)], lambda x: x[0].__setitem__(0, 1)),
    "a key more": ({"a": 1}, lambda x: x.setdefault("b", 2)),
    "another order of keys": ({"a": 1, "b": 2}, lambda x: x.update(a=x.pop("a"))),
    "a member more": ({1, 2}, lambda x: x.add(3)),
    "without end": ([1], lambda x: x.append(x)),
    "very long": ([1], lambda x: x.extend(range(10**5))),
}


@pytest.mark.parametrize(("value", "change"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_any_value_is_seen(value: Any, change: Any) -> None:
    """In the case where it happens; a value that is only read is what it was."""
    values = [value, value, value]

    def once(x: Any, number: int) -> int:
        if number == 1:
            change(x)
        return len(x)

    def column(values: Any) -> Any:
        return ValueColumn(tuple(values))

    asked = Asked(Question.of([CallGroup("f", (column(values), column([0, 1, 1])), 3, ROOM)]), f=once)
    assert asked.last["changed"] == [[0, 0, 1]]
    asked = Asked(Question.of([CallGroup("f", (column(values), column([0, 2, 3])), 3, ROOM)]), f=once)
    assert asked.last == {}


def test_members_that_change_places_in_a_set_change_nothing() -> None:
    """A set that lost and got a member back may give them in another order."""

    def shake(x: set[int]) -> int:
        for number in range(1000, 1100):
            x.add(number)
        for number in range(1000, 1100):
            x.discard(number)
        return len(x)

    column = ValueColumn(({3, 8, 16, 24, 5},))
    assert Asked(Question.of([CallGroup("f", (column,), 1, ROOM)]), f=shake).last == {}


class Clock:
    """A clock that a call moves on."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        """Return the time that the calls have taken so far."""
        return self.now


@pytest.mark.parametrize("step", [0.001, 0.007, 0.019, 0.5])
def test_parts_leave_every_twenty_milliseconds(step: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer waits longer than a part's time and the call that fills it."""
    clock, sent = Clock(), []
    monkeypatch.setattr(calls, "time", clock)

    def slow(x: Any) -> Any:
        clock.now += step
        return x

    asked = question(("f", list(map(float, range(100)))))
    calls.answer_questions(asked.header, bytearray(asked.body), {"f": slow}, [0], lambda *_: sent.append(clock.now))
    gaps = np.diff([0.0, *sent])
    assert gaps.max() <= calls.PART_SECONDS + step + 1e-9
    assert len(sent) == pytest.approx(100 / np.ceil(calls.PART_SECONDS / step), abs=1.0)


def test_parts_are_bounded_in_bytes_and_in_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large answers leave at once, and a part has no more answers than its header can speak of."""
    monkeypatch.setattr(calls, "PART_BYTES", 4000)
    monkeypatch.setattr(calls, "PART_ANSWERS", 5)
    monkeypatch.setattr(calls, "PART_SECONDS", 100.0)
    assert [header["count"] for header, _ in ask(lambda x: np.zeros(500), [0.0] * 4).parts] == [1, 1, 1, 1]
    assert [header["count"] for header, _ in ask(lambda x: x, [0.0] * 12).parts] == [5, 5, 2]


class SilentError(Exception):
    """An exception that cannot be printed."""

    def __str__(self) -> None:  # type: ignore[override]
        raise SystemExit(1)


class ForgedError(Exception):
    """An exception whose text, class name and traceback are not what they should be."""

    __traceback__ = 5  # type: ignore[assignment]

    class Text(str):
        """Text that is not cut."""

        __slots__ = ()

        def __getitem__(self, _: Any) -> Any:
            return self

    def __str__(self) -> Any:
        return self.Text("x" * 10**6)


@pytest.mark.parametrize(
    ("error", "kind", "text"),
    [
        pytest.param(ValueError("no"), "ValueError", "no", id="plain"),
        pytest.param(KeyError("a"), "KeyError", "'a'", id="key"),
        pytest.param(SystemExit(3), "SystemExit", "3", id="exit"),
        pytest.param(KeyboardInterrupt(), "KeyboardInterrupt", "", id="interrupt"),
        pytest.param(GeneratorExit(), "GeneratorExit", "", id="generator-exit"),
        pytest.param(StopIteration(4), "StopIteration", "4", id="stop-iteration"),
        pytest.param(SilentError(), "SilentError", "", id="cannot-be-printed"),
        pytest.param(ForgedError(), "ForgedError", "x" * 500, id="forged"),
        pytest.param(ValueError("ж" * 10**6), "ValueError", "ж" * 500, id="long"),
        pytest.param(ValueError("\ud800\0"), "ValueError", "?\0", id="no-text-of-any-encoding"),
    ],
)
def test_whatever_is_raised_is_an_answer(error: Any, kind: str, text: str) -> None:
    """The call's answer is what was raised, in at most 500 characters, and the next call is made."""

    def fail(x: Any) -> Any:
        if x:
            raise error
        return x

    answers = ask(fail, [0.0, 1.0, 0.0]).answers[0]
    assert answers.forms.tolist() == [Form.NUMBER, Form.RAISED, Form.NUMBER]
    assert (answers.facts[1]["type"], answers.facts[1]["text"]) == (kind, text)


def test_only_the_students_own_lines_are_told() -> None:
    """Frames of the library and of the grader are left out; of many, the last six stay."""
    scope = {"np": np}
    source = "def f(x):\n    return f(x - 1) if x else np.linalg.inv(np.zeros((2, 2)))\n"
    exec(compile(source, "softmax.py", "exec"), scope)
    facts = ask(scope["f"], [9.0]).answers[0].facts[0]  # type: ignore[arg-type]
    assert facts["type"] == "LinAlgError"
    assert facts["frames"] == [{"file": "softmax.py", "line": 2, "name": "f"}] * 6


def test_endless_recursion_is_raised_and_not_deadly() -> None:
    """A function that calls itself for ever has an answer, and the next one too."""

    def f(x: Any) -> Any:
        return f(x)

    assert [fact["type"] for fact in ask(f, [1.0, 2.0]).answers[0].facts.values()] == ["RecursionError"] * 2


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(np.arange(100), [0, 49, 99, 24, 73.5, 99], id="long"),
        pytest.param(np.arange(3), [0, 1, 2], id="short"),
        pytest.param(np.eye(2), [[1, 0], [0, 1]], id="matrix"),
        pytest.param(list(range(9)), [0, 4, 8, 1.5, 5.5, 8], id="list"),
        pytest.param(list("abcdefghi"), write_value(["a", "b", "c"]), id="list of texts"),
        pytest.param(2.5, 2.5, id="number"),
    ],
)
def test_a_sample_is_enough_where_only_time_counts(value: Any, expected: Any) -> None:
    """Of a long vector come evenly spaced entries, the first and the last among them, and the means up to the next."""
    asked = Asked(Question.of([CallGroup("f", (Column.of([0.0]),), 1, ROOM, sample=3)]), f=lambda x: value)
    got = asked.answers[0].values()[0]
    assert (present(got).tobytes() if isinstance(expected, bytes) else present(got).tolist()) == expected
