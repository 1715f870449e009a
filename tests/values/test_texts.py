"""Texts: the first difference, with the signs that nobody sees."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.values.texts import first_difference, text_difference


@pytest.mark.parametrize(
    ("got", "expected", "reason"),
    [
        ("abc", "abd", "at position 2 there is 'c', not 'd'"),
        ("abc ", "abc", "it ends with a space at the end"),
        ("abc\n\n", "abc", "it ends with 2 times a line break at the end"),
        ("abc", "abc\t", "it lacks a tab at the end"),
        ("abc \t", "abc\t ", "only the blanks at the end differ"),
        ("Abba", "abba", "only capital and small letters differ, first at position 0"),
        ("e\u0301", "\u00e9", "they look alike, but are composed of other characters"),
        ("a\u200bb", "ab", "at position 1 there is U+200B (zero width space), not 'b'"),
        ("a b", "a\u00a0b", "at position 1 there is a space, not a no-break space"),
        ("a\nb", "a b", "at position 1 there is a line break, not a space"),
        ("ab", "abc", "it ends before 'c' at position 2"),
        ("abc", "ab", "'c' at position 2 is too many"),
        ("", "a", "it ends before 'a' at position 0"),
        ("a\x00", "a\x01", "at position 1 there is U+0000 (a control character), not U+0001 (a control character)"),
    ],
)
def test_the_reason_is_told(got: str, expected: str, reason: str) -> None:
    """In words, whatever the signs look like."""
    assert text_difference(got, expected) == f"is {got!r} and should be {expected!r}: {reason}"


def test_of_long_texts_the_part_around_the_difference_is_shown() -> None:
    """The position tells where it is."""
    text = text_difference("x" * 100 + "a" + "y" * 100, "x" * 100 + "b" + "y" * 100)
    assert text == (
        "is ...'xxxxxxxxxxxxayyyyyyyyyyy'... and should be ...'xxxxxxxxxxxxbyyyyyyyyyyy'...: "
        "at position 100 there is 'a', not 'b'"
    )


@given(st.text(max_size=80), st.text(max_size=80))
def test_what_is_said_can_be_printed(a: Any, b: Any) -> None:
    """No sign that a terminal or a page would act on is shown as it is."""
    if a != b:
        assert text_difference(a, b).isprintable()
        assert a[: first_difference(a, b)] == b[: first_difference(a, b)]
