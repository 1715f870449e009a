"""Values in answers of an LMS: read as what they are, and as nothing where they are something else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from grader.lms.values import MAX_LINE, MAX_POINTS, dicts, member, one_line, points_of, text_of


@pytest.mark.parametrize(
    ("rows", "read"),
    [([{"a": 1}, 2, None, [{}]], [{"a": 1}]), ({"a": 1}, []), (None, []), ("[]", [])],
    ids=["list", "object", "none", "text"],
)
def test_rows_are_the_objects_of_a_list(rows: Any, read: Any) -> None:
    """An LMS that answers with an error object has no rows."""
    assert dicts(rows) == read


@pytest.mark.parametrize(("data", "value"), [({"a": 1}, 1), ({}, None), ([], None), ("a", None)], ids=repr)
def test_a_member_of_what_has_none_is_nothing(data: Any, value: Any) -> None:
    """Without an exception."""
    assert member(data, "a") == value


@pytest.mark.parametrize(
    ("value", "text"),
    [("x", "x"), (7, "7"), (0, "0"), (True, ""), (None, ""), (1.5, ""), ([], ""), ({"a": 1}, "")],
    ids=["text", "number", "zero", "truth", "none", "fraction", "list", "object"],
)
def test_an_id_is_a_text_or_a_number(value: Any, text: str) -> None:
    """`True` is no student."""
    assert text_of(value) == text


def test_a_name_is_one_short_line() -> None:
    """Names are whatever their owners typed."""
    assert one_line(" Ana\n\tLee\u2028 ") == "Ana Lee"
    assert len(one_line("x" * 10_000)) == MAX_LINE
    assert one_line(None) == ""


@pytest.mark.parametrize(
    ("value", "points"),
    [
        (7, "7"), (7.5, "7.5"), ("7.50", "7.50"), (-1, "-1"), (0, "0"), ("", None), ("7,5", None), ("A+", None),
        (True, None), (None, None), ([7], None), (float("nan"), None), (float("inf"), None), ("NaN", None),
        (MAX_POINTS, None), ("1e400", None), (0.1, "0.1"), ("1e-9999999", "0"), ("-0." + "3" * 60, "-0.3333333333"),
    ],
    ids=repr,
)  # fmt: skip
def test_points_are_finite_numbers(value: Any, points: str | None) -> None:
    """With as many places as a person reads; what is none is no grade."""
    read = points_of(value)
    assert read == (None if points is None else Decimal(points))
    assert len(f"{read or 0:f}") < 25
