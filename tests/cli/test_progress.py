"""How far a class is, as a person reads it."""

from __future__ import annotations

import io
import re
import sys
import threading

import pytest

from grader.batch import Progress
from grader.cli import progress as module
from grader.cli.progress import ProgressReporter


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a clock that a test moves."""
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])  # type: ignore[attr-defined]
    return now


def test_elsewhere_a_line_every_few_seconds_and_the_last(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    """Rate, time left and what went wrong so far; a log is not flooded."""
    with ProgressReporter(quiet=False) as reporter:
        for graded in range(101):
            clock[0] += 0.125
            reporter.update(Progress(100, graded=graded, judge_errors={"ana": 2} if graded > 60 else {}))
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "39 of 100 submissions, 7.8 per second, about 8 s left",
        "79 of 100 submissions, 7.9 per second, about 3 s left, 1 grader error",
        "100 of 100 submissions, 1 grader error",
    ]


def test_what_was_there_already_does_not_make_the_rate(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    """Only what was graded takes time."""
    with ProgressReporter(quiet=False) as reporter:
        clock[0] += 10
        reporter.update(Progress(100, graded=10, cached=50))
    assert "60 of 100 submissions, 1.0 per second, about 40 s left" in capsys.readouterr().err


def test_quiet_says_nothing(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    """But where it was stopped."""
    with ProgressReporter(quiet=True) as reporter:
        reporter.update(Progress(1, graded=1))
        assert capsys.readouterr().err == ""
        reporter.stopped()
    assert "Stopped after 1 of 1 submissions" in capsys.readouterr().err


def test_a_terminal_gets_one_line_that_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a bar, counts and the rate."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    before = threading.active_count()
    with ProgressReporter(quiet=False) as reporter:
        for graded in range(4):
            reporter.update(Progress(4, graded=graded + 1))
        assert threading.active_count() == before, "or no process could be forked safely"
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())
    assert "4/4" in text
    assert "\x1b[" in terminal.getvalue()


@pytest.mark.parametrize(("seconds", "text"), [(5, "5 s"), (99, "99 s"), (150, "2 min"), (9000, "2.5 h")])
def test_time_left_is_read_at_a_glance(seconds: int, text: str) -> None:
    """In the unit that a person would take."""
    assert module.duration(seconds) == text
