"""Data files of a course and a student who hands in, or writes, files of their names: tests read the course's."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import pytest

from grader.judge import Grading, Preparation, grade
from grader.results import Outcome
from grader.sandbox.link import is_portable
from grader.submission import SourceFile, Submission
from tests.samples.course_files import course_of_files
from tests.samples.links import LINKS, workers_over

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.sandbox.factory import WorkerFactory


@pytest.fixture(scope="module", params=LINKS)
def workers(request: pytest.FixtureRequest) -> Iterator[WorkerFactory]:
    """Give workers over each link."""
    with workers_over(request.param) as factory:
        yield factory


DATA_TESTS = """
import os
import numpy as np
from work import answer

def test_data():
    answer("first")
    assert sorted(os.listdir()) == ["data.csv"] and open("data.csv").read() == "1\\n2\\n"
    assert answer("data.csv") == np.loadtxt("data.csv").sum()

def test_again():
    assert np.loadtxt("data.csv").tolist() == [1, 2] and answer("data.csv") == 3
"""

SPOILING = """
import builtins, glob, io, os
def spoil():
    places = []
    if WALLS:  # without them the folder is the machine's own
        places = [".", os.path.dirname(os.path.abspath(__file__))]
        places += glob.glob(os.path.join(FOLDER, "grader-tests-*", "*")) + glob.glob("/proc/*/cwd")
    for place in places:
        for name in ("data.csv", "new.csv", "conftest.py", "sitecustomize.py"):
            try:
                with io.FileIO(os.path.join(place, name), "w") as file:
                    file.write(b"0")
            except Exception:
                pass
def answer(name):
    spoil()
    builtins.open = io.open = lambda *a, **k: io.StringIO("0")
    os.listdir = lambda *a: []
    return 0 if name == "first" else 3.0
"""


def test_a_students_data_file_is_not_the_teachers(tmp_path: Path, workers: WorkerFactory) -> None:
    """A file of its name is handed in, and the code writes whichever it finds; tests read the course's."""
    texts = {
        "tasks/work.yaml": "id: work\ntitle: Work\nstatement: Write it.\ntests: all\nsupport: [data.csv]\n",
        "reference/work.py": "def answer(name): return 0 if name == 'first' else 3.0\n",
        "reference/tests/work.py": DATA_TESTS,
        "support/data.csv": "1\n2\n",
    }
    checks = Grading(course_of_files(tmp_path, texts).tasks, Preparation(1))
    # Without walls a student's code can write what this user can, the copy of another process among it.
    source = f"WALLS, FOLDER = {not is_portable()}, {tempfile.gettempdir()!r}\n" + SPOILING
    handed_in = (("work.py", source), ("data.csv", "0\n"), ("conftest.py", "raise SystemExit"), ("sub/data.csv", "0\n"))
    submission = Submission("spoiler", tuple(SourceFile(name, text.encode()) for name, text in handed_in))
    result = grade(submission, checks, workers.worker)
    found = {check.id: (check.outcome, check.message) for task in result.tasks for check in task.checks}
    assert found == dict.fromkeys(("data", "again"), (Outcome.PASSED, ""))
    assert (tmp_path / "support/data.csv").read_text() == "1\n2\n"
