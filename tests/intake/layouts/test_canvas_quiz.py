"""Names of files that were uploaded into a quiz of Canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.intake.layouts.canvas_quiz import CANVAS_QUIZ
from tests.intake.layouts.trees import assert_strange, only_entry

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("member", "facts"),
    [
        pytest.param("lee_ann4711_question_55_900_a.py", ("4711", "a.py", "lee ann", "900"), id="upload"),
        pytest.param("ли_анна4711_question_5_9_a.py", ("4711", "a.py", "ли анна", "9"), id="Cyrillic"),
        pytest.param("lee4711_question_5_9_b_1_2.py", ("4711", "b_1_2.py", "lee", "9"), id="numbers in the file"),
        pytest.param("a1_question_1_2_b2_question_3_4_c", ("1", "b2_question_3_4_c", "a", "2"), id="two in one"),
    ],
)
def test_read(tmp_path: Path, member: str, facts: tuple[str, str, str, str]) -> None:
    """The user's number stands at the end of the name."""
    entry = only_entry(CANVAS_QUIZ, tmp_path, member)
    assert (entry.id, entry.path, entry.name, entry.unique) == facts


@pytest.mark.parametrize(
    "member",
    ["lee_ann_question_55_900_a.py", "4711_question_55_900_a.py", "lee4711_question_55_a.py", "d/a1_question_2_3_b.py"],
)
def test_strange(tmp_path: Path, member: str) -> None:
    """A name that lacks a part is not guessed at."""
    assert_strange(CANVAS_QUIZ, tmp_path, member)


def test_its_numbers_are_canvas_s() -> None:
    """Grades go back by them."""
    assert (CANVAS_QUIZ.title, CANVAS_QUIZ.platform) == ("Canvas quiz", "Canvas")
