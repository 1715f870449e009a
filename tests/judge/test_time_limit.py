"""The reference has a time limit: a slow one is a mistake in the course, with the expression and the case."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from grader.judge import preparation
from grader.judge.preparation import Preparation, PreparationFault
from grader.judge.time_limit import ReferenceTimeoutError, time_limit
from tests.samples.small_tasks import task_of

if TYPE_CHECKING:
    from pathlib import Path


def endless() -> None:
    """Never come to an end."""
    while True:
        time.sleep(0.001)


def busy() -> None:
    """Work without end."""
    while True:
        pass


def stubborn() -> None:
    """Catch the first exception and go on."""
    try:
        endless()
    except Exception:  # noqa: BLE001
        endless()


@pytest.mark.parametrize("function", [endless, stubborn], ids=lambda function: function.__name__)
def test_code_without_end_is_interrupted(monkeypatch: pytest.MonkeyPatch, function: object) -> None:
    """Also if it catches what interrupts it."""
    monkeypatch.setattr("grader.judge.time_limit.AGAIN", 0.05)
    assert callable(function)
    with pytest.raises(ReferenceTimeoutError), time_limit(0.05):
        function()


def test_waiting_for_the_processor_is_no_fault_of_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine the clock goes on while it stands still."""
    monkeypatch.setattr("grader.judge.time_limit.WAITING", 10_000.0)
    with time_limit(0.05):
        time.sleep(0.3)


def test_work_is_interrupted_by_processor_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the clock may go."""
    monkeypatch.setattr("grader.judge.time_limit.WAITING", 10_000.0)
    with pytest.raises(ReferenceTimeoutError), time_limit(0.05):
        busy()


def test_nothing_stays_behind() -> None:
    """What ends in time is not interrupted later, by this limit or by the last one; no thread is left."""
    before = threading.active_count()
    for _ in range(50):
        with time_limit(60.0):
            pass
    with pytest.raises(ReferenceTimeoutError), time_limit(0.01):
        endless()
    total = sum(range(200_000))
    assert total
    assert threading.active_count() == before


def test_an_exception_of_the_code_is_its_own() -> None:
    """The limit changes nothing about it."""
    with pytest.raises(ZeroDivisionError), time_limit(60.0):
        raise ZeroDivisionError


SPEC = """
sizes: {n: [1, 6]}
functions: {f: {args: [x]}}
inputs: {x: {vector: n, integers: [-9, 9]}}
checks: [{id: only, title: t, points: 1, cases: 30, expect: "close(f(x), ref.slow(x))"}]
"""
REFERENCE = """
import time

def f(x):
    return x

def slow(x):
    while len(x) > 2:
        time.sleep(0.001)
    return x
"""


def test_a_slow_reference_is_a_mistake_of_the_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for it in silence, and the message says which expression is slow, and in which case."""
    monkeypatch.setattr(preparation, "REFERENCE_SECONDS", 0.2)
    task = task_of(tmp_path, SPEC, REFERENCE)
    prepared = Preparation(1).of(task.id, task.checks[0])
    assert isinstance(prepared, PreparationFault)
    assert prepared.text.startswith("case ")
    assert "slow(x): ReferenceTimeoutError: the reference takes too long here" in prepared.text
