"""The start of `grader check`: it imports what it needs, and remembers the task."""

from __future__ import annotations

import json
import subprocess  # noqa: TID251 - what a command imports is seen in a process of its own
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.course import load_course
from tests.cli.running import RIGHT, write_course

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
COMMAND = """
import json, sys
sys.argv[0] = "grader"
from grader.__main__ import main
try:
    main()
except SystemExit as stop:
    sys.stderr.write(json.dumps([stop.code, sorted(sys.modules)]))
"""
NEVER = (
    "asyncio", "concurrent.futures", "dask", "hypothesis", "IPython", "jinja2", "latex2mathml", "markdown_it",
    "multiprocessing", "nbformat", "packaging", "pandas", "pygments", "rich", "scipy", "sqlite3", "ssl", "starlette",
    "unittest", "yaml",
    "grader.batch", "grader.diagnosis.diagnose", "grader.diagnosis.shrink", "grader.intake", "grader.lms.http",
    "grader.marking", "grader.notebook", "grader.presentation.drawing", "grader.presentation.terminal",
    "grader.release", "grader.report", "grader.store", "grader.verify",
)  # fmt: skip
"""What takes long to import, and what a right submission to a known task has no use for."""


@pytest.fixture
def modules(tmp_path: Path) -> Sequence[str]:
    """Return what is imported by a check of right work against a course that was used before."""
    course = write_course(tmp_path)
    load_course(course)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "scan.py").write_text(RIGHT)
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "check", "work/scan.py", "--task", "scan", "--isolation", "process"],
        cwd=tmp_path, capture_output=True, check=False, timeout=120, text=True,
    )  # fmt: skip
    code, names = json.loads(done.stderr.splitlines()[-1])
    assert isinstance(names, list)
    assert code == 0, done.stdout
    assert "grader.judge.grading" in names
    return names


def test_a_check_imports_nothing_that_it_does_not_use(modules: Sequence[str]) -> None:
    """Each of these is a part of the second that a student waits."""
    assert [name for name in modules if any(name == never or name.startswith(f"{never}.") for never in NEVER)] == []
