"""What other graders take for the same calls on the same answers, beside a batch.

    python -m venv peers && peers/bin/pip install nbgrader otter-grader gradescope-utils pytest
    python -m benchmarks.peers --bin peers/bin [--submissions 10] [--tasks softmax scan] [--course DIR] [--graders ...]

`nbgrader autograde` and `generate_feedback` grade the class in a run each; `otter run`, pytest, and unittest with the
runner of gradescope-utils are a process a submission.  Each submission is the reference's modules, as modules for a
batch and as one text, or a cell of a notebook, for the others.  The calls are those that the course's checks make; the
others compare each answer with `np.allclose`, and nothing else: no counterexample, no page.  Each has to give full
marks, or there is nothing to compare.  A batch runs in one process, and its start is in the numbers, as in theirs.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle  # noqa: TID251 - this script's own calls, read back by its own test cell
import shutil
import sqlite3
import subprocess  # noqa: TID251 - what is measured are other programs
import tempfile
import time
from dataclasses import dataclass
from inspect import isgenerator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.class_of import lines, measured, solved, used
from benchmarks.overhead import calls_of
from grader.judge import Preparation

if TYPE_CHECKING:
    from collections.abc import Callable

ASKED = '''
import pickle
import numpy as np

def right(space):
    """Whether the functions of a namespace answer every call as they should."""
    with open({data!r}, "rb") as file:
        calls = pickle.load(file)
    for name, rows, wanted in calls:
        for row, want in zip(rows, wanted):
            got = space[name](*row)
            got = [value for _, value in got] if hasattr(got, "__next__") else got
            assert np.allclose(np.asarray(got, dtype=float), want) or np.size(got) == 0, name
    return True
'''
ASK = """import sys
sys.path.insert(0, {folder!r})
import asked
"""
PYTEST = "import asked, student\n\ndef test_it():\n    assert asked.right(vars(student))\n"
GRADESCOPE = """import unittest
import asked, student
from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

class Test(unittest.TestCase):
    @weight(1)
    def test_it(self):
        self.assertTrue(asked.right(vars(student)))

suite = unittest.defaultTestLoader.loadTestsFromTestCase(Test)
with open("results.json", "w") as file:
    JSONTestRunner(visibility="visible", stream=file).run(suite)
"""
OTTER_TEST = """OK_FORMAT = True
CASE = {{"hidden": False, "code": {code!r}}}
test = {{"name": "q1", "points": 1, "suites": [{{"type": "doctest", "cases": [CASE]}}]}}
"""


@dataclass(frozen=True)
class Each:
    """Seconds a submission."""

    cpu: float
    wall: float

    def line(self, name: str) -> str:
        """Return it in words."""
        return f"{name:<20} {self.cpu * 1e3:7.0f} ms of processor time, {self.wall * 1e3:7.0f} ms on the clock"


@dataclass(frozen=True)
class Peers:
    """The same class for each of them, in folders of its own."""

    course: Path
    tasks: list[str]
    work: Path
    programs: Path
    count: int

    def write_calls(self) -> str:
        """Write the calls with their answers; return the text of a cell that defines all functions."""
        sources = [(self.course / "reference" / f"{task}.py").read_text(encoding="utf-8") for task in self.tasks]
        future = "from __future__ import annotations"  # comes first in a cell, and once
        text = "\n\n".join([future, *(source.replace(future, "") for source in sources)])
        space: dict[str, Any] = {}
        exec(compile(text, "functions", "exec", dont_inherit=True), space)
        calls = []
        for name, rows in calls_of(self.course, self.tasks, Preparation(1)):
            answers = [space[name](*row) for row in rows]
            calls.append((name, rows, [lines(one) if isgenerator(one) else one for one in answers]))
        (self.work / "calls").write_bytes(pickle.dumps(calls))
        (self.work / "asked.py").write_text(ASKED.format(data=str(self.work / "calls")))
        return text

    def ours(self) -> Each:
        """Grade the class with a batch of one process."""
        course = self.work / "course"
        for kind, suffix in (("tasks", "yaml"), ("reference", "py")):
            (course / kind).mkdir(parents=True)
            for task in self.tasks:
                shutil.copy(self.course / kind / f"{task}.{suffix}", course / kind)
        for kind in ("right", "wrong"):
            shutil.copytree(self.course / "reference" / kind, course / "reference" / kind)
        source = solved(course, self.work / "class", self.count, right=True)
        cost = measured(course, source, self.work / "graded", 1)
        return Each(cost.cpu / self.count, cost.wall / self.count)

    def nbgrader(self, functions: str) -> Each:
        """Grade the class with one run of `nbgrader autograde`, and write its pages with one of `generate_feedback`."""
        root = self.work / "nbgrader"
        (root / "source" / "ps1").mkdir(parents=True)
        ask = ASK.format(folder=str(self.work)) + "assert asked.right(globals())"
        write_notebook(root / "source" / "ps1" / "hw.ipynb", _solution(""), _test(ask))
        self._run(root, "nbgrader", "generate_assignment", "ps1", "--create")
        released = json.loads((root / "release" / "ps1" / "hw.ipynb").read_text(encoding="utf-8"))
        released["cells"][0]["source"] = functions
        for number in range(self.count):
            folder = root / "submitted" / f"s{number:05}" / "ps1"
            folder.mkdir(parents=True)
            (folder / "hw.ipynb").write_text(json.dumps(released), encoding="utf-8")
        began, before = time.perf_counter(), used()
        self._run(root, "nbgrader", "autograde", "ps1", "--create")
        self._run(root, "nbgrader", "generate_feedback", "ps1")
        cost = Each((used() - before) / self.count, (time.perf_counter() - began) / self.count)
        with sqlite3.connect(root / "gradebook.db") as book:
            given = book.execute("SELECT sum(auto_score) FROM grade").fetchone()[0]
        assert given == self.count, f"nbgrader gave {given} of {self.count} points"
        return cost

    def otter(self, functions: str) -> Each:
        """Grade the class with a run of `otter run` a submission."""
        root = self.work / "otter"
        (root / "tests").mkdir(parents=True)
        ask = ASK.format(folder=str(self.work)).splitlines()
        code = "\n".join([*(f">>> {line}" for line in ask), ">>> asked.right(globals())", "True"])
        (root / "tests" / "q1.py").write_text(OTTER_TEST.format(code=code))
        write_notebook(root / "hw.ipynb", _code(functions))
        self._run(root, "otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment")
        began, before = time.perf_counter(), used()
        for _ in range(self.count):
            self._run(root, "otter", "run", "--no-logo", "-a", "autograder.zip", "-o", ".", "hw.ipynb")
        cost = Each((used() - before) / self.count, (time.perf_counter() - began) / self.count)
        given = [test.get("score") for test in json.loads((root / "results.json").read_text())["tests"]]
        assert 1 in given, f"otter gave {given}"
        return cost

    def pytest(self, functions: str) -> Each:
        """Grade each submission with a pytest process."""
        options = ("-q", "-p", "no:cacheprovider", "test_it.py")
        root = self._modules("pytest", functions)
        (root / "test_it.py").write_text(PYTEST)
        return self._each(lambda: self._run(root, "python", "-m", "pytest", *options))

    def gradescope(self, functions: str) -> Each:
        """Grade each submission with unittest and the runner of gradescope-utils."""
        root = self._modules("gradescope", functions)
        (root / "run_tests.py").write_text(GRADESCOPE)
        cost = self._each(lambda: self._run(root, "python", "run_tests.py"))
        given = json.loads((root / "results.json").read_text())["score"]
        assert given == 1, f"gradescope-utils gave {given}"
        return cost

    def _modules(self, name: str, functions: str) -> Path:
        """Return a folder with a submission as one module, and the calls beside it."""
        root = self.work / name
        root.mkdir()
        (root / "student.py").write_text(functions)
        shutil.copy(self.work / "asked.py", root)
        return root

    def _each(self, grade: Callable[[], None]) -> Each:
        """Return what a submission takes of as many as the class has."""
        began, before = time.perf_counter(), used()
        for _ in range(self.count):
            grade()
        return Each((used() - before) / self.count, (time.perf_counter() - began) / self.count)

    def _run(self, folder: Path, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        # nbgrader calls alembic by its name, and a kernel python.
        path = {"PATH": f"{self.programs}:{os.environ['PATH']}"}
        done = subprocess.run(command, cwd=folder, env=os.environ | path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}"


def _solution(source: str) -> dict[str, Any]:
    """Return nbgrader's cell for the student's code."""
    facts = {"grade": False, "solution": True, "locked": False, "task": False, "schema_version": 3, "grade_id": "code"}
    return _code(source or "# Write your functions here.", nbgrader=facts)


def _test(source: str) -> dict[str, Any]:
    """Return nbgrader's cell of tests, worth a point."""
    facts = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3, "grade_id": "tests"}
    return _code(source, nbgrader=facts | {"points": 1})


def _code(source: str, **metadata: Any) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [], "source": source}


def write_notebook(path: Path, *cells: dict[str, Any]) -> None:
    """Write a notebook for the kernel that ipykernel installs."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"cells": list(cells), "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(notebook), encoding="utf-8")


GRADERS = {
    "ours": "this grader", "nbgrader": "nbgrader", "pytest": "pytest", "gradescope": "gradescope-utils",
    "otter": "otter run",
}  # fmt: skip
"""By the name of the method that measures it, the name that is printed."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, required=True, help="where nbgrader and otter are installed")
    parser.add_argument("--submissions", type=int, default=10)
    parser.add_argument("--tasks", nargs="+", default=["softmax", "scan"])
    parser.add_argument("--course", type=Path, default=Path())
    parser.add_argument("--graders", nargs="+", choices=GRADERS, default=list(GRADERS))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        peers = Peers(options.course.resolve(), options.tasks, Path(work), options.bin.absolute(), options.submissions)
        functions = peers.write_calls()
        for name in options.graders:
            cost = peers.ours() if name == "ours" else getattr(peers, name)(functions)
            print(cost.line(GRADERS[name]), flush=True)


if __name__ == "__main__":
    main()
