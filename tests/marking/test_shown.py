"""Files beside an answer: which belong to another question, and what stands for those that cannot be shown."""

from __future__ import annotations

import pytest

from grader.marking.shown import _belongs


@pytest.mark.parametrize(
    ("name", "belongs"),
    [
        pytest.param("Question 1.jpg", True, id="its-name"),
        pytest.param("question-1_second.png", True, id="in-other-signs"),
        pytest.param("question1.pdf", True, id="without-a-blank"),
        pytest.param("Question 1/photo.jpg", True, id="its-folder"),
        pytest.param("Question 1/photo", True, id="its-folder-without-an-ending"),
        pytest.param("question 1", True, id="without-an-ending"),
        pytest.param("Question 10.jpg", False, id="another-number"),
        pytest.param("my question 1.jpg", False, id="within-the-name"),
        pytest.param("photo.jpg", False, id="no-number"),
        pytest.param("photo.question 1", False, id="in-the-ending"),
    ],
)
def test_a_file_belongs_to_the_question_that_its_name_begins_with(name: str, belongs: bool) -> None:
    """Or the name of its folder."""
    assert _belongs(name, ["Proof", "Question 1"]) is belongs


def test_headings_without_a_word_claim_nothing() -> None:
    """A heading may be a sign alone."""
    assert not _belongs("photo.jpg", ["*", ""])
