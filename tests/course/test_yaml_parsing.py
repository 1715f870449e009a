"""YAML as data with lines: what YAML has beside that is a mistake, with its line."""

from __future__ import annotations

from typing import Any

import pytest

from grader.course.document import ReadingError
from grader.course.yaml_parsing import DEEPEST, parse


@pytest.mark.parametrize(
    ("text", "data", "lines"),
    [
        pytest.param(
            "a: 1\nb:\n  - x\n  - y: 2\n",
            {"a": 1, "b": ["x", {"y": 2}]},
            {("a",): 1, ("b",): 2, ("b", 0): 3, ("b", 1): 4, ("b", 1, "y"): 4},
            id="nested",
        ),
        pytest.param("a: {b: [1]}", {"a": {"b": [1]}}, {("a",): 1, ("a", "b"): 1, ("a", "b", 0): 1}, id="in-a-line"),
        pytest.param(
            "a:\n  |\n  two\n  lines\nb: 1\n", {"a": "two\nlines\n", "b": 1}, {("a",): 1, ("b",): 5}, id="text"
        ),
        pytest.param("2: x\ntrue: y\nnull: z\n", {2: "x", True: "y", None: "z"}, {("2",): 1, ("true",): 2}, id="keys"),
        pytest.param("a: &x [1]\nb: *x\n", {"a": [1], "b": [1]}, {("b", 0): 1}, id="an-anchor"),
        pytest.param("\ufeffa: 1\n", {"a": 1}, {("a",): 1}, id="a-mark-at-the-beginning"),
    ],
)
def test_a_file_is_data_with_lines(text: str, data: dict[Any, Any], lines: dict[Any, int]) -> None:
    """Of every key and item."""
    document = parse(text.encode(), "a.yaml")
    assert document.data == data
    assert {path: document.lines[path] for path in lines} == lines


MISTAKES = {
    "a-list": ("- a\n", 1, "must be a mapping of keys to values, beginning with `id:`"),
    "empty": ("", 1, "must be a mapping"),
    "a-word": ("hello", 1, "must be a mapping"),
    "a-tab": ("a:\n\tb: 1\n", 2, "this line has a tab; indent with spaces"),
    "an-open-quote": ('a: "x\n', 2, "is not valid YAML"),
    "twice": ("a: 1\nb: 2\na: 3\n", 3, "appears a second time (first in line 1); keep one"),
    "true-is-one": ("1: x\ntrue: y\n", 2, "appears a second time"),
    "a-list-as-key": ("? [a]\n: 1\n", 1, "a key is a word, and here is a list or mapping"),
    "too-deep": ("a: " + "[" * DEEPEST + "]" * DEEPEST, 1, f"is nested more than {DEEPEST} deep"),
    "deep-enough-to-crash": ("[" * 100_000, 1, "is nested more than"),
    "a-circle": ("a: &x\n  b: *x\n", 1, "refers to itself"),
    "a-bomb": (
        "a: &a [1,1,1,1,1,1,1,1,1]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(8)),
        None,
        "beyond measure",
    ),
    "no-date": ("a: 2026-13-45\n", 0, "is not valid YAML: "),
    "a-python-object": ("a: !!python/name:os.system x\n", 1, "could not determine a constructor"),
}


@pytest.mark.parametrize(("text", "line", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_what_is_no_mapping_is_a_mistake_with_its_line(text: str, line: int | None, sentence: str) -> None:
    """And costs neither the process nor its memory."""
    with pytest.raises(ReadingError) as error:
        parse(text.encode(), "a.yaml")
    mistake = error.value.mistake
    assert sentence in mistake.text
    assert mistake.file == "a.yaml"
    assert line is None or mistake.line == line


def test_bytes_that_are_no_text_have_a_line() -> None:
    """The encoding is said."""
    with pytest.raises(ReadingError) as error:
        parse(b"a: 1\nb: \xff\n", "a.yaml")
    assert (error.value.mistake.line, "save it as UTF-8" in error.value.mistake.text) == (2, True)
