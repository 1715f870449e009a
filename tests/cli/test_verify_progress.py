"""Progress of verify outside a terminal: a line now and then, also where there is nothing to count."""

from __future__ import annotations

import sys
import time
from types import SimpleNamespace
from typing import Any

import pytest

from grader.cli.verify_progress import LINE_SECONDS, VerifyProgress


@pytest.mark.parametrize(
    ("done", "total", "text"),
    [(0, 10, "0% done\n"), (5, 10, "50% done, about"), (10, 10, "100% done\n"), (0, 0, "")],
    ids=["begun", "half", "done", "nothing"],
)
def test_a_line_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], done: int, total: int, text: str
) -> None:
    """Not at once, and then every few seconds."""
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    advance: Any = SimpleNamespace(done=done, total=total, seconds_left=30.0)
    with VerifyProgress() as progress:
        progress.update(advance)
        assert capsys.readouterr().err == ""
        now[0] = LINE_SECONDS
        progress.update(advance)
        progress.update(advance)
    written = capsys.readouterr().err
    assert written.startswith(text)
    assert written.count("\n") == bool(text)
