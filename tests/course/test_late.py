"""The late policy: course.toml, its mistakes, and what it makes of a hand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.course import load_course
from grader.course.late import LatePolicy, read_late
from grader.errors import SpecError
from grader.store.result_key import course_digest
from tests.present import present
from tests.samples.small_course import write_course

if TYPE_CHECKING:
    from pathlib import Path

POLICY = LatePolicy(due="2026-11-20T23:59:00+01:00", timezone="Europe/Berlin", grace="15 minutes", per_day=10, cap=50)
ON = "2026-11-20T23:59:00+01:00"


@pytest.mark.parametrize(
    ("submitted", "extension", "seconds", "percent"),
    [
        pytest.param("2026-11-20T20:00:00", "", 0, 0, id="in time"),
        pytest.param("2026-11-20T22:59:00+00:00", "", 0, 0, id="to the second, in another zone"),
        pytest.param("2026-11-21T00:14:00", "", 15 * 60, 0, id="within grace"),
        pytest.param("2026-11-21T00:14:01", "", 15 * 60 + 1, 10, id="a second after"),
        pytest.param("2026-11-21T23:59:00", "", 86400, 10, id="one day"),
        pytest.param("2026-11-22T02:59:00", "", 97200, 20, id="1 day 3 hours are two days that have begun"),
        pytest.param("2026-12-24T12:00:00", "", 2894460, 50, id="capped"),
        pytest.param("2026-11-22T02:59:00", "2 days", 0, 0, id="extended by days"),
        pytest.param("2026-11-22T02:59:00", "1620", 0, 0, id="extended by minutes"),
        pytest.param("2026-11-22T02:59:00", "2026-11-21", 10800 - 59, 10, id="extended to the end of a day"),
        pytest.param("2026-11-21T02:59:00", "2026-11-01 12:00", 10800, 10, id="an extension shortens nothing"),
    ],
)
def test_what_a_hand_in_costs(submitted: str, extension: str, seconds: int, percent: int) -> None:
    """Each day that has begun after the due time, the extension included, takes its share, up to the cap."""
    late = POLICY.lateness(submitted, extension, marked_late=False)
    assert (late.seconds, late.percent, late.look) == (seconds, percent, "")


@pytest.mark.parametrize(
    ("submitted", "extension", "more", "look"),
    [
        pytest.param("", "", {"marked_late": False}, "when it was handed in is not known", id="no time"),
        pytest.param("", "", {"marked_late": True}, "marked late by the platform", id="a mark and no time"),
        pytest.param("2026-12-24T12:00:00", "a bit", {"marked_late": True}, "extension `a bit`", id="no extension"),
    ],
)
def test_what_is_not_known_costs_nothing(submitted: str, extension: str, more: dict[str, bool], look: str) -> None:
    """Without a time, or with an extension that nobody understands, nothing is taken off and somebody looks."""
    late = POLICY.lateness(submitted, extension, **more)
    assert (late.seconds, late.percent) == (None, 0)
    assert look in late.look


def test_a_platform_that_marks_what_is_late_has_said_the_rest() -> None:
    """Where late work would have been marked, no mark means that it came in time."""
    assert POLICY.lateness("", "", marked_late=False, in_time=True).look == ""


def test_the_night_in_which_clocks_change_has_its_own_hours() -> None:
    """In Berlin 25 hours pass from noon to noon on 25 October 2026: that is a second day."""
    policy = LatePolicy(due="2026-10-24 12:00", timezone="Europe/Berlin", per_day=10)
    assert policy.lateness("2026-10-25T12:00:00", "", marked_late=False).seconds == 25 * 3600
    assert policy.lateness("2026-10-25T12:00:00", "", marked_late=False).percent == 20


@settings(max_examples=40)
@given(st.datetimes(), st.datetimes())
def test_later_never_costs_less(one: Any, other: Any) -> None:
    """What is taken off grows with time and stays between 0 and the cap."""
    first, second = sorted([one.replace(microsecond=0), other.replace(microsecond=0)])
    try:
        costs = [POLICY.lateness(at.isoformat(), "", marked_late=False).percent for at in (first, second)]
    except OverflowError:  # the first and the last day of the calendar, in another zone
        return
    assert 0 <= costs[0] <= costs[1] <= 50


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("[late]\ndue = 2026-11-20T23:59:00\n", "names no zone", id="no zone"),
        pytest.param("[late]\ndue = 2026-11-20\n", "expected a date with a time", id="no time"),
        pytest.param("[late]\ndue = 2026-11-20T23:59:00Z\nper_day = 120\n", "less than or equal to 100", id="percent"),
        pytest.param("[late]\ndue = 2026-11-20T23:59:00Z\ngrace = 'soon'\n", "15 minutes", id="grace"),
        pytest.param("[late]\ndue = 2026-11-20T23:59:00Z\ntimezone = 'CET'\n", "Europe/Berlin", id="zone"),
        pytest.param("[late]\ndue = 2026-11-20T23:59:00Z\nperday = 3\n", "perday", id="a key that is none"),
        pytest.param("[late\n", "TOML", id="no TOML"),
        pytest.param("[limits]\nsubmission = 0\n", "limits.submission.*greater than 0", id="no time at all"),
        pytest.param("[limits]\nsubmission = 'long'\n", "limits.submission", id="a time that is none"),
        pytest.param("[limits]\nsubmission = inf\n", "limits.submission", id="endless"),
        pytest.param("[limits]\nseconds = 5\n", "limits.seconds", id="a limit that is none"),
    ],
)
def test_mistakes_in_the_file_are_those_of_the_course(tmp_path: Path, text: str, said: str) -> None:
    """A course does not load with a mistake in its policy, which is named with the file."""
    write_course(tmp_path)
    (tmp_path / "course.toml").write_text(text)
    with pytest.raises(SpecError, match=f"(?s)course.toml.*{said}"):
        load_course(tmp_path)


def test_a_course_has_its_policy_or_none(tmp_path: Path) -> None:
    """The file is optional; times in it may stand in a zone that has a name."""
    write_course(tmp_path)
    assert load_course(tmp_path).late is None
    (tmp_path / "course.toml").write_text('[late]\ndue = 2026-11-20T23:59:00\ntimezone = "Europe/Berlin"\ngrace = 10\n')
    policy, mistakes = read_late(tmp_path)
    assert (load_course(tmp_path).late, mistakes) == (policy, [])
    assert present(policy).lateness("", "", marked_late=False).due == ON


def test_a_course_may_say_how_long_a_submission_takes(tmp_path: Path) -> None:
    """Without a word of it the limits of the checks decide; another limit makes other results."""
    write_course(tmp_path)
    before = course_digest(tmp_path)
    (tmp_path / "course.toml").write_text("[late]\ndue = 2026-11-20T23:59:00Z\n")
    assert load_course(tmp_path).seconds is None
    assert course_digest(tmp_path) == before
    (tmp_path / "course.toml").write_text("[limits]\nsubmission = 90\n")
    assert load_course(tmp_path).seconds == 90.0
    assert course_digest(tmp_path) != before


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_an_editor_of_windows_may_have_written_it(tmp_path: Path, mark: bytes, end: bytes) -> None:
    """A byte order mark and its line ends are no mistake in it."""
    folder = write_course(tmp_path)
    lines = [b"[late]", b'due = "2026-11-20T23:59:00+01:00"', b"per_day = 10"]
    (folder / "course.toml").write_bytes(mark + end.join(lines) + end)
    late = load_course(folder).late
    assert late is not None
    assert late.per_day == 10


def test_another_mark_in_front_is_a_mistake_with_its_file(tmp_path: Path) -> None:
    """UTF-16 is no TOML, and that is said."""
    folder = write_course(tmp_path)
    (folder / "course.toml").write_bytes("[late]\n".encode("utf-16"))
    with pytest.raises(SpecError, match=r"course\.toml"):
        load_course(folder)
