"""Rows and submissions: joined by ids alone, and never where there are two ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from grader.export.joining import join, student_label
from grader.results import Member
from tests.export.graded_rows import got

if TYPE_CHECKING:
    from grader.export.grade import Grade


@dataclass(frozen=True)
class Row:
    """A row of a gradebook."""

    line: int
    platform_id: str = ""
    other_ids: frozenset[str] = frozenset()
    label: str = "somebody"
    locked_reason: str = ""


def row(line: int, platform_id: str = "", *others: str, locked: str = "") -> Row:
    """Return a row with ids."""
    return Row(line, platform_id, frozenset(others), locked_reason=locked)


ANA, BEN = row(2, "17", "ana", "ana@x.org"), row(3, "18", "ben")
TEAM = (Member(ids=("ana",), name="Ana"), Member(ids=("ben",), name="Ben"))


@pytest.mark.parametrize(
    ("grade", "lines"),
    [
        pytest.param(got("17", 1), [2], id="own-number"),
        pytest.param(got("Ana", 1, platform=""), [2], id="login-in-any-case"),
        pytest.param(got("folder", 1, platform="", ids=("ANA@x.org",)), [2], id="by-the-class-list"),
        pytest.param(got("99", 1, ids=("ben",)), [3], id="own-number-is-gone"),
        pytest.param(got("18", 1, platform="Moodle"), [], id="a-number-of-another-platform"),
        pytest.param(got("18", 1, platform="Moodle", ids=("ana",)), [2], id="its-ids-count"),
        pytest.param(got("ben", 1, platform="Blackboard"), [3], id="logins-of-another-platform-count"),
        pytest.param(got("Ana Lee", 1, platform="", name="ana"), [], id="names-never-join"),
        pytest.param(got("7", 1, members=TEAM), [2, 3], id="a-group"),
        pytest.param(got("", 1, platform=""), [], id="no-id"),
    ],
)
def test_a_submission_finds_its_rows(grade: Grade, lines: list[int]) -> None:
    """What stays alone on either side is told."""
    joined = join([ANA, BEN], [grade], "Canvas")
    assert [pair[0].line for pair in joined.pairs] == lines
    assert bool(joined.problems) == (not lines)
    assert [alone.line for alone in joined.unclaimed] == [line for line in (2, 3) if line not in lines]


def test_a_row_that_two_claim_is_nobodys() -> None:
    """Which of the two is meant only a person can tell."""
    joined = join([ANA, BEN], [got("17", 1), got("ana", 9, platform="")], "Canvas")
    assert joined.pairs == ()
    assert joined.unmatched == (
        "line 2, somebody: fits several submissions (17, ana)", "line 3, somebody: no submission"
    )  # fmt: skip


def test_a_submission_of_two_rows_is_nobodys() -> None:
    """Also if the rows are of one person."""
    joined = join([row(2, "1", "ana"), row(3, "2", "ana")], [got("ana", 1, platform="", name="Ana")], "Canvas")
    assert joined.pairs == ()
    assert joined.problems == ("ana (Ana): fits several rows (lines 2, 3)",)


def test_of_a_group_the_others_get_their_grade() -> None:
    """The one without a row is named."""
    members = (TEAM[0], Member(ids=("zoe", "z@x.org")))
    joined = join([ANA, BEN], [got("7", 1, members=members)], "Canvas")
    assert [pair[0].line for pair in joined.pairs] == [2]
    assert joined.problems == ("7: no row of zoe, z@x.org in the gradebook",)


def test_the_platforms_own_id_wins() -> None:
    """A login of somebody that is another one's number."""
    joined = join([row(2, "17"), row(3, "18", "17")], [got("17", 1)], "Canvas")
    assert [pair[0].line for pair in joined.pairs] == [2]


def test_a_locked_row_is_not_missed() -> None:
    """It takes no grade anyway; one with a submission is joined, and told where it is filled in."""
    locked = row(2, "17", locked="inactive")
    assert join([locked], [], "Canvas").unmatched == ()
    assert len(join([locked], [got("17", 1)], "Canvas").pairs) == 1


def test_a_platform_without_ids_joins_by_the_class_list() -> None:
    """Its own ids are nobody's number."""
    joined = join([ANA], [got("ana", 1, platform="")], None)
    assert [pair[0].line for pair in joined.pairs] == [2]
    assert student_label(got("17", 1, name="Ana")) == "17 (Ana)"
