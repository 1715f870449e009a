"""Moments and spans as platforms and people write them: understood for sure, or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.course.moments import moment, span, zone_of
from tests.present import present


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        pytest.param("2026-11-20T23:59:00+01:00", "2026-11-20T23:59:00+01:00", id="ISO"),
        pytest.param("2026-11-20 23:59", "2026-11-20T23:59:00", id="no zone"),
        pytest.param("2026-11-20T22:59:00Z", "2026-11-20T22:59:00+00:00", id="Z"),
        pytest.param("2026-10-05-10-22-33", "2026-10-05T10:22:33", id="Blackboard's file names"),
        pytest.param("Friday, November 20, 2026 11:59:33 PM", "2026-11-20T23:59:33", id="Blackboard's text"),
        pytest.param("Friday, 20 November 2026, 11:59 PM", "2026-11-20T23:59:00", id="Moodle's worksheet"),
        pytest.param("Oct 5, 2026 1022 AM", "2026-10-05T10:22:00", id="Brightspace"),
        pytest.param("Oct 5, 2026 1222 AM", "2026-10-05T00:22:00", id="after midnight"),
        pytest.param("20261005102233456", "2026-10-05T10:22:33+00:00", id="Sakai"),
        pytest.param("2015-02-02 15:58:23.948203 UTC", "2015-02-02T15:58:23+00:00", id="nbgrader"),
        pytest.param("2015-02-02 15:58:23.9 America/New_York", "2015-02-02T15:58:23-05:00", id="nbgrader elsewhere"),
        pytest.param("20.11.2026 18:00", "2026-11-20T18:00:00", id="with dots"),
        pytest.param(" 2026-11-20 23:59 \n", "2026-11-20T23:59:00", id="spaces"),
    ],
)
def test_moments_are_understood(text: str, iso: str) -> None:
    """Each platform's way is read; a zone is kept where there is one."""
    assert present(moment(text)).isoformat() == iso


@pytest.mark.parametrize(
    "text",
    ["", "-", "soon", "20/11/2026 10:00", "2026-02-31 10:00", "2026-11-20", "2026-11-20 25:00", "2026-11-20 10:00 CET",
     "2026-11-20 10:00 Mars/Olympus", "20 Foo 2026 10:00", "2026-11-20 10:00 and more", "99999999999999999"],
)  # fmt: skip
def test_what_is_not_sure_is_not_understood(text: str) -> None:
    """No text that means two moments, or none, is taken for one."""
    assert moment(text) is None


def test_a_day_ends_with_its_last_second() -> None:
    """An extension until a day is one until its end."""
    assert present(moment("2026-11-22", day_ends=True)).isoformat() == "2026-11-22T23:59:59"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("90", 90), ("90 minutes", 90), ("2 h", 120), ("1 day 3 hours", 27 * 60), ("1d3h", 27 * 60), ("1.5 hours", 90),
     ("1 week", 7 * 24 * 60), ("2 days and 1 hour", 49 * 60)],
)  # fmt: skip
def test_spans_are_understood(text: str, minutes: int) -> None:
    """A number alone is minutes; units add up."""
    assert span(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "soon", "2 moons", "2026-11-20", "20.11.2026 18:00", "-5", "9" * 400])
def test_what_is_no_span_is_not_understood(text: str) -> None:
    """Dates are none, and neither are unknown units."""
    assert span(text) is None


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(text: Any) -> None:
    """Whatever a download or a class list says, reading it raises nothing."""
    moment(text)
    moment(text, day_ends=True)
    span(text)


@settings(max_examples=40)
@given(st.datetimes())
def test_what_python_writes_is_read_back(at: Any) -> None:
    """The form in which results keep a moment is read as that moment."""
    at = at.replace(microsecond=0)
    assert moment(at.isoformat()) == at


@pytest.mark.parametrize("name", ["CET", "Nowhere/At_All", "+99:99"])
def test_a_zone_must_be_one(name: str) -> None:
    """A name that several zones share, or none, is said."""
    with pytest.raises(ValueError, match=r".+"):
        zone_of(name)
