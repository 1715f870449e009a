"""Values as the standard input and the words of a program."""

from __future__ import annotations

from typing import Any

import pytest

from grader.worker.wire.program_input import argv_texts, stdin_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), ("as it is", "as it is"), ("", ""), (b"bytes\xff", "bytes\ufffd"), (["Anna", 3], "Anna\n3\n"),
        ((1.5, None), "1.5\nNone\n"), ([], ""), (7, "7\n"), (True, "True\n"), ([["a"], "b"], "['a']\nb\n"),
    ],
    ids=repr,
)  # fmt: skip
def test_a_value_is_what_somebody_types(value: Any, text: str) -> None:
    """A line for each item; a text has the line ends that it has."""
    assert stdin_text(value) == text


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, []), ("a b", ["a b"]), (3, ["3"]), (["a", 2], ["a", "2"]), ((), []), ([None], ["None"])],
    ids=repr,
)
def test_a_value_is_the_words_behind_the_programs_name(value: Any, words: list[str]) -> None:
    """One text is one word, whatever blanks it has."""
    assert argv_texts(value) == words
