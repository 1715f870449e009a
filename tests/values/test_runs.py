"""Printed texts compared by lines, words and characters, the sentence of each difference, and the numbers in a text."""

from __future__ import annotations

import re
from typing import Any

import pytest

from grader.values.runs import FIELDS, is_run, numbers_in, printed, same_text
from grader.worker.wire.plain import NamedValues

SAME: dict[str, tuple[str, str, dict[str, Any]]] = {
    "equal": ("a\nb\n", "a\nb\n", {}),
    "no line break at the end": ("a\nb", "a\nb\n", {}),
    "empty lines at the end": ("a\n\n\n", "a", {}),
    "blanks at the ends": ("a  \nb\t\n", "a\nb", {}),
    "line ends of Windows": ("a\r\nb\r\n", "a\nb\n", {}),
    "words": ("a  b\n\nc", "a b c", {"by": "words"}),
    "capitals": ("Hello", "hELLO", {"case": False}),
    "words and capitals": ("Hello\nYou", "hello you", {"by": "words", "case": False}),
    "exactly": ("a \n", "a \n", {"by": "text"}),
    "nothing": ("", "\n", {}),
}


@pytest.mark.parametrize(("got", "expected", "options"), SAME.values(), ids=SAME)
def test_the_same(got: str, expected: str, options: dict[str, Any]) -> None:
    """The same."""
    assert same_text(got, expected, **options) is True


DIFFERENT: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "a line": ("a\nx", "a\nb", {}, "Line 2 is `x` and should be `b`"),
    "blanks at the beginning": (" a", "a", {}, "before it stands ` `"),
    "an empty line between": ("a\n\nb", "a\nb", {}, "Line 2 is `` and should be `b`"),
    "too few lines": ("a", "a\nb", {}, "The output ends after line 1; line 2 should be `b`."),
    "too many lines": ("a\nb", "a", {}, "goes on after line 1 with `b`, and should end there."),
    "a prompt": ("Name? Hi", "Hi", {}, "before it stands `Name? `. A text in input"),
    "no line break": ("HiBye", "Hi\nBye", {}, "goes on with `Bye`. Is a line break missing?"),
    "capitals": ("hi", "Hi", {}, "only capital and small letters differ"),
    "an invisible character": ("a\u200bc", "abc", {}, "zero width space"),
    "a word": ("a b c", "a x c", {"by": "words"}, "Word 2 is `b` and should be `x`"),
    "words too few": ("a", "a b", {"by": "words"}, "ends after word 1; word 2 should be `b`"),
    "exactly": ("a \n", "a\n", {"by": "text"}, "The text is 'a "),
    "whatever the capitals": ("ABC x", "abd x", {"case": False}, "at position 2 there is 'C', not 'd'"),
    "exactly, whatever the capitals": ("A\nC", "a\nb", {"by": "text", "case": False}, "position 2 there is 'C', not"),
    "a long line": ("x" * 500, "y", {}, r"`x{100}\.\.\.`"),
}  # fmt: skip


@pytest.mark.parametrize(("got", "expected", "options", "says"), DIFFERENT.values(), ids=DIFFERENT)
def test_the_first_difference_is_told(got: str, expected: str, options: dict[str, Any], says: str) -> None:
    """The first difference is told."""
    text = same_text(got, expected, **options)
    assert isinstance(text, str)
    assert re.search(says.replace("?", r"\?") if "{100}" not in says else says, text), text


NUMBERS: dict[str, tuple[str, list[float]]] = {
    "none": ("no numbers here", []),
    "whole ones": ("2 apples and 3 pears", [2.0, 3.0]),
    "real ones": ("3.50, -0.5 and 1e-3.", [3.5, -0.5, 0.001]),
    "at the end of a sentence": ("It is 7.", [7.0]),
    "in words": ("a1 2b v3.4", []),
    "with a sign of money": ("Total: 3.50€ or $4", [3.5, 4.0]),
    "a product": ("2*3=6", [2.0, 3.0, 6.0]),
    "a table": ("1|2|3\n4|5|6", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
}


@pytest.mark.parametrize(("text", "numbers"), NUMBERS.values(), ids=NUMBERS)
def test_numbers_in_a_text(text: str, numbers: list[float]) -> None:
    """Numbers in a text."""
    assert numbers_in(text).tolist() == numbers


def test_what_a_run_has_printed_counts() -> None:
    """What a run has printed counts."""
    run = NamedValues("", FIELDS, ("3\n", "", 0, {}))
    assert is_run(run)
    assert printed(run) == "3\n"
    assert same_text(run, "3") is True
    assert numbers_in(run).tolist() == [3.0]
    assert not is_run(("3\n", "", 0, {}))
    with pytest.raises(TypeError, match="a list of 0 items is no text"):
        printed([])
