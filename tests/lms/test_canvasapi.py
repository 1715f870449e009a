"""The double of Canvas is one that canvasapi, a client that is not ours, understands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lms.canvas_double import ASSIGNMENT, COURSE, CanvasDouble, class_of
from tests.lms.graded_class import result, write_class
from tests.lms.lms_server import TOKEN
from tests.lms.pushed import push


@pytest.fixture
def assignment() -> Iterator[Any]:
    """Give canvasapi's view of the double's assignment, and the double."""
    import canvasapi

    with CanvasDouble(class_of(5)) as double:
        double.page_size = 2
        with pytest.warns(UserWarning, match="HTTP URLs"):
            client = canvasapi.Canvas(double.base.replace("http://127.0.0.1", "http://localhost"), TOKEN)
        try:
            yield client.get_course(COURSE).get_assignment(ASSIGNMENT), double
        finally:
            client._Canvas__requester._session.close()


def test_it_lists_all_pages(assignment: Any) -> None:
    """With attachments and users."""
    found, double = assignment
    double.add_file(1, "a.py", "x = 1\n")
    rows = list(found.get_submissions(include=["user"]))
    assert [row.user_id for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0].attachments[0].size == 6


def test_it_grades_and_comments(assignment: Any) -> None:
    """One PUT, read back."""
    found, double = assignment
    submission = found.get_submission(2)
    submission.edit(submission={"posted_grade": "7.5"}, comment={"text_comment": "Well done", "attempt": 1})
    assert submission.entered_score == 7.5
    assert double.students[2].comments[0]["comment"] == "Well done"


def test_it_finds_what_we_have_pushed(assignment: Any, tmp_path: Path) -> None:
    """Our grades and comments, seen through the other client."""
    found, double = assignment
    push(double, write_class(tmp_path / "graded", [result("3", 4)]))
    row = found.get_submission(3, include=["submission_comments"])
    assert (row.entered_score, len(row.submission_comments)) == (10, 1)
