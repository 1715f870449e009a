"""The kit's notebook in a real kernel, in a folder with nothing but the kit."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.release.small_kit import RIGHT, write_kit

if TYPE_CHECKING:
    from pathlib import Path

nbformat = pytest.importorskip("nbformat")


@pytest.mark.slow
def test_the_notebook_checks_itself(tmp_path: Path) -> None:
    """As it is handed out it says what is not written; filled in, that all public checks passed."""
    client = pytest.importorskip("nbclient")
    kit, _ = write_kit(tmp_path)
    alone = tmp_path / "at home" / "kit"
    shutil.copytree(kit, alone)
    shutil.rmtree(tmp_path / "course")
    made = nbformat.read(alone / "assignments.ipynb", as_version=4)
    check = next(cell for cell in made.cells if cell.source == 'check("mean")')
    made.cells += [nbformat.v4.new_code_cell(RIGHT), nbformat.v4.new_code_cell(check.source)]
    run = client.NotebookClient(
        made, timeout=120, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(alone)}}
    )
    run.execute()
    first, last = (shown(cell) for cell in (check, made.cells[-1]))
    assert "`mean` is not written yet" in first
    assert "Score: 0 of 7 points so far" in first
    assert "All public checks passed; 4 more run after you hand in." in last
    assert "Score: 6 of 7 points so far" in last


def shown(cell: Any) -> Any:
    """Return what a cell shows as text."""
    (output,) = [output for output in cell.outputs if output.output_type == "execute_result"]
    return output.data["text/plain"]
