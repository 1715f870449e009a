"""Circles of checks that need one another: found wherever they begin, and in whatever number of checks."""

from __future__ import annotations

from itertools import pairwise

import pytest

from grader.course.cycles import needs_cycle


@pytest.mark.parametrize(
    "needs",
    [
        pytest.param({}, id="no-check"),
        pytest.param({"a": (), "b": ("a",), "c": ("a", "b")}, id="in-order"),
        pytest.param({"a": ("b", "c"), "b": ("d",), "c": ("d",), "d": ()}, id="two-ways-to-one"),
        pytest.param({"a": ("missing",)}, id="a-check-that-is-not-there"),
        pytest.param({str(n): (str(n + 1),) for n in range(5000)}, id="a-long-chain"),
    ],
)
def test_needs_without_a_circle(needs: dict[str, tuple[str, ...]]) -> None:
    """However the checks stand in the file."""
    assert needs_cycle(needs) == []
    assert needs_cycle(dict(reversed(needs.items()))) == []


@pytest.mark.parametrize(
    ("needs", "circle"),
    [
        pytest.param({"a": ("a",)}, {"a"}, id="itself"),
        pytest.param({"a": ("b",), "b": ("a",)}, {"a", "b"}, id="two"),
        pytest.param({"x": ("a",), "a": ("b",), "b": ("c",), "c": ("a",)}, {"a", "b", "c"}, id="behind-another"),
        pytest.param({"a": (), "b": ("a", "c"), "c": ("b",)}, {"b", "c"}, id="beside-a-good-one"),
        pytest.param({str(n): (str((n + 1) % 3000),) for n in range(3000)}, {*map(str, range(3000))}, id="a-long-one"),
    ],
)
def test_a_circle_is_told_in_order(needs: dict[str, tuple[str, ...]], circle: set[str]) -> None:
    """Each check needs the next, and the last one is the first again."""
    found = needs_cycle(needs)
    assert set(found) == circle
    assert found[0] == found[-1]
    assert len(found) == len(circle) + 1
    assert all(after in needs[before] for before, after in pairwise(found))
