"""Records of an LMS: what a grade is in a table, and when nobody has graded."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grader.lms.records import LmsGrade, LmsStudent


@pytest.mark.parametrize(
    ("grade", "text", "empty"),
    [
        pytest.param(LmsGrade(), "-", True, id="none"),
        pytest.param(LmsGrade(Decimal(0)), "0", False, id="a-zero-is-a-grade"),
        pytest.param(LmsGrade(Decimal("7.50")), "7.5", False, id="zeros-behind-the-point"),
        pytest.param(LmsGrade(Decimal(100)), "100", False, id="no-exponent"),
        pytest.param(LmsGrade(excused=True), "excused", False, id="excused"),
        pytest.param(LmsGrade(Decimal(7), excused=True), "excused", False, id="excused-with-points"),
        pytest.param(LmsGrade(grader="7"), "-", True, id="graded-by-nobody-with-points"),
    ],
)
def test_a_grade_reads_as_a_person_writes_it(grade: LmsGrade, text: str, empty: bool) -> None:
    """The journal compares these texts, so one number has one text."""
    assert (grade.text, grade.is_empty) == (text, empty)


@pytest.mark.parametrize(("name", "label"), [("Ana", "Ana (17)"), ("", "17")], ids=["name", "anonymous"])
def test_a_student_is_named_with_the_id(name: str, label: str) -> None:
    """Two may have one name."""
    assert LmsStudent(1, "k", "17", name).label == label
