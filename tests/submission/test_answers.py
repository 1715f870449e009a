"""Written answers: found below their heading, however it is marked, and nothing else with them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.submission.answers import LONGEST, MOST_MARKS, answer
from grader.submission.notebooks import WrittenText


def found(text: str, heading: str = "Assignment 1") -> str:
    """Return the answer in one file."""
    return answer([WrittenText("answers.md", 0, text)], heading)


HEADINGS = {
    "of level 1": "# Assignment 1\nmine",
    "of level 6, with words after it": "###### assignment 1: the proof ######\nmine",
    "underlined": "Assignment 1\n===\nmine",
    "underlined, of level 2": "Seminar\n=======\n\nAssignment 1 (proof)\n---\n\nmine",
    "with a deeper heading inside": "# Assignment 1\nmine\n## not mine\n# x",
    "the last of two": "# Assignment 1\nold\n# Assignment 1\nmine",
    "the last of two, empty": "# Assignment 1\nmine\n# Assignment 1\n",
}


@pytest.mark.parametrize("text", HEADINGS.values(), ids=HEADINGS)
def test_an_answer_is_found_below_its_heading(text: str) -> None:
    """Whatever marks the heading; a deeper one belongs to the answer."""
    assert found(text).splitlines()[0] == "mine"


OTHERS = {
    "another number": "# Assignment 11\nyours",
    "no heading": "Assignment 1\nyours",
    "in a block of code": "```\n# Assignment 1\nyours\n```",
    "underlined in a block of code": "~~~\n\nAssignment 1\n===\nyours\n~~~",
    "an item above a rule": "- Assignment 1\n---\nyours",
    "a numbered item above a rule": "1. Assignment 1\n---\nyours",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_what_is_no_heading_of_the_answer_finds_nothing(text: str) -> None:
    """Neither another assignment nor a comment in code."""
    assert found(text) == ""


ENDS = ["# Assignment 2\nyours", "Assignment 2\n===\nyours", "\n  Assignment 2  \n  =====  \nyours"]


@pytest.mark.parametrize("following", ENDS)
def test_an_answer_ends_before_the_next_heading(following: str) -> None:
    """The title of the next one is no part of it either."""
    assert found(f"# Assignment 1\nmine\n\n{following}") == "mine"


@pytest.mark.parametrize("rule", ["one\ntwo\n---", "\n---", "* item\n---", f"\n{'long ' * 20}\n---", "\n$a = b$\n---"])
def test_a_rule_does_not_end_an_answer(rule: str) -> None:
    """Dashes below a text that is no title are a rule."""
    assert found(f"# Assignment 1\nmine\n{rule}\nmine too").endswith("mine too")


def test_the_cells_of_a_notebook_are_one_text() -> None:
    """The heading may stand in a cell of its own; another file does not go on with it."""
    texts = [
        WrittenText("a.ipynb", 1, "# Assignment 1"),
        WrittenText("a.ipynb", 4, "mine"),
        WrittenText("b.ipynb", 1, "yours"),
    ]
    assert answer(texts, "Assignment 1") == "mine"


@pytest.mark.parametrize("length", [20_001, 50_000, LONGEST])
def test_a_long_answer_is_whole(length: int) -> None:
    """A proof of fifty pages is read to its end."""
    text = "x" * (length - 3) + "end"
    assert found(f"# Proof\n{text}\n", "Proof") == text


def test_an_answer_that_is_cut_says_so() -> None:
    """How much is left, of how much, and where the rest is."""
    cut = found("# Proof\n" + "x" * (LONGEST + 1), "Proof")
    assert cut.startswith("x" * LONGEST + "\n\n[cut here: 262,144 of 262,145 characters;")


@given(st.text(st.sampled_from("#=-~` \n1aA.$")), st.text(st.sampled_from("#=- 1aA")))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_a_part_of_itself(text: Any, heading: Any) -> None:
    """Nothing is made up, and nothing is too long."""
    part = found(text, heading)
    assert len(part) <= LONGEST
    assert part in text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# a" + " " * 60_000 + "b\n", id="blanks-in-a-heading"),
        pytest.param("# a" + "# " * 60_000 + "b\n", id="marks-in-a-heading"),
        pytest.param("a\n===\n" * 30_000, id="underlines"),
        pytest.param("# a\n" * 60_000, id="headings"),
        pytest.param("```\n~~~\n" * 30_000, id="fences"),
        pytest.param("a\n" * 100_000, id="lines"),
        pytest.param("a" * 200_000 + "\n---\n", id="a-long-title"),
    ],
)
def test_a_text_of_any_kind_is_searched_once(text: Any) -> None:
    """Nobody can make the search take long: an expression that tried every length would be busy here for minutes."""
    assert found(text) == ""
    assert found(f"# Assignment 1\nmine\n\n{text}") != ""


def test_headings_beyond_the_cap_are_text() -> None:
    """An honest text has hundreds at most; what stands below the last one that counts goes on to the end."""
    text = "# Assignment 2\nmine\n" + "## more\n" * (MOST_MARKS + 5) + "# Assignment 3\nyours\n"
    assert found(text, "Assignment 2").startswith("mine\n## more")
    assert found(text, "Assignment 3") == ""
