"""A class with imported tests: one batch, beside one pytest process per submission and `nbgrader autograde`.

    python -m benchmarks.imported [--submissions 100] [--tests 20] [--bin peers/bin]

The same functions and the same asserts as a pytest file and as cells of a notebook; each side has to pass every test,
or there is nothing to compare.  A batch runs in one process, its start and its pages are in the numbers, and so is the
start of pytest and of nbgrader.  Each is told on the clock and in processor time, that of processes which nobody waits
for included (benchmarks/processor_time.py).  Without `--bin`, where nbgrader is installed, nbgrader is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess  # noqa: TID251 - what is measured are other programs
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.processor_time import Taken, measured
from grader.importing import FORMATS, write_course


def function(number: int) -> str:
    """Return the source of one function."""
    return f"def f{number}(x):\n    return x * {number} + 1\n"


def asserts(number: int) -> str:
    """Return the asserts about it."""
    return "\n".join(f"assert f{number}({x}) == {x * number + 1}" for x in range(5))


def write_modules(work: Path, count: int, tests: int) -> None:
    """Write tests for pytest, their solution and hand-ins."""
    solution = "\n\n".join(function(number) for number in range(tests))
    body = "\n\n".join(
        f"def test_{number}():\n    " + asserts(number).replace("\n", "\n    ") for number in range(tests)
    )
    teacher = work / "teacher"
    teacher.mkdir(parents=True)
    (teacher / "work.py").write_text(solution)
    (teacher / "test_work.py").write_text(f"from work import *\n\n{body}\n")
    for number in range(count):
        folder = work / "class" / f"s{number:03}"
        folder.mkdir(parents=True)
        (folder / "work.py").write_text(f"# {number}\n{solution}")


def cell(source: str, **nbgrader: Any) -> dict[str, Any]:
    """Return a cell for nbgrader."""
    metadata = {"nbgrader": {"schema_version": 3, "locked": False, "task": False} | nbgrader}
    return {
        "cell_type": "code", "execution_count": None, "id": f"c{abs(hash(source)) % 10**8}", "metadata": metadata,
        "outputs": [], "source": source,
    }  # fmt: skip


def write_notebooks(work: Path, count: int, tests: int) -> None:
    """Write a course of nbgrader's with one notebook, and hand-ins for it and for a batch."""
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    test_cells = [cell(asserts(k), grade=True, solution=False, grade_id=f"t{k}", points=1) for k in range(tests)]

    def notebook(comment: str) -> str:
        solution = comment + "\n\n".join(function(number) for number in range(tests))
        cells = [cell(solution, grade=False, solution=True, grade_id="s"), *test_cells]
        return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})

    texts = {"source/ps1": notebook("")}
    for number in range(count):
        texts |= dict.fromkeys((f"submitted/s{number:03}/ps1", f"class/s{number:03}"), notebook(f"# {number}\n"))
    for folder, text in texts.items():
        (work / folder).mkdir(parents=True)
        (work / folder / "hw.ipynb").write_text(text)


def ours(work: Path, kind: str, teacher: Path) -> Taken:
    """Import the tests and grade the class; return what the batch took."""
    write_course(work / "course", FORMATS[kind].read([teacher]).tasks)
    command = [sys.executable, "-m", "grader", "batch", "class", "--course", "course", "--out", "graded", "--jobs", "1"]
    taken = measured(command, work)
    rows = (work / "graded" / "grades.csv").read_text().splitlines()[1:]
    assert all(row.split(",")[1] == row.split(",")[2] for row in rows), "not every submission has all points"
    return taken


def by_pytest(work: Path) -> Taken:
    """Run pytest once for each submission; return what that took."""
    taken = Taken(0, 0)
    for folder in sorted((work / "class").iterdir()):
        shutil.copy(work / "teacher" / "test_work.py", folder)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "test_work.py"]
        taken += measured(command, folder)
        (folder / "test_work.py").unlink()
    return taken


def by_nbgrader(work: Path, programs: Path, points: int) -> Taken:
    """Run `nbgrader autograde` once for the class; return what that took."""
    environment = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}"}
    command = [str(programs / "nbgrader"), "generate_assignment", "ps1", "--create"]
    subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True)
    taken = measured([str(programs / "nbgrader"), "autograde", "ps1", "--create"], work, environment)
    with sqlite3.connect(work / "gradebook.db") as book:
        given = book.execute("SELECT sum(auto_score) FROM grade").fetchone()[0]
    assert given == points, f"nbgrader gave {given} of {points} points"
    return taken


def line(name: str, taken: Taken, beside: Taken | None = None) -> str:
    """Return a line of the report: what something took, and how many times as much as a batch."""
    text = f"{name:30} {taken.clock:7.1f} s on the clock {taken.processor:7.1f} s of processor time"
    if beside is None:
        return text
    return f"{text}   {taken.clock / beside.clock:5.1f} x {taken.processor / beside.processor:5.1f} x"


def main() -> None:
    """Measure each of them once, one after the other."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--submissions", type=int, default=100)
    parser.add_argument("--tests", type=int, default=20)
    parser.add_argument("--bin", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        modules, notebooks = Path(folder, "modules"), Path(folder, "notebooks")
        write_modules(modules, options.submissions, options.tests)
        batch = ours(modules, "pytest", modules / "teacher")
        print(line("batch, a pytest file", batch), flush=True)
        print(line("pytest for each submission", by_pytest(modules), batch), flush=True)
        write_notebooks(notebooks, options.submissions, options.tests)
        batch_of_notebooks = ours(notebooks, "nbgrader", notebooks / "source")
        print(line("batch, cells of nbgrader's", batch_of_notebooks), flush=True)
        if options.bin:
            points = options.submissions * options.tests
            peer = by_nbgrader(notebooks, options.bin.resolve(), points)
            print(line("nbgrader, beside the notebooks", peer, batch_of_notebooks))
            print(line("nbgrader, beside the modules", peer, batch))


if __name__ == "__main__":
    main()
