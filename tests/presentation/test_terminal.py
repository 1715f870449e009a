"""The report in a terminal that shows colour."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.presentation import text
from grader.presentation.view import view_of
from grader.results import Outcome, TracebackFrame
from tests.samples.report_samples import HOSTILE, check, drawn, rich, submission, task

CODE = re.compile(r"\x1b\[[0-9;]*m")


def rendered(*checks: Any, width: int = 80, **fields: Any) -> str:
    """Return the report of a task with `checks`, with its codes."""
    return text.render(view_of(submission(task(*checks), **fields)), colour=True, width=width)


def words(shown: str) -> str:
    """Return a report without codes and without its layout."""
    return re.sub(r"\s+", "", CODE.sub("", shown))


def test_a_terminal_with_colour_says_what_plain_text_says() -> None:
    """Every line of the plain report is in the other one, whatever the layout."""
    shown = words(text.render(view_of(rich()), colour=True, width=80))
    plain = text.render(view_of(rich()), colour=False)
    missing = [line for line in plain.split("\n") if words(line) not in shown and "your code: 0.25" not in line]
    assert missing == []


def test_colour_is_asked_for() -> None:
    """One function gives both."""
    assert "\x1b[" in text.render(view_of(rich()), colour=True)
    assert "\x1b[" not in text.render(view_of(rich()), colour=False)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from([*HOSTILE, "[red]x[/]", ":bomb:"])
)
def test_no_text_of_a_student_acts(hostile: Any) -> None:
    """The only codes are those of colours, and what looks like rich's own markup is a text."""
    fields = {"message": hostile, "hint": hostile, "output": hostile, "repeat": hostile}
    frame = TracebackFrame(file=hostile, line=1, first=1, source=(hostile,), values={hostile: hostile})
    shown = rendered(check(Outcome.ERROR, title=hostile, trace=(frame,), **fields))
    assert "\x1b" not in CODE.sub("", shown)
    assert not any("\x80" <= sign <= "\x9f" for sign in shown)


@pytest.mark.parametrize("name", ["[bold]x[/bold]", ":smile:", "https://example.org"])
def test_markup_and_emoji_stay_as_they_are(name: str) -> None:
    """A name is shown as it is written."""
    assert name in CODE.sub("", rendered(check(Outcome.FAILED, title=name)))


def test_a_picture_is_drawn_with_two_sorts_of_blocks() -> None:
    """The bars of both series can be told apart without colour."""
    shown = CODE.sub("", rendered(check(Outcome.FAILED, picture=drawn())))
    assert "0.25 " + "█" * 15 in shown
    assert "0.5 " + "▒" * 30 in shown
    assert "nan" in shown


def test_the_line_that_stops_is_marked() -> None:
    """By a sign, as colour alone tells some readers nothing."""
    frame = TracebackFrame(
        file="work.py", line=2, first=1, source=("def f(x):", "    return x[9]"), values={"x": "[1]"}
    )
    shown = CODE.sub("", rendered(check(Outcome.ERROR, trace=(frame,))))
    assert "→   2      return x[9]" in shown
    assert "    1  def f(x):" in shown
    assert "x = [1]" in shown


def test_no_line_is_wider_than_the_terminal() -> None:
    """Prose and bars are wrapped where the terminal ends."""
    shown = rendered(check(Outcome.FAILED, message="A sentence of some length. " * 9, picture=drawn()), width=60)
    assert max(len(line) for line in CODE.sub("", shown).split("\n")) <= 60
