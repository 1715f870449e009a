"""Limits just below and just above, and the line of an end, in the message of a real grading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.judge import grade
from grader.results import Outcome
from grader.sandbox import process
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.link import is_portable
from grader.submission.files import SourceFile, Submission
from tests.judge.small_gradings import HEAD, grading_of, the

if TYPE_CHECKING:
    from pathlib import Path

    from grader.results.model import CheckResult

SPEC = """
functions: {f: {args: [x]}}
checks: [{id: only, title: t, points: 1, cases: 4, expect: "close(f(x), ref.f(x))", limits: {limits}}]
"""
REFERENCE = "def f(x):\n    return x\n"
FIRST = (
    "import ctypes, os, sys, tempfile; import threading, time\nimport numpy as np\n"
    "calls = []\ndef f(x):\n    calls.append(1)\n"
)


def result(folder: Path, lines: str, limits: str, *, walls: bool = True) -> CheckResult:
    """Return the check's result for a function that does `lines` (from line 6 on) before it answers."""
    grading = grading_of(folder, SPEC.replace("{limits}", limits), REFERENCE)
    code = FIRST + "".join(f"    {line}\n" for line in lines.split("\n")) + "    return x\n"
    submission = Submission("ana", (SourceFile("small.py", code.encode()),))
    cell = WorkerFactory(walls)
    memory = grading.tasks[0].memory
    return the(grade(submission, grading, lambda: cell.worker(memory=memory)), "only")


SPIN = "until = time.process_time() + {}\nwhile time.process_time() < until: pass"
THREADS = (
    "go = threading.Event()\nmade = [threading.Thread(target=go.wait, daemon=True) for _ in range({})]\n"
    "try:\n    for one in made: one.start()\nfinally:\n    go.set()"
)
LIMITS = {
    "clock, below": ("time.sleep(0.2) if len(calls) == 1 else None", "{wall: 5}", Outcome.PASSED, ""),
    "clock, above": (
        "time.sleep(9) if len(calls) == 1 else None",
        "{wall: 0.3}",
        Outcome.TIMEOUT,
        "within 0.3 seconds",
    ),
    "clock, of all calls": ("time.sleep(0.2)", "{wall: 0.5}", Outcome.TIMEOUT, "within 0.5 seconds"),
    "processor, below": (SPIN.format(0.02), "{wall: 30, cpu: 1.5}", Outcome.PASSED, ""),
    "processor, above": (SPIN.format(9), "{wall: 60, cpu: 0.2}", Outcome.TIMEOUT, "more processor time"),
    "processor, while asleep": ("time.sleep(0.1)", "{wall: 30, cpu: 0.5}", Outcome.PASSED, ""),
    "memory, below": ("bytearray(56 << 20)", "{memory: 64}", Outcome.PASSED, ""),
    "memory, above": ("bytearray(72 << 20)", "{memory: 64}", Outcome.ERROR, "MemoryError"),
    "memory, more than usual": ("np.empty(1100 << 17)", "{memory: 1300}", Outcome.PASSED, ""),
    "memory, usual": ("np.empty(1100 << 17)", "{}", Outcome.ERROR, "MemoryError"),
    "output, below": ("print('x' * (15 << 20)) if len(calls) == 1 else None", "{wall: 60}", Outcome.PASSED, ""),
    "output, above": ("print('x' * (4 << 20))", "{wall: 60}", Outcome.ERROR, "prints far too much"),
    "output, kept": ("os.write(1, bytes(1 << 16))", "{wall: 60}", Outcome.PASSED, ""),
    "threads, below": (THREADS.format(5), "{wall: 60, memory: 256}", Outcome.PASSED, ""),
    "threads, above": (THREADS.format(50), "{wall: 60, memory: 256}", Outcome.ERROR, "can't start new thread"),
    "files, below": ("tempfile.SpooledTemporaryFile(1 << 20).write(bytes(1 << 20))", "{wall: 60}", Outcome.PASSED, ""),
    "files, above": ("open('/tmp/full', 'w')", "{wall: 60}", Outcome.ERROR, "PermissionError"),
    "open files, below": ("[open('/dev/null') for _ in range(50)]", "{wall: 60}", Outcome.PASSED, ""),
    "open files, above": (
        "keep = [open('/dev/null') for _ in range(64)]",
        "{wall: 60}",
        Outcome.ERROR,
        "Too many open",
    ),
}


WALLS_ONLY = {"memory, above", "memory, usual", "threads, above", "files, above", "open files, above"}
"""Without walls memory is watched, which misses what is given back at once, and the others are not limited."""


@pytest.mark.parametrize(
    ("lines", "limits", "outcome", "says"),
    [
        pytest.param(
            *row, id=name, marks=pytest.mark.skipif(name in WALLS_ONLY and is_portable(), reason="no walls here")
        )
        for name, row in LIMITS.items()
    ],
)
def test_limits_hold_just_above_and_not_just_below(
    tmp_path: Path, lines: str, limits: str, outcome: Outcome, says: str
) -> None:
    """What stays within a limit loses nothing; what does not is told which one it was."""
    found = result(tmp_path, lines, limits)
    assert (found.outcome, says in found.message) == (outcome, True), found.message


PLACES = {
    "endless loop": ("while True: pass", "`small.py`, line 6"),
    "endless loop in a helper": ("def helper():\n    while True: pass\nhelper()", "`small.py`, line 7"),
    "waits for ever": ("time.sleep(99)", "`small.py`, line 6"),
    "endless in C": ("pow(7, 10**9)", "`small.py`, line 6"),
    "null pointer": ("ctypes.string_at(0)", "`small.py`, line 6"),
    "abort": ("len(x)\nos.abort()", "`small.py`, line 7"),
    "deep in C": ("sorted([1, 2], key=lambda _: ctypes.string_at(0))", "`small.py`, line 6"),
}
OFTEN_TRIED = ("endless loop", "waits for ever")
"""Other tests have these ends too."""


@pytest.mark.parametrize(
    "walls", [pytest.param(False, id="open", marks=pytest.mark.slow), pytest.param(True, id="walled")]
)
@pytest.mark.parametrize(
    ("lines", "place"),
    [pytest.param(*row, id=name, marks=[pytest.mark.slow] * (name in OFTEN_TRIED)) for name, row in PLACES.items()],
)
def test_the_line_of_an_end_is_in_the_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, place: str, walls: bool
) -> None:
    """Where a process was when it had to be ended, or when it crashed, is what a student looks for."""
    monkeypatch.setattr(process, "LINE_SECONDS", 20.0)
    found = result(tmp_path, lines, "{wall: 1.2}", walls=walls)
    assert found.outcome in {Outcome.TIMEOUT, Outcome.ERROR}
    assert found.counterexample is not None
    line = place.rpartition(" ")[2]
    assert "It was at" in found.message
    assert "small.py" in found.message
    assert f"line {line}" in found.message


def test_the_limits_are_in_the_result(tmp_path: Path) -> None:
    """In the units of the schema, whatever the spec leaves out."""
    limits = result(tmp_path, "pass", "{wall: 2, memory: 64}").limits
    assert (limits.wall, limits.cpu, limits.memory) == (2, 2, 64 << 20)
    assert "limits" in HEAD
