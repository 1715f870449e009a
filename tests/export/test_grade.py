"""The grade of a result: which points, why none, and numbers as gradebooks write and read them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from grader.errors import JudgeError
from grader.export.grade import (
    Excusal,
    Points,
    Skip,
    apply_late_policy,
    format_points,
    grade_of,
    parse_points,
    scale_points,
    to_decimal,
)
from grader.results import Outcome, SubmissionFacts
from grader.results.by_hand import Excused
from grader.results.hand_in_facts import Lateness
from tests.results.small_results import check, result, task

LATE = Lateness(due="2026-01-01T00:00:00+00:00", seconds=60, percent=25)
UNKNOWN = Lateness(due="2026-01-01T00:00:00+00:00", look="the time is not known")


def facts(**more: Any) -> SubmissionFacts:
    """Return the facts of a submission with a file."""
    return SubmissionFacts(**{"id": "ana", "files": ("f.py",), **more})


def checks(*outcomes: Outcome, **more: Any) -> Any:
    """Return a result of checks with these outcomes, of one point out of two each."""
    return result(task(*(check(outcome=outcome) for outcome in outcomes)), **more)


@pytest.mark.parametrize(
    ("graded", "value"),
    [
        pytest.param(checks(Outcome.PASSED, Outcome.FAILED), Points(Decimal(2), Decimal(2), Decimal(4)), id="points"),
        pytest.param(
            checks(Outcome.PASSED, submission=facts(lateness=LATE)),
            Points(Decimal(1), Decimal("0.75"), Decimal(2)),
            id="late",
        ),
        pytest.param(
            checks(Outcome.PASSED, submission=facts(lateness=UNKNOWN)),
            Points(Decimal(1), Decimal(1), Decimal(2)),
            id="late-perhaps",
        ),
        pytest.param(
            checks(Outcome.JUDGE_ERROR, Outcome.JUDGE_ERROR), Skip("the grader failed in 2 checks"), id="error"
        ),
        pytest.param(
            checks(Outcome.PENDING, pending_points=2.0), Skip("1 check of 2 points not marked yet"), id="open"
        ),
        pytest.param(checks(Outcome.JUDGE_ERROR, Outcome.PENDING), Skip("the grader failed in 1 check"), id="both"),
        pytest.param(result(), Skip("there are no points to reach"), id="no-points"),
        pytest.param(
            checks(Outcome.JUDGE_ERROR, excused=Excused(by="Ada", reason="ill")),
            Excusal("excused by Ada: ill"),
            id="excused",
        ),
        pytest.param(checks(Outcome.PASSED, excused=Excused(by="Ada")), Excusal("excused by Ada"), id="without-reason"),
    ],
)
def test_a_result_is_a_grade_or_a_reason(graded: Any, value: Any) -> None:
    """A grader error or an open mark is never a zero in a gradebook."""
    assert grade_of(graded).value == value


def test_points_so_far_count_where_they_are_asked_for() -> None:
    """Open marks alone give way; a grader error does not."""
    assert grade_of(checks(Outcome.PENDING), so_far=True).value == Points(Decimal(1), Decimal(1), Decimal(2))
    assert isinstance(grade_of(checks(Outcome.PENDING, Outcome.JUDGE_ERROR), so_far=True).value, Skip)


@pytest.mark.parametrize(
    ("graded", "warnings"),
    [
        pytest.param(checks(Outcome.PASSED), (), id="none"),
        pytest.param(checks(Outcome.PASSED, submission=facts(files=())), ("nothing handed in",), id="no-files"),
        pytest.param(checks(Outcome.PASSED, submission=facts(files=()), excused=Excused(by="Ada")), (), id="excused"),
        pytest.param(
            checks(Outcome.PASSED, submission=facts(files=(), lateness=UNKNOWN)),
            ("nothing handed in", "the time is not known"),
            id="both",
        ),
    ],
)
def test_what_a_person_should_look_at_comes_along(graded: Any, warnings: tuple[str, ...]) -> None:
    """Before the grade goes out."""
    assert grade_of(graded).warnings == warnings


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("7", "7", id="whole"),
        pytest.param(" 7.50 ", "7.50", id="blanks"),
        pytest.param("7,5", "7.5", id="comma"),
        pytest.param("1.234,5", "1234.5", id="german"),
        pytest.param("1,234.5", "1234.5", id="english"),
        pytest.param("1,234,567.5", "1234567.5", id="millions"),
        pytest.param(".5", "0.5", id="no-whole-part"),
        pytest.param(",25", "0.25", id="no-whole-part-comma"),
        pytest.param("7.", "7", id="no-fraction"),
        pytest.param("", None, id="empty"),
        pytest.param("EX", None, id="a-word"),
        pytest.param("-1", None, id="negative"),
        pytest.param("7 / 10", None, id="a-share"),
        pytest.param(".,", None, id="no-digit"),
        pytest.param("٧", None, id="other-digits"),
        pytest.param("1e3", None, id="exponent"),
    ],
)
def test_a_cell_is_read_in_any_language(text: str, number: str | None) -> None:
    """The last point or comma is the decimal mark."""
    assert parse_points(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("7", "7"),
        ("7.50", "7.5"),
        ("7.005", "7.01"),
        ("0.004", "0"),
        ("-0.001", "0"),
        ("1E+3", "1000"),
        ("100", "100"),
        ("66.66666", "66.67"),
    ],
    ids=["whole", "zeros", "half-goes-up", "too-small", "no-minus-zero", "no-exponent", "zeros-stay", "two-decimals"],
)
def test_a_number_is_written_for_every_gradebook(number: str, text: str) -> None:
    """And is read back as what it was."""
    assert format_points(Decimal(number)) == text
    assert format_points(parse_points(text) or Decimal(0)) == text


def test_a_number_is_taken_as_it_prints() -> None:
    """0.1 is a tenth, not the nearest double."""
    assert to_decimal(0.1) == Decimal("0.1")
    for number in (float("nan"), float("inf")):
        with pytest.raises(JudgeError, match="nothing was written"):
            to_decimal(number)


@pytest.mark.parametrize(
    ("maximum", "raw", "points"),
    [("20", False, "15"), ("20", True, "7.5"), (None, False, "7.5"), ("0", False, "0")],
    ids=["scaled", "raw", "not-known", "worth-nothing"],
)
def test_points_are_scaled_to_what_the_column_is_worth(maximum: str | None, raw: bool, points: str) -> None:
    """After the late policy."""
    value = Points(Decimal(8), Decimal("7.5"), Decimal(10))
    assert scale_points(value, None if maximum is None else Decimal(maximum), raw=raw) == Decimal(points)
    assert apply_late_policy(Decimal(8), LATE) == 6
