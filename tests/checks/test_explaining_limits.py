"""Wrong code of a course is bounded in time and memory, and goes without a trace."""

from __future__ import annotations

import contextlib
import itertools
import sys
import threading
import time
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.checks import explaining_limits as limits
from grader.checks.explaining_limits import (
    CodeExitError,
    ExplainingSteps,
    OverLimitError,
    explaining_limits,
    keep_limits,
    looked_at,
    take_steps,
)
from grader.checks.misconception import Misconception
from grader.checks.reference_programs import ReferenceObjects
from grader.diagnosis import misconceptions, mutants
from grader.diagnosis.misconceptions import BROKEN, PredictedOutputs
from grader.values.columns import column_of
from grader.worker.wire.operations import Code, Operation, Result, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FEW, MANY = 20_000, 50_000_000
RESOURCE = limits.resource
bounded_memory = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded on Linux alone")


def numbers() -> Iterator[int]:
    """Yield numbers without end."""
    number = 0
    while True:
        yield number
        number += 1


def endless_loop(_: int) -> None:
    """Never return."""
    while True:
        pass


def stubborn_loop(_: int) -> None:
    """Go on after every error."""
    while True:
        with contextlib.suppress(Exception):
            sum(range(10))


def endless_list(_: int) -> list[int]:
    """Collect what never ends."""
    return list(numbers())


def endless_list_in_c(_: int) -> list[bytes]:
    """Collect without a line of Python in between; large pieces, so that what other tests have freed does not last."""
    return list(map(bytes, itertools.repeat(1 << 20)))


def endless_sum_in_c(_: int) -> int:
    """Add without a line of Python in between, and without taking memory."""
    return sum(itertools.count())


def endless_search_in_c(_: int) -> bool:
    """Look for what never comes."""
    return any(map(bool, itertools.repeat(0)))


def huge_list(_: int) -> list[int]:
    """Ask for far too much at once."""
    return [0] * (1 << 40)


def huge_array(_: int) -> float:
    """Ask for more than the limit, which the machine would give."""
    return float(np.zeros(limits.MEMORY).sum())


def deep(n: int) -> int:
    """Call itself without end."""
    return deep(n + 1)


def deep_then_endless(_: int) -> None:
    """Never return, after an exception that stops the tracing."""
    try:
        deep(0)
    except RecursionError:
        keep_limits()
    endless_loop(0)


def leaving(_: int) -> None:
    """End the process."""
    sys.exit(1)


ENDLESS = [endless_loop, stubborn_loop, endless_list, deep_then_endless, endless_sum_in_c, endless_search_in_c]
LARGE = [
    pytest.param(endless_list_in_c, marks=bounded_memory),
    huge_list,
    pytest.param(huge_array, marks=bounded_memory),
]


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give little time and memory, and look at what is left behind."""
    monkeypatch.setattr(limits, "MEMORY", 16 << 20)
    before = (_soft_limit(), sys.gettrace(), warnings.filters[:], sum, any)
    yield
    assert (_soft_limit(), sys.gettrace(), warnings.filters[:], sum, any) == before


def _soft_limit() -> int:
    return int(RESOURCE.getrlimit(RESOURCE.RLIMIT_AS)[0]) if RESOURCE is not None else 0


def calling(number: int) -> list[Operation]:
    """Return a program that calls `f`."""
    return [Operation(Code.FUNCTION, (), "f"), Operation(Code.CALL, (Result(0), number))]


def predicted(function: Callable[..., Any]) -> list[Any] | None:
    """Return what is predicted for a known wrong solution in two cases."""
    known = Misconception("known", "f", function, ("only",), "tells")
    outputs = PredictedOutputs(known, [column_of([1, 2])]).of(range(2))
    return outputs if outputs is None else [outputs[row].value for row in range(2)]


@pytest.mark.parametrize("function", [*ENDLESS, *LARGE])
def test_a_known_mistake_without_end_is_dropped(function: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it takes time or memory."""
    monkeypatch.setattr(misconceptions, "STEPS", FEW if function in ENDLESS else MANY)
    assert predicted(function) is None


@pytest.mark.parametrize("function", [deep, leaving])
def test_one_that_fails_gives_no_answer(function: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is compared with a student's failure."""
    monkeypatch.setattr(misconceptions, "STEPS", MANY)
    assert predicted(function) == [BROKEN, BROKEN]


@pytest.mark.parametrize("function", [*ENDLESS, *LARGE])
def test_a_mutant_without_end_is_dropped(function: Callable[..., Any]) -> None:
    """As a known mistake is."""
    left = ExplainingSteps(FEW if function in ENDLESS else MANY)
    with pytest.raises(OverLimitError), explaining_limits(left):
        mutants._output(function, [1], left)


@pytest.mark.parametrize("function", [*ENDLESS, *LARGE])
def test_a_program_ends_with_the_time(function: Callable[..., Any]) -> None:
    """The exception of the limit is no answer of the code's: a second program would run without a limit."""
    with pytest.raises(OverLimitError), explaining_limits(ExplainingSteps(FEW if function in ENDLESS else MANY)):
        ReferenceObjects({"f": function}).run([calling(1)] * 2, [Scope(), Scope()])


def test_a_program_after_one_that_stops_the_tracing_is_bounded() -> None:
    """A recursion may end in the tracing function itself, and Python then takes it away."""

    def f(n: int) -> None:
        if n:
            endless_loop(0)
        sys.settrace(None)
        raise ValueError

    programs = [calling(number) for number in (0, 1)]
    with pytest.raises(OverLimitError), explaining_limits(ExplainingSteps(FEW)):
        ReferenceObjects({"f": f}).run(programs, [Scope(), Scope()])


def test_warnings_are_silent(recwarn: pytest.WarningsRecorder) -> None:
    """A reference may be asked about no rows, where a slip leaves out the only one."""
    with explaining_limits(ExplainingSteps(MANY)):
        warnings.warn("Mean of empty slice", RuntimeWarning, stacklevel=1)
        assert np.isnan(np.zeros(0).mean())
    assert not recwarn.list


def test_other_exceptions_pass() -> None:
    """The limits take nothing else away."""
    with pytest.raises(ZeroDivisionError), explaining_limits(ExplainingSteps(MANY)):
        _ = 1 // 0


@pytest.mark.parametrize("function", ENDLESS)
def test_without_looks_only_what_is_looked_at_is_counted(function: Callable[..., Any]) -> None:
    """The program's own code takes as long as a look at it; what it calls of the course's is bounded as ever."""
    left = ExplainingSteps(FEW)
    with explaining_limits(left, tracing=False):
        assert list(itertools.islice(numbers(), 100)) == list(range(100))
        assert not left.used
        assert looked_at(list, itertools.islice(numbers(), 100)) == list(range(100))
        assert left.used >= 100
        assert sys.gettrace() is None
    with pytest.raises(OverLimitError), explaining_limits(ExplainingSteps(FEW), tracing=False):
        looked_at(function, 0)


def test_without_limits_nothing_is_looked_at() -> None:
    """A reference is called as it is."""
    assert looked_at(lambda n: (n, sys.gettrace()), 1) == (1, None)


@pytest.mark.parametrize("limits_in_force", [True, False])
def test_code_that_ends_the_process_fails_alone(limits_in_force: bool) -> None:
    """It may do so for what it was not made for."""
    within = explaining_limits(ExplainingSteps(MANY), tracing=False) if limits_in_force else contextlib.nullcontext()
    with within:
        with pytest.raises(CodeExitError):
            looked_at(sys.exit, "no such number")
        assert sys.gettrace() is None


def test_limits_nest() -> None:
    """The outer one is in force again after the inner one."""

    def nested() -> None:
        with explaining_limits(ExplainingSteps(MANY)):
            assert next(numbers()) == 0
        endless_loop(0)

    with pytest.raises(OverLimitError), explaining_limits(ExplainingSteps(FEW)):
        nested()


@pytest.mark.parametrize("missing", ["resource", "statm"])
def test_time_alone_where_memory_cannot_be_bounded(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows and macOS."""
    if missing == "resource":
        monkeypatch.setattr(limits, "resource", None)
    else:
        monkeypatch.setattr(limits, "_mapped_bytes", lambda: 0)
    with pytest.raises(OverLimitError), explaining_limits(ExplainingSteps(FEW)):
        endless_loop(0)


def test_what_goes_over_an_iterator_gives_what_it_gives_without_limits() -> None:
    """Iterators, lists, several arguments and keywords."""
    with explaining_limits(ExplainingSteps(MANY)):
        assert sum(iter([1, 2]), start=3) == 6
        assert sum([[1], [2]], []) == [1, 2]  # noqa: RUF017 - a start by position
        assert max(iter("ab"), key=ord) == "b"
        assert min(iter(()), default=7) == 7
        assert max(1, 2) == 2
        assert all(iter([1, 0])) is False


def test_other_threads_are_not_limited() -> None:
    """A thread that reads from a worker goes on, whatever the time of what is explained."""
    sums: list[int] = []
    with explaining_limits(ExplainingSteps(-1)):
        thread = threading.Thread(target=lambda: sums.append(sum(iter([1, 2]))))
        thread.start()
        thread.join()
    assert sums == [3]


def test_two_runs_take_the_same_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is: lines and items are counted, and no seconds."""

    def counted() -> int:
        left = ExplainingSteps(FEW)
        with explaining_limits(left):
            assert sum(number for number in range(500)) + len([line for line in range(40) if line % 2]) > 0
        return left.used

    quiet = counted()
    monkeypatch.setattr(limits, "STEP_SECONDS", 1.0)
    clock = itertools.count()
    monkeypatch.setattr(time, "thread_time", clock.__next__)
    assert counted() == quiet > 500


def test_a_machine_that_leaves_no_time_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second on the clock may pass between two lines; what waits for much longer is ended."""
    now = [0.0]

    def waiting(seconds: float) -> None:
        for _ in range(2 * limits.STEPS_BETWEEN):
            now[0] += seconds / (2 * limits.STEPS_BETWEEN)

    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(limits, "TIMES_LONGER", 0)
    with explaining_limits(ExplainingSteps(FEW)):
        waiting(limits.WAIT_SECONDS - 1)
    with pytest.raises(OverLimitError), explaining_limits(ExplainingSteps(FEW)):
        waiting(100 * limits.WAIT_SECONDS)


def test_time_ends_what_takes_long_without_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """As products of large matrices do, each of which is one line."""
    monkeypatch.setattr(limits, "STEP_SECONDS", 0.0)
    with pytest.raises(OverLimitError), explaining_limits(ExplainingSteps(MANY)):
        endless_loop(0)


def test_steps_that_are_no_lines_count_as_well() -> None:
    """To compare answers takes time too."""
    with pytest.raises(OverLimitError), explaining_limits(ExplainingSteps(FEW)):
        take_steps(FEW + 1)
    take_steps(FEW + 1)  # without limits there is nothing to count
