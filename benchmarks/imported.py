"""A class with imported tests: one batch, beside one pytest process per submission and `nbgrader autograde`.

    python -m benchmarks.imported [--submissions 100] [--tests 20] [--bin peers/bin]

The same functions and the same asserts as a pytest file and as cells of a notebook; each side has to pass every test,
or there is nothing to compare.  A batch runs in one process, its start and its pages are in the numbers, and so is the
start of pytest and of nbgrader.  Without `--bin`, where nbgrader is installed, it is left out.
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
import time
from pathlib import Path
from typing import Any

from grader.importing import FORMATS, write_course


def function(number: int) -> str:
    """Return the source of one function."""
    return f"def f{number}(x):\n    return x * {number} + 1\n"


def asserts(number: int) -> str:
    """Return the asserts about it."""
    return "\n".join(f"assert f{number}({x}) == {x * number + 1}" for x in range(5))


def write_class(work: Path, count: int, tests: int) -> None:
    """Write tests, solution and hand-ins."""
    solution = "\n\n".join(function(number) for number in range(tests))
    body = "\n\n".join(
        f"def test_{number}():\n    " + asserts(number).replace("\n", "\n    ") for number in range(tests)
    )
    teacher = work / "teacher"
    teacher.mkdir()
    (teacher / "work.py").write_text(solution)
    (teacher / "test_work.py").write_text(f"from work import *\n\n{body}\n")
    for number in range(count):
        folder = work / "class" / f"s{number:03}"
        folder.mkdir(parents=True)
        (folder / "work.py").write_text(f"# {number}\n{solution}")


def ours(work: Path) -> float:
    """Import the tests and grade the class; return the seconds of the batch."""
    write_course(work / "course", FORMATS["pytest"].read([work / "teacher"]).tasks)
    command = [sys.executable, "-m", "grader", "batch", "class", "--course", "course", "--out", "graded", "--jobs", "1"]
    began = time.perf_counter()
    subprocess.run(command, cwd=work, check=True, capture_output=True)
    seconds = time.perf_counter() - began
    rows = (work / "graded" / "grades.csv").read_text().splitlines()[1:]
    assert all(row.split(",")[1] == row.split(",")[2] for row in rows), "not every submission has all points"
    return seconds


def by_pytest(work: Path) -> float:
    """Run pytest once for each submission; return the seconds."""
    began = time.perf_counter()
    for folder in sorted((work / "class").iterdir()):
        shutil.copy(work / "teacher" / "test_work.py", folder)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "test_work.py"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        (folder / "test_work.py").unlink()
    return time.perf_counter() - began


def cell(source: str, **nbgrader: Any) -> dict[str, Any]:
    """Return a cell for nbgrader."""
    metadata = {"nbgrader": {"schema_version": 3, "locked": False, "task": False} | nbgrader}
    return {
        "cell_type": "code", "execution_count": None, "id": f"c{abs(hash(source)) % 10**8}", "metadata": metadata,
        "outputs": [], "source": source,
    }  # fmt: skip


def by_nbgrader(work: Path, programs: Path, count: int, tests: int) -> float:
    """Run `nbgrader autograde` once for the class; return the seconds."""
    solution = "\n\n".join(function(number) for number in range(tests))
    cells = [cell(solution, grade=False, solution=True, grade_id="s")]
    cells += [cell(asserts(k), grade=True, solution=False, grade_id=f"t{k}", points=1) for k in range(tests)]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    text = json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})
    root = work / "nbgrader"
    for folder in ("source/ps1", *(f"submitted/s{number:03}/ps1" for number in range(count))):
        (root / folder).mkdir(parents=True)
        (root / folder / "hw.ipynb").write_text(text)
    environment = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}"}

    def run(*arguments: str) -> None:
        command = [str(programs / "nbgrader"), *arguments]
        subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)

    run("generate_assignment", "ps1", "--create")
    began = time.perf_counter()
    run("autograde", "ps1", "--create")
    seconds = time.perf_counter() - began
    with sqlite3.connect(root / "gradebook.db") as book:
        points = book.execute("SELECT sum(auto_score) FROM grade").fetchone()[0]
    assert points == count * tests, f"nbgrader gave {points} of {count * tests} points"
    return seconds


def main() -> None:
    """Measure each of them once, one after the other."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--submissions", type=int, default=100)
    parser.add_argument("--tests", type=int, default=20)
    parser.add_argument("--bin", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_class(work, options.submissions, options.tests)
        batch = ours(work)
        print(f"grader batch, one process   {batch:7.1f} s")
        alone = by_pytest(work)
        print(f"pytest for each submission  {alone:7.1f} s  {alone / batch:5.1f} x")
        if options.bin:
            peer = by_nbgrader(work, options.bin.resolve(), options.submissions, options.tests)
            print(f"nbgrader autograde          {peer:7.1f} s  {peer / batch:5.1f} x")


if __name__ == "__main__":
    main()
