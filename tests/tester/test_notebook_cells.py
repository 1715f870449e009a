"""Cells are read and compiled once for all submissions, and mean what they mean in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.tester import notebook_cells
from grader.tester.notebook_tests import NotebookSuite
from tests.samples.conversations import conversation

if TYPE_CHECKING:
    from pathlib import Path

CELLS = """
# %% one points=1
def kind(x: int) -> str: ...
assert square(3) == 9 and kind.__annotations__ == {'x': int, 'return': str}

# %% broken points=1
assert square(

# %% value points=2
assert square(2) == 4
1
"""


def reports(file: Path) -> dict[str, Any]:
    """Return what is reported of each cell."""
    with conversation("def square(x): return x * x") as (_, joined):
        suite = NotebookSuite([file], joined.link, "work")
        return {name: suite.run(name) for name in suite.tests}


def test_cells_that_were_compiled_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Are not compiled again, but for the one that cannot be compiled; annotations are objects as in a notebook."""
    file = tmp_path / "task.cells.py"
    file.write_text(CELLS)
    notebook_cells.compile_ahead([str(file), str(tmp_path / "missing.cells.py")])
    compiled: list[str] = []

    def with_asserts(tree: object, source: bytes) -> None:
        compiled.append(source.decode())

    monkeypatch.setattr(notebook_cells, "rewrite_asserts", with_asserts)
    told = reports(file)
    assert {name: report["outcome"] for name, report in told.items()} == {
        "one": "passed", "broken": "failed", "value": "passed",
    }  # fmt: skip
    assert told["value"]["share"] == pytest.approx(0.5)
    assert not compiled


def test_a_file_that_was_edited(tmp_path: Path) -> None:
    """Is read anew: what counts is the text."""
    file = tmp_path / "task.cells.py"
    file.write_text("# %% one\nassert square(3) == 9\n")
    notebook_cells.compile_ahead([str(file)])
    file.write_text("# %% one\nassert square(3) == 8\n")
    assert reports(file)["one"]["outcome"] == "failed"
