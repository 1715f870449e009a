"""Pieces of sentences about what was read: one line each, whatever a student's code put into the facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submission.loaded import DefinedName, FoundFunction
from grader.submission.phrases import count_text, error_text, flat, list_text, location_text
from tests.submission.reports import found, name


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "no argument"), (1, "one argument"), (2, "two arguments"), (4, "four arguments"), (5, "5 arguments")],
    ids=str,
)
def test_a_number_of_arguments_is_written_out_while_it_is_small(number: int, text: str) -> None:
    """One argument is singular."""
    assert count_text(number) == text


@pytest.mark.parametrize(
    ("items", "text"),
    [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), ([" a, b", "c"], " a, b and c")],
    ids=["one", "two", "three", "commas-inside"],
)
def test_a_list_reads_as_a_sentence_lists_things(items: list[str], text: str) -> None:
    """Its last item follows "and"."""
    assert list_text(items) == text


@pytest.mark.parametrize(
    ("text", "cap", "line"),
    [
        pytest.param("plain", 10, "plain", id="short"),
        pytest.param("exactly ten", 11, "exactly ten", id="as-long-as-allowed"),
        pytest.param("two\nlines\tand  a   tab", 50, "two lines and a tab", id="white-space"),
        pytest.param("a\x1b[31mred\x07", 50, "a [31mred", id="terminal"),
        pytest.param("x\u202eevil\u2066", 50, "x evil", id="direction"),
        pytest.param("\u00fcber \u03b1 \u65e5", 50, "\u00fcber \u03b1 \u65e5", id="letters-stay"),
        pytest.param("one two three four", 17, "one two three...", id="cut-between-words"),
        pytest.param("a " + "b" * 50, 20, "a " + "b" * 15 + "...", id="a-word-as-long-as-the-line"),
        pytest.param("\n\t ", 10, "", id="blank"),
    ],
)
def test_text_becomes_one_line(text: str, cap: int, line: str) -> None:
    """Short enough, and cut between words where that leaves most of it."""
    assert flat(text, cap) == line


@given(st.text(max_size=300), st.integers(8, 250))
def test_a_flat_text_is_printable_and_bounded(text: str, cap: int) -> None:
    """Flattened twice it is the same."""
    line = flat(text, cap)
    assert line.isprintable()
    assert len(line) <= cap
    assert flat(line, cap) == line


@pytest.mark.parametrize(
    ("type_", "text", "sentence"),
    [
        pytest.param("ValueError", "bad value.", "ValueError: bad value", id="full-stop-goes"),
        pytest.param("ValueError", "why...", "ValueError: why", id="dots-go"),
        pytest.param("KeyError", "", "KeyError", id="no-text"),
        pytest.param("E", " \n", "E", id="blank-text"),
        pytest.param("My\nError", "a\nb", "My Error: a b", id="a-class-with-a-line-in-its-name"),
    ],
)
def test_an_error_is_its_class_and_its_text(type_: str, text: str, sentence: str) -> None:
    """Without the stop that the sentence around it has."""
    assert error_text(type_, text) == sentence


def test_a_location_names_file_line_and_cell() -> None:
    """For what was found and for what was defined, and on one line."""
    assert location_text(DefinedName.model_validate(name("f", file="a\nb.py", line=7))) == "a b.py, line 7"
    in_cell = FoundFunction.model_validate(found(file="hw.ipynb", line=2, cell=3))
    assert location_text(in_cell) == "hw.ipynb, cell 3, line 2"
