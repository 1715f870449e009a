"""Addresses of assignments, as browsers show them and people shorten them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.lms.address import canvas_address, moodle_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.lms.address import AssignmentAddress

CANVAS, MOODLE = "https://canvas.example.edu", "https://moodle.example.edu"


@pytest.mark.parametrize(
    ("text", "base", "course", "assignment"),
    [
        pytest.param(f"{CANVAS}/courses/12/assignments/34", CANVAS, "12", "34", id="page"),
        pytest.param(f"{CANVAS}/courses/12/assignments/34/submissions/5?x=1#top", CANVAS, "12", "34", id="below-it"),
        pytest.param(f"{CANVAS}/courses/12/gradebook/speed_grader?assignment_id=34", CANVAS, "12", "34", id="speed"),
        pytest.param("canvas.example.edu/courses/12/assignments/34", CANVAS, "12", "34", id="no-scheme"),
        pytest.param("//canvas.example.edu/courses/12/assignments/34", CANVAS, "12", "34", id="no-scheme-but-slashes"),
        pytest.param("https://X.edu/lms/courses/1/assignments/2", "https://x.edu/lms", "1", "2", id="in-a-folder"),
        pytest.param("http://localhost:3000/courses/1/assignments/2", "http://localhost:3000", "1", "2", id="a-port"),
    ],
)
def test_a_page_of_canvas_is_an_assignment(text: str, base: str, course: str, assignment: str) -> None:
    """Whatever stands behind it."""
    address = canvas_address(text)
    assert (address.base, address.course, address.assignment) == (base, course, assignment)
    assert address.key == f"{base} {course} {assignment}"


@pytest.mark.parametrize(
    ("text", "base"),
    [
        pytest.param(f"{MOODLE}/mod/assign/view.php?id=77", MOODLE, id="page"),
        pytest.param(f"{MOODLE}/mod/assign/view.php?action=grading&id=77#x", MOODLE, id="other-parameters"),
        pytest.param("uni.edu/moodle/mod/assign/view.php?id=77", "https://uni.edu/moodle", id="in-a-folder"),
    ],
)
def test_a_page_of_moodle_is_an_assignment(text: str, base: str) -> None:
    """By the number of its module; the course is not said."""
    address = moodle_address(text)
    assert (address.base, address.course, address.assignment) == (base, "", "77")


@pytest.mark.parametrize(
    ("read", "text"),
    [
        pytest.param(canvas_address, CANVAS, id="canvas-host"),
        pytest.param(canvas_address, f"{CANVAS}/courses/12", id="a-course"),
        pytest.param(canvas_address, f"{CANVAS}/courses/12/assignments/syllabus", id="no-number"),
        pytest.param(canvas_address, f"{MOODLE}/mod/assign/view.php?id=77", id="moodle-for-canvas"),
        pytest.param(moodle_address, f"{MOODLE}/mod/quiz/view.php?id=77", id="a-quiz"),
        pytest.param(moodle_address, f"{MOODLE}/mod/assign/view.php?id=x", id="a-word"),
        pytest.param(moodle_address, f"{MOODLE}/mod/assign/view.php", id="no-id"),
        pytest.param(moodle_address, f"{CANVAS}/courses/12/assignments/34", id="canvas-for-moodle"),
        pytest.param(canvas_address, "", id="empty"),
    ],
)
def test_another_page_is_refused_with_the_form(read: Callable[[str], AssignmentAddress], text: str) -> None:
    """And where to get it."""
    with pytest.raises(UsageError, match=r"not the page of a .* assignment \(expected https://.*Copy the address"):
        read(text)


@pytest.mark.parametrize("scheme", ["https://", "//", ""], ids=["scheme", "slashes", "bare"])
@pytest.mark.parametrize("read", [canvas_address, moodle_address], ids=["canvas", "moodle"])
def test_an_address_never_carries_a_password(read: Callable[[str], AssignmentAddress], scheme: str) -> None:
    """It goes into the journal and into messages; the message does not repeat it."""
    with pytest.raises(UsageError, match="leave them out, the token is enough") as error:
        read(f"{scheme}ana:secret@lms.example.edu/courses/12/assignments/34")
    assert "secret" not in str(error.value)


def test_an_address_that_is_none_is_refused() -> None:
    """With the reason."""
    with pytest.raises(UsageError, match="not an address"):
        canvas_address("https://[::1/courses/1/assignments/2")
