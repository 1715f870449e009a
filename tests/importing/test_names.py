"""Ids and titles made of teachers' names: valid, unique, and no module that a student's file would hide."""

from __future__ import annotations

import pytest

from grader.importing.names import LONGEST_TITLE, slug, task_id, title, unique


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Problem Set 1 (part A)", "problem_set_1_part_a"),
        ("q1", "q1"),
        ("1.2", "task_1_2"),
        ("Ü b", "b"),
        ("", "task"),
        ("???", "task"),
        ("a-b", "a-b"),
        ("--a--", "a"),
        ("x" * 80, "x" * 50),
        (" Mean\n", "mean"),
    ],
    ids=["words", "plain", "digits", "umlaut", "empty", "no-letter", "hyphen", "ends", "long", "blanks"],
)
def test_a_text_becomes_an_id(text: str, name: str) -> None:
    """Small letters, a letter first, of bounded length."""
    assert slug(text) == name


def test_an_id_is_taken_once() -> None:
    """The next one has a number."""
    used: set[str] = set()
    assert [unique("a", used) for _ in range(3)] == ["a", "a_2", "a_3"]
    assert len(unique("x" * 60, used | {"x" * 60})) < 60


@pytest.mark.parametrize("text", ["numpy", "Random", "otter", "grader", "json"])
def test_a_task_is_not_called_like_a_module(text: str) -> None:
    """The student's file would hide it."""
    assert task_id(text, set()) == f"{text.lower()}_task"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# Question 1: *mean*", "Question 1: *mean*"),
        ("\n\n**Part A** of it\nmore", "Part A of it"),
        ("- item", "item"),
        ("> quoted", "quoted"),
        ("_emphasis_", "emphasis"),
        ("snake_case stays", "snake_case stays"),
        ("***\n", "otherwise"),
        ("", "otherwise"),
    ],
    ids=["heading", "bold", "list", "quote", "emphasis", "underscore", "rule", "empty"],
)
def test_a_title_is_the_first_line_with_words(text: str, line: str) -> None:
    """Without the marks of Markdown."""
    assert title(text, "otherwise") in {line, "*"} if text == "***\n" else title(text, "otherwise") == line


def test_a_long_title_is_cut() -> None:
    """At its end, with a sign that it goes on."""
    made = title("word " * 100, "otherwise")
    assert len(made) <= LONGEST_TITLE
    assert made.endswith("word…")
