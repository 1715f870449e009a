"""What happened while the code ran, cut to what a reader can use."""

from __future__ import annotations

from typing import Any

from grader.presentation.events import events_of
from grader.results import Outcome, TracebackFrame, Warned
from tests.samples.report_samples import check


def frame(line: int = 2, **fields: Any) -> TracebackFrame:
    """Return a step of a traceback."""
    return TracebackFrame(
        **{"file": "work.py", "line": line, "first": 1, "source": ("def f(x):", "\treturn x", "")} | fields
    )


def test_nothing_happened() -> None:
    """A check without events has none to show."""
    assert not events_of(check())
    assert events_of(check()).output == ""


def test_the_line_that_stops_is_the_one_of_the_frame() -> None:
    """Lines have their numbers in the file, and tabs are as wide as elsewhere."""
    (shown,) = events_of(check(Outcome.ERROR, trace=(frame(name="f", values={"x": "1"}),))).trace
    assert shown.location == "work.py, line 2, in f"
    assert [(line.number, line.text, line.is_here) for line in shown.lines] == [
        (1, "def f(x):", False),
        (2, "    return x", True),
        (3, "", False),
    ]
    assert [(value.name, value.value) for value in shown.values] == [("x", "1")]


def test_a_cell_is_named() -> None:
    """As in every other sentence."""
    (shown,) = events_of(check(Outcome.ERROR, trace=(frame(file="a.ipynb", cell=3),))).trace
    assert shown.location == "a.ipynb, cell 3, line 2"


def test_of_a_long_traceback_the_beginning_and_the_end_are_shown() -> None:
    """A recursion has a thousand equal steps; how many are left out is said."""
    events = events_of(check(Outcome.ERROR, trace=tuple(frame(line) for line in range(1, 41))))
    assert [shown.location for shown in events.trace] == [f"work.py, line {n}" for n in (1, 36, 37, 38, 39, 40)]
    assert events.left_out == "34 steps of the same kind not shown"


def test_warnings_say_where_and_how_often() -> None:
    """One line each."""
    warned = (
        Warned(text="overflow", kind="RuntimeWarning", file="work.py", line=4, count=12),
        Warned(text="old", kind="DeprecationWarning", file="a.ipynb", cell=2, line=1),
    )
    assert events_of(check(warnings=warned)).warnings == (
        "RuntimeWarning: overflow (work.py, line 4, 12 times)",
        "DeprecationWarning: old (a.ipynb, cell 2, line 1)",
    )


def test_output_is_cut_to_a_few_lines() -> None:
    """What is printed for every case is clear from the first."""
    output = events_of(check(output="\n".join(map(str, range(40))) + "\n")).output
    assert output.split("\n")[-2:] == ["11", "(28 more lines)"]
    assert events_of(check(output="one\n")).output == "one"
