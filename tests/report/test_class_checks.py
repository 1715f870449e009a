"""Checks in a class: pass rates, how well they separate, and what is alarming."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.report.class_checks import LEAST, CheckTally, ClassChecks
from tests.report.class_samples import check, result

if TYPE_CHECKING:
    from grader.results.model import SubmissionResult


def tallies(*results: Any) -> dict[str, CheckTally]:
    """Return the tallies by check."""
    checks = ClassChecks()
    for one in results:
        checks.add(one)
    return {tally.id: tally for tally in checks}


def of(passes: Any) -> list[SubmissionResult]:
    """Return results: for each row of truths, the outcomes of the checks a, b, c, ..."""
    return [
        result(f"s{n}", *(check("abcdefgh"[i], "passed" if ok else "failed") for i, ok in enumerate(row)))
        for n, row in enumerate(passes)
    ]


def test_counts_are_of_those_who_were_asked() -> None:
    """Skipped and pending checks are no failures, and nothing handed in says nothing about a check."""
    found = tallies(
        result("a", check("x"), check("y", "skipped")),
        result("b", check("x", "failed"), check("y", "pending")),
        result("c", check("x", "timeout"), check("y", "failed")),
        result("d", check("x", "failed"), check("y", "failed"), files=()),
    )
    assert (found["x"].passed, found["x"].decided) == (1, 3)
    assert (found["y"].passed, found["y"].decided) == (0, 1)


def test_separation_is_the_correlation_with_all_other_points() -> None:
    """As numpy computes it over the whole class."""
    rng = np.random.default_rng(3)
    skill = rng.random(60)
    passes = (skill[:, None] + rng.normal(0, 0.3, (60, 5))) > 0.5
    found = tallies(*of(passes))
    points = 2.0 * passes
    for i, id_ in enumerate("abcde"):
        rest = np.delete(points, i, axis=1).sum(axis=1)
        assert found[id_].separation == pytest.approx(np.corrcoef(points[:, i], rest)[0, 1])


@pytest.mark.parametrize("passes", [[[True, False]] * (LEAST - 1), [[True, True]] * 20], ids=["too-few", "all-alike"])
def test_where_nothing_can_be_told_nothing_is(passes: list[list[bool]]) -> None:
    """Too few, or all the same."""
    assert tallies(*of(passes))["a"].separation is None


STRONG = [[True] * 8] * 10
WEAK = [[False] * 8] * 10


@pytest.mark.parametrize(
    ("passes", "says"),
    [
        pytest.param([[False, *row[1:]] for row in STRONG + WEAK], "nobody passes", id="nobody"),
        pytest.param([[n < 3, *row[1:]] for n, row in enumerate(STRONG)] + WEAK, "most of the best fail", id="best"),
        pytest.param(
            [[False, *row[1:4], *[False] * 4] for row in STRONG] + [[True, *row[1:]] for row in WEAK],
            "the weak pass rather than the strong",
            id="the-wrong-way",
        ),
        pytest.param(STRONG + WEAK, "", id="as-it-should-be"),
        pytest.param([[False, False]] * (LEAST - 1), "", id="too-few"),
    ],
)
def test_what_is_alarming(passes: list[list[bool]], says: str) -> None:
    """A check that looks like a mistake of the task rather than of the students."""
    assert tallies(*of(passes))["a"].alarm == says


def test_a_fault_of_the_grader_is_an_alarm() -> None:
    """However small the class."""
    assert tallies(result("a", check("x", "judge_error")))["x"].alarm == "the grader failed in it"
