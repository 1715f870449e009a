"""The verdicts on imported assignments of otter's, beside those of `otter run` and `otter check`, which ask Jupyter.

    python -m benchmarks.otter_in_jupyter NOTEBOOK... --bin peers/bin [--mutants 10]

Each master notebook is made an assignment by `otter assign`, and a course by `grader import`.  The solution, an empty
hand-in and mutants are graded here, by `otter run` with the archive that otter has made, and by `otter check` with the
public tests of the course.  The points of each question are compared, and every difference is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess  # noqa: TID251 - otter is another program
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.imported_verdicts import graded, hand_ins
from grader.checks.kinds.test import TestSpec
from grader.course import load_course
from grader.course.tests import suite_of
from grader.importing import FORMATS, write_course
from grader.results import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.checks.suite import TestSuite
    from grader.checks.task import Task

OLDER_PRINTING = """
try:
    import numpy
    numpy.set_printoptions(legacy="1.25")
except Exception:
    pass
"""
"""Test files expect `True`, where numpy 2 says `np.True_`."""
HIDDEN = "_hidden"
"""What the names of the files with hidden cases end in, in an imported course."""
SECONDS = 600
NEAR = 1e-4
"""The points of a course have six digits."""


class Otter:
    """The programs of otter, with a Jupyter of their own."""

    def __init__(self, programs: Path, work: Path) -> None:
        self._programs = programs.resolve()
        start = work / "ipython" / "profile_default" / "startup"
        start.mkdir(parents=True)
        (start / "00.py").write_text(OLDER_PRINTING, encoding="utf-8")
        path = f"{self._programs}:{os.environ['PATH']}"
        self._environment = os.environ | {"PATH": path, "IPYTHONDIR": str(work / "ipython"), "MPLBACKEND": "Agg"}

    def _run(self, folder: Path, *arguments: str) -> str:
        command = [str(self._programs / "otter"), *arguments]
        run = subprocess.run(
            command, cwd=folder, env=self._environment, capture_output=True, text=True, check=False, timeout=SECONDS
        )
        return run.stdout + run.stderr

    def assign(self, notebook: Path, folder: Path) -> Path | None:
        """Return the archive that otter makes of a master notebook; None where it makes none."""
        shutil.copytree(notebook.parent, folder)
        self._run(folder, "assign", notebook.name, "dist", "--no-run-tests")
        archives = sorted((folder / "dist" / "autograder").glob("*.zip"))
        return archives[0] if archives else None

    def run(self, handin: Path, archive: Path) -> dict[str, float] | None:
        """Return the share of the points of each question by `otter run`; None where it gives none."""
        output = handin.parent / "run"
        output.mkdir()
        self._run(handin.parent, "run", "-a", str(archive), "-o", str(output), "--no-logo", str(handin))
        if not (output / "results.json").is_file():
            return None
        tests = json.loads((output / "results.json").read_text(encoding="utf-8"))["tests"]
        return {test["name"]: test["score"] / test["max_score"] for test in tests if test.get("max_score")}

    def check(self, handin: Path, tests: Path) -> dict[str, bool]:
        """Return whether `otter check` says that all cases of each test pass; nothing where it ends by an error.

        It divides by the points of all tests, which may be none.
        """
        text = self._run(handin.parent, "check", "-t", str(tests), str(handin))
        every = [path.stem for path in tests.glob("*.py")]
        if "All tests passed!" in text:
            return dict.fromkeys(every, True)
        if " results: " not in text:
            return {}
        passed = set(re.findall(r"^(\S+) results: All test cases passed!", text, re.MULTILINE))
        return {name: name in passed for name in every}


def shares(task: Task, checks: dict[str, Any]) -> dict[str, float]:
    """Return the share of the points of each question here, its hidden cases included."""
    earned: defaultdict[str, float] = defaultdict(float)
    possible: defaultdict[str, float] = defaultdict(float)
    for spec in task.spec.checks:
        if isinstance(spec, TestSpec):
            question = spec.test.removeprefix("test_").removesuffix(HIDDEN)
            earned[question] += checks[spec.id].points
            possible[question] += checks[spec.id].max_points
    return {name: earned[name] / points for name, points in possible.items() if points}


class AssignmentComparison:
    """Assignments of otter's, compared."""

    def __init__(self, otter: Otter, work: Path, mutants: int) -> None:
        self._otter, self._work, self._mutants = otter, work, mutants
        self.totals: Counter[str] = Counter()

    def compare(self, number: int, notebook: Path) -> None:
        """Import, hand in and compare one notebook."""
        folder = self._work / str(number)
        archive = self._otter.assign(notebook.resolve(), folder / "assigned")
        if archive is None:
            print(f"{notebook.name}: otter assign makes no archive")
            self.totals["not assigned"] += 1
            return
        write_course(folder / "course", FORMATS["otter"].read([notebook]).tasks)
        for task in load_course(folder / "course").tasks:
            suite, _ = suite_of(folder / "course", task.spec)
            if suite is not None and suite.reference is not None and suite.tests:
                self._compare(task, suite, archive, folder)

    def _compare(self, task: Task, suite: TestSuite, archive: Path, folder: Path) -> None:
        assert suite.reference is not None
        public = folder / "public"
        public.mkdir()
        for file in suite.files:
            if not file.stem.endswith(HIDDEN):
                shutil.copy(file, public)
        paths, names = [], []
        for number, one in enumerate(hand_ins(suite.reference, self._mutants)):
            path = folder / f"handed{number}" / suite.reference.name
            shutil.copytree(archive.parent, path.parent, ignore=shutil.ignore_patterns("*.zip", "*.ipynb"))
            path.write_text(one.text, encoding="utf-8")
            paths.append(path)
            names.append(one.name)
        for name, path, here in zip(names, paths, graded(task, paths), strict=True):
            self._count(f"{task.id} [{name}]", shares(task, here), self._otter.run(path, archive))
            said = {
                spec.test.removeprefix("test_"): here[spec.id].outcome is Outcome.PASSED
                for spec in task.spec.checks
                if isinstance(spec, TestSpec)
            }
            self._count_public(f"{task.id} [{name}]", said, self._otter.check(path, public))

    def _count(self, where: str, here: dict[str, float], there: dict[str, float] | None) -> None:
        if there is None:
            self.totals["otter run failed"] += 1
            print(where, "otter run gives no result", flush=True)
            return
        for question in sorted(here.keys() & there.keys()):
            self.totals["questions"] += 1
            if abs(here[question] - there[question]) > NEAR:
                self.totals["different"] += 1
                print(f"{where} {question}: otter run {there[question]:.4g}, here {here[question]:.4g}", flush=True)
        self.totals["in one alone"] += len(here.keys() ^ there.keys())

    def _count_public(self, where: str, here: dict[str, bool], there: dict[str, bool]) -> None:
        for test in sorted(here.keys() & there.keys()):
            self.totals["public tests by otter check"] += 1
            if here[test] != there[test]:
                self.totals["different by otter check"] += 1
                print(f"{where} {test}: otter check {there[test]}, here {here[test]}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare, and print the totals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--bin", type=Path, required=True)
    parser.add_argument("--mutants", type=int, default=10)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        comparison = AssignmentComparison(Otter(options.bin, Path(folder)), Path(folder), options.mutants)
        try:
            for number, notebook in enumerate(options.notebooks):
                comparison.compare(number, notebook)
        finally:
            print(dict(comparison.totals), flush=True)


if __name__ == "__main__":
    main()
