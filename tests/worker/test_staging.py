"""A notebook run up to the place of a test, and how many cells that are."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from grader.worker.staging import end_of


def cell(text: str, grade_id: str = "") -> Any:
    """Return a cell as the worker has it."""
    return SimpleNamespace(text=SimpleNamespace(text=text), grade_id=grade_id)


CELLS = [
    cell("import otter\ngrader = otter.Notebook()"),
    cell("def f(x): return x", "ex1"),
    cell('grader.check("q1")'),
    cell("def f(x): return 2 * x", "ex2"),
    cell('ok.grade( r"q1.2")'),
    cell("print('grader.check(\"q3\") comes later')"),
]


@pytest.mark.parametrize(
    ("place", "count"),
    [
        pytest.param("ex1", 2, id="the-cell-itself-runs"),
        pytest.param("ex2", 4, id="a-later-one"),
        pytest.param("ex3", 6, id="one-that-is-not-there"),
        pytest.param("", 6, id="no-place"),
        pytest.param('grader.check("q1")', 3, id="a-call"),
        pytest.param('grader.check("q1.2")', 5, id="a-call-of-another-grader"),
        pytest.param('grader.check("q1?2")', 6, id="a-name-is-no-pattern"),
        pytest.param('grader.check("q9")', 6, id="a-call-that-is-not-there"),
        pytest.param("[3]", 3, id="a-number"),
        pytest.param("[0]", 0, id="before-the-first"),
        pytest.param("[99]", 6, id="a-number-beyond-the-end"),
    ],
)
def test_a_notebook_runs_up_to_the_place_of_a_test(place: str, count: int) -> None:
    """The cell of the place included; to the end where it has no such place."""
    assert end_of(place, CELLS) == count
