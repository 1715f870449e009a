"""A notebook with a cell that never ends, through `grader check`: it costs itself, and all others are executed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.running import say, write_course

if TYPE_CHECKING:
    from pathlib import Path

CELLS = {
    "above": "import numpy as np\nSTART = 0.0",
    "slow": "BEFORE = 1\nwhile True:\n    pass\ndef inside(x):\n    return np.cumsum(x)",
    "between": "SIGN = np.sign(BEFORE if 'BEFORE' in globals() else 1)",
    "below": "def scan(x):\n    return SIGN * inside(x) + START",
    "last": "def scan_backward(grad_y):\n    return np.cumsum(grad_y[::-1])[::-1]",
}


def checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: Path, cells: list[str]
) -> tuple[int, dict[str, Any]]:
    """Return exit code and result of `grader check` on a notebook of these cells."""
    write_course(root / "course")
    entries = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    notebook = {"cells": entries, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (root / "work.ipynb").write_text(json.dumps(notebook))
    monkeypatch.chdir(root)
    said = say(monkeypatch, capsys, "check", "work.ipynb", "--course", "course", "--task", "scan", "--format", "json")
    return said.code, json.loads(said.out)


@pytest.mark.slow
@pytest.mark.parametrize(
    "loop",
    [
        "while True:\n    pass",
        "import time\ntime.sleep(10_000)",
        "np.arange(10**10) if False else sum(1 for _ in iter(int, 1))",
    ],
    ids=["loop", "sleep", "sum"],
)
def test_a_slow_cell_costs_itself_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, loop: str
) -> None:
    """What the other cells compute is there, and what the slow one defines is graded; the note names its number."""
    cells = [cell.replace("while True:\n    pass", loop) for cell in CELLS.values()]
    code, result = checked(monkeypatch, capsys, tmp_path, cells)
    assert (code, result["points"]) == (0, result["max_points"])
    (note,) = result["submission"]["reading"]
    assert "Loading work.ipynb takes too long at cell 2, so it is stopped. The other cells are read" in note["message"]


@pytest.mark.slow
def test_two_slow_cells_cost_themselves(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Both are named, and neither with an exception that nobody raised."""
    cells = list(CELLS.values())
    cells.insert(3, "while True:\n    pass")
    code, result = checked(monkeypatch, capsys, tmp_path, cells)
    assert (code, result["points"]) == (0, result["max_points"])
    (note,) = result["submission"]["reading"]
    assert "at cell 2" in note["message"]
    assert "These cells stop as well: cell 4 (takes too long)." in note["message"]
