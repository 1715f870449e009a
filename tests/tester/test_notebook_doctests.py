"""Doctests of otter's files: numbers as any numpy shows them, and how cases share the points of a file."""

from __future__ import annotations

import doctest

import pytest

from grader.tester.notebook_doctests import AnyNumpyChecker, case_points, shares

SHARED: list[tuple[list[float | None], float | None, list[float]]] = [
    ([None, None], None, [0.5, 0.5]),
    ([None, None], 4, [2, 2]),
    ([1, None, None], 4, [1, 1.5, 1.5]),
    ([1, 3], None, [1, 3]),
    ([1, 3], 4, [1, 3]),
    ([3, None], 2, [3, 0]),
    ([0, 0], None, [0, 0]),
    ([2, None], None, [2, 0]),
    ([], None, []),
]


@pytest.mark.parametrize(("points", "total", "expected"), SHARED)
def test_points_of_cases(points: list[float | None], total: float | None, expected: list[float]) -> None:
    """Those that are written, and equal parts of the rest."""
    assert case_points(points, total) == expected


@pytest.mark.parametrize(("points", "total", "expected"), SHARED)
def test_shares_are_parts_of_one(points: list[float | None], total: float | None, expected: list[float]) -> None:
    """In the proportion of the points; equal where nothing has any."""
    found = shares(points, total)
    assert sum(found) == pytest.approx(1 if points else 0)
    if sum(expected):
        assert found == pytest.approx([value / sum(expected) for value in expected])
    else:
        assert len(set(found)) <= 1


@pytest.mark.parametrize("total", [[1, 3], (1, 3)])
def test_a_list_of_points_is_one_for_each_case(total: object) -> None:
    """Whatever stands at the cases themselves."""
    assert shares([None, 7], total) == [0.25, 0.75]


@pytest.mark.parametrize(
    ("want", "got", "same"),
    [
        ("True\n", "np.True_\n", True), ("2.0\n", "np.float64(2.0)\n", True),
        ("[2.0, 3]\n", "[np.float64(2.0), 3]\n", True), ("np.int64(2)\n", "2\n", True),
        ("True\n", "np.False_\n", False), ("2.0\n", "np.float64(2.5)\n", False),
    ],
)  # fmt: skip
def test_numbers_as_any_numpy_shows_them(want: str, got: str, same: bool) -> None:
    """Files were written for one version and run with another."""
    assert AnyNumpyChecker().check_output(want, got, doctest.NORMALIZE_WHITESPACE) is same
