"""Where a process ended, read from what faulthandler printed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.exits import Output, last_location

STACK = "Stack (most recent call first):\n"
OURS = '  File "/lib/grader/worker/calls.py", line 89 in _ask\n  File "<frozen runpy>", line 88 in _run_code\n'


def frame(file: Any, line: Any, name: str = "f") -> Any:
    """Return a frame as faulthandler prints it."""
    return f'  File "{file}", line {line} in {name}\n'


@pytest.mark.parametrize(
    ("printed", "due"),
    [
        pytest.param(STACK + frame("softmax.py", 3) + OURS, ("softmax.py", 3), id="own-file"),
        pytest.param(STACK + frame("a/b c.py", 12) + OURS, ("a/b c.py", 12), id="in-a-folder"),
        pytest.param(STACK + frame("work.ipynb[3]", 2) + OURS, ("work.ipynb[3]", 2), id="a-cell"),
        pytest.param(STACK + frame("/lib/numpy/core.py", 9) + frame("a.py", 4) + OURS, ("a.py", 4), id="in-numpy"),
        pytest.param(STACK + frame("a.py", 4) + frame("b.py", 5) + OURS, ("a.py", 4), id="innermost"),
        pytest.param(f"Current thread 0x1 {STACK[6:]}" + frame("a.py", 4), ("a.py", 4), id="a-crash"),
        pytest.param(STACK + frame("a.py", 4) + STACK + frame("b.py", 5), ("b.py", 5), id="the-last-of-two"),
        pytest.param("x" * 99 + "\n" + STACK + frame("a.py", 4) + "Extension modules: x\n", ("a.py", 4), id="among"),
        pytest.param("", ("", 0), id="nothing"),
        pytest.param("Traceback (most recent call last):\n" + frame("a.py", 4), ("", 0), id="another-traceback"),
        pytest.param(frame("a.py", 4), ("", 0), id="no-heading"),
        pytest.param(STACK + OURS, ("", 0), id="ours-alone"),
        pytest.param(STACK + '  File "a.py", line 4', ("", 0), id="cut-in-a-number"),
        pytest.param(STACK + frame("a.py", "9" * 8), ("", 0), id="a-number-too-large"),
        pytest.param(STACK + frame("a" * 201, 1), ("", 0), id="a-name-too-long"),
        pytest.param(STACK + frame("<string>", 1) + frame("a.py", 4), ("a.py", 4), id="code-without-a-file"),
        pytest.param(STACK + "x" + frame("a.py", 4), ("", 0), id="not-at-the-beginning-of-a-line"),
    ],
)
def test_the_innermost_line_of_the_students_own_is_found(printed: str, due: tuple[str, int]) -> None:
    """In the last traceback, past the library's frames and the worker's own."""
    assert last_location(printed) == due


CRASH = "Fatal Python error: Segmentation fault\n\nCurrent thread 0x1 (most recent call first):\n"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        pytest.param("one\n" + STACK + frame("a.py", 4), "one\n", id="ended"),
        pytest.param("one\n" + "Fatal Python error: Aborted\n\n" + STACK, "one\n", id="aborted"),
        pytest.param("one\n" + CRASH + frame("a.py", 4), "one\n", id="crashed"),
        pytest.param("one\n" + STACK + "two\n" + STACK + OURS, "one\n" + STACK + "two\n", id="the-last-one-only"),
        pytest.param("one " + STACK, "one ", id="behind-a-line-that-is-not-ended"),
        pytest.param("one " + CRASH, "one ", id="a-crash-behind-such-a-line"),
        pytest.param("one\nFatal Python error: mine\n", "one\nFatal Python error: mine\n", id="without-a-stack"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_python_says_about_the_end_is_not_the_students(said: str, left: str) -> None:
    """It is left out, and not counted."""
    assert Output(said.encode(), len(said)).without_interpreter_messages() == Output(left.encode(), len(left))


@given(st.text(), st.integers(0, 9))
def test_any_text_is_no_harm(text: Any, cut: Any) -> None:
    """A student may print what looks like a traceback, or the half of one."""
    file, line = last_location(STACK[cut:] + text)
    assert len(file) <= 200
    assert 0 <= line < 10**7
