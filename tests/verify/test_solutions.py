"""The submissions that a spec is tried on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.course import load_course
from grader.importing import FORMATS, write_course
from grader.verify.solutions import EMPTY, STARTER, Solution, solutions
from tests.importing.peer_files import code, notebook
from tests.verify.small_verify import SPEC, edited, task_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tried(tmp_path: Path) -> dict[str, Solution]:
    """Return the solutions of the small task by name."""
    task = task_of(tmp_path)
    return {solution.name: solution for solution in solutions(tmp_path, task)}


def test_every_solution_is_tried_once(tried: dict[str, Solution]) -> None:
    """The reference, the right ones of all functions together, each misconception, and those who know nothing."""
    assert {name: solution.kind for name, solution in tried.items()} == {
        "reference": "right",
        "twice_by_adding, total_in_a_loop": "right",
        "twice_squared": "wrong",
        "total_of_sizes": "wrong",
        **dict.fromkeys([STARTER, *EMPTY], "empty"),
    }
    assert tried["twice_squared"].fails == {"values"}
    assert tried["reference"].fails == frozenset()


def ran(solution: Solution, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Return the functions that a solution's files define, loaded here."""
    folder = tmp_path / "files"
    folder.mkdir()
    for file in solution.submission.files:
        (folder / file.name).write_bytes(file.data)
    monkeypatch.syspath_prepend(folder)
    for name in ("twice", "reference_solutions", "right_solutions", "wrong_solutions"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    import twice  # type: ignore[import-not-found]

    return twice


@pytest.mark.parametrize(
    ("name", "twice", "total"),
    [
        ("reference", [2, -4], -2),
        ("twice_by_adding, total_in_a_loop", [2, -4], -2),
        ("twice_squared", [1, 4], -2),
        ("total_of_sizes", [2, -4], 6),
        ("zeros", [0, 0], 0),
        ("ones", [1, 1], 1),
        ("the first argument", [1, -2], [1, -2]),
        ("not a number", [np.nan, np.nan], np.nan),
        ("None", None, None),
    ],
)
def test_solutions_do_what_their_names_say(
    tried: dict[str, Solution],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
    twice: list[Any] | None,
    total: Any,
) -> None:
    """A wrong one differs from the reference in the one function that is wrong; an empty one in all."""
    module = ran(tried[name], monkeypatch, tmp_path)
    x = np.array([1.0, -2.0])
    for function, due in ((module.twice, twice), (module.total, total)):
        if due is None:
            assert function(x) is None
        else:
            np.testing.assert_array_equal(function(x), due)


def test_right_solutions_of_one_function_are_tried_one_after_the_other(tmp_path: Path) -> None:
    """The first of every function together, then the second; what has no second is the reference's."""
    right = (
        "def twice_a(x):\n    return x + x\n"
        "def twice_b(x):\n    return 2.0 * x\n"
        "def total_a(x):\n    return sum(2 * x)\n"
    )
    found = [solution.name for solution in solutions(tmp_path, task_of(tmp_path, right=right))]
    assert found[:3] == ["reference", "twice_a, total_a", "twice_b"]


def test_a_task_without_further_solutions_is_tried_all_the_same(tmp_path: Path) -> None:
    """Neither reference/right nor reference/wrong must be there."""
    task = task_of(tmp_path, spec=edited(SPEC, ("misconceptions:", "#"), ("  - {wrong", "# "), ("  - {wrong", "# ")))
    for folder in ("right", "wrong"):
        (tmp_path / "reference" / folder / "twice.py").unlink()
    assert [solution.kind for solution in solutions(tmp_path, task)] == ["right", *["empty"] * len([STARTER, *EMPTY])]


def test_the_starter_is_the_teachers_own_or_made_from_the_spec(tmp_path: Path) -> None:
    """As in a students' kit."""
    task = task_of(tmp_path)
    made = {one.name: one for one in solutions(tmp_path, task)}[STARTER]
    assert b"def twice(x):" in made.submission.files[0].data
    assert (made.submission.files[0].name, made.earns, made.changed) == ("twice.py", 0.0, {"twice", "total"})  # type: ignore[comparison-overlap]
    (tmp_path / "reference" / "starter").mkdir()
    (tmp_path / "reference" / "starter" / "twice.py").write_bytes(b"# mine\n")
    own = {one.name: one for one in solutions(tmp_path, task)}[STARTER]
    assert own.submission.files[0].data == b"# mine\n"


def test_a_notebook_is_handed_in_as_it_is(tmp_path: Path) -> None:
    """The solution of an imported task is its notebook, cell by cell."""
    cells = code("def twice(x): return 2 * x", grade_id="s", solution=True, schema_version=3)
    test = code("assert twice(2) == 4", grade_id="t", grade=True, points=1, schema_version=3)
    source = notebook(tmp_path / "ps1.ipynb", cells, test)
    write_course(tmp_path / "course", FORMATS["nbgrader"].read([source]).tasks)
    (task,) = load_course(tmp_path / "course").tasks
    right = [solution for solution in solutions(tmp_path / "course", task) if solution.kind == "right"]
    assert [(solution.name, [file.name for file in solution.submission.files]) for solution in right] == [
        ("reference", ["ps1.ipynb"])
    ]
    assert all(file.notebook for file in right[0].submission.files)
