"""Progress of a pull or push: not too often, and connections that end."""

from __future__ import annotations

import sys
import time
from types import SimpleNamespace
from typing import Any

import pytest

from grader.cli.lms_progress import LINE_SECONDS, StepProgress, connected
from grader.errors import UsageError
from grader.lms import clients, tokens
from grader.lms.outcomes import LmsRefusalError


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give a clock that stands at its only entry."""
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    return now


def test_a_line_comes_every_few_seconds(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    """With the time that is left."""
    with StepProgress("students", quiet=False) as progress:
        progress.update(1, 10)
        clock[0] = LINE_SECONDS
        progress.update(2, 10)
        progress.update(3, 10)
    assert capsys.readouterr().err == f"2 of 10 students, about {LINE_SECONDS / 2 * 8:.0f} s left\n"


@pytest.mark.parametrize(("quiet", "done", "total", "text"), [
    (True, 2, 10, ""), (False, 0, 0, ""), (False, 0, 10, "0 of 10 students\n"),
], ids=["quiet", "nothing-to-do", "just-begun"])  # fmt: skip
def test_no_line_without_need(
    clock: list[float], capsys: pytest.CaptureFixture[str], quiet: bool, done: int, total: int, text: str
) -> None:
    """And none that divides by zero."""
    progress = StepProgress("students", quiet=quiet)
    clock[0] = 2 * LINE_SECONDS
    progress.update(done, total)
    assert capsys.readouterr().err == text


def test_a_connection_ends_and_a_refusal_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """About the whole assignment."""
    closed: list[bool] = []
    client = SimpleNamespace(close=lambda: closed.append(True))
    module: Any = SimpleNamespace(connect=lambda *_: client, read_address=lambda _: SimpleNamespace(base="https://x"))
    monkeypatch.setattr(clients, "load_lms", lambda _: module)
    monkeypatch.setattr(tokens, "find_token", lambda *_: "token")
    with (
        pytest.raises(UsageError, match=r"^https://x/1: not allowed\. Check the address"),
        connected("canvas", "https://x/1"),
    ):
        raise LmsRefusalError("not allowed")
    with connected("canvas", "https://x/1") as (opened, loaded):
        assert opened is client
        assert loaded is module
    assert closed == [True, True]
