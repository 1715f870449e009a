"""The questions that people mark: every written check with its statement, model answer and rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course import load_course
from grader.marking.questions import points_of, questions_of
from tests.marking.small_site import ITEM, MODEL, write_course

if TYPE_CHECKING:
    from pathlib import Path


def test_each_written_check_is_a_question(tmp_path: Path) -> None:
    """With everything that a marker reads; checks that the grader decides are none."""
    questions = questions_of(load_course(write_course(tmp_path)))
    assert list(questions) == [ITEM]
    question = questions[ITEM]
    assert (question.task, question.task_title, question.title, question.heading, question.points) == (
        "mean", "Mean", "the proof", "Proof", 2,
    )  # fmt: skip
    assert question.statement == "Write the mean, and **prove** it."
    assert question.model_answer == "The *model* proof."
    assert [item.id for item in question.rubric.items] == ["there", "back", "slip"]


def test_a_model_answer_is_the_part_below_the_heading(tmp_path: Path) -> None:
    """Of a file from whatever editor; where there is none, nothing stands there."""
    course = write_course(tmp_path)
    answers = course / "reference/answers.md"
    answers.write_bytes(b"\xef\xbb\xbf# Other\r\nno\r\n# Proof\r\nfirst\r\n\r\nsecond \xff\r\n# Last\r\nno\r\n")
    text = questions_of(load_course(course))[ITEM].model_answer
    assert (text.split()[0], "second" in text, "no" in text.split()) == ("first", True, False)
    answers.unlink()
    assert questions_of(load_course(course))[ITEM].model_answer == ""
    assert MODEL


def test_every_check_has_its_points(tmp_path: Path) -> None:
    """Those that the grader decides too: overrides.toml may set them."""
    assert points_of(load_course(write_course(tmp_path))) == {"mean.value": 1, ITEM: 2}
