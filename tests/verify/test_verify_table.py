"""The table of what was found."""

import pytest

from grader.verify import Finding, TaskFindings, table
from grader.verify.table import MOST_SURPRISES, TITLES


def test_every_kind_has_its_title_and_says_where_there_is_none():
    """A task without wrong solutions shows that it has none."""
    text = table(TaskFindings("scan", 7.5, {"reference": Finding("reference", "right", 9, 0, 1.0, 1.0)}))
    assert text.startswith("scan, 7.5 points\n")
    assert all(title in text for title in TITLES.values())
    assert text.count("    none\n") == 2
    assert "    reference  9 seeds, as it must be; 100% of the points\n" in text


@pytest.mark.parametrize("count", [1, MOST_SURPRISES, MOST_SURPRISES + 1, 100])
def test_surprises_stand_below_their_solution(count):
    """The most frequent ones, and no more than a few."""
    finding = Finding("zeros", "empty", 100, count, 0.0, 0.5)
    finding.surprises.update({f"earns 50% (seed {seed})": 1 for seed in range(count)})
    lines = table(TaskFindings("scan", 1, {"zeros": finding})).splitlines()
    assert sum("earns 50%" in line for line in lines) == min(count, MOST_SURPRISES)
    assert f"    zeros  100 seeds, NOT under {count} of them; 0% to 50% of the points" in lines
