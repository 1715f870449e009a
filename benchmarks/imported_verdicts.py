"""The verdicts on imported tests, beside those of the grader that they come from.

    python -m benchmarks.imported_verdicts KIND PATH... --python peers/bin/python [--mutants 10]

KIND is one of the formats of `grader import`, PATH are a teacher's files in it.  Each task with a solution is graded
for the solution, an empty hand-in and mutants of the solution, here and by the peer's own code in its own Python
(benchmarks/peer_truth.py).  `--grader` is PrairieLearn's folder `graders/python/python_autograder`; `--solution`
the solution of tasks that have none of their own; `--others` a folder with more hand-ins: those of a task that comes
from a folder `X` are the files of its folder `X`.  It fetches nothing, and every difference is printed.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import re
import shutil
import subprocess  # noqa: TID251 - the peers are other programs
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.checks.kinds.test import TestSpec
from grader.course import load_course
from grader.course.tests import suite_of
from grader.diagnosis.mutation.operators import changes
from grader.importing import FORMATS, write_course
from grader.judge import Grading, Preparation, grade
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.zygote import Zygote
from grader.submission import Submission, gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.checks.suite import TestSuite
    from grader.checks.task import Task

NEAR = 1e-6
TRUTH = Path(__file__).with_name("peer_truth.py")


@dataclass
class HandIn:
    """One hand-in: the solution, nothing, or a mutant."""

    name: str
    text: str


def mutated(source: str) -> list[tuple[str, str]]:
    """Return the mutants of a text by the project's own operators, with what was changed; none of what is no Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    found = []
    for number, node in enumerate(ast.walk(tree)):
        for index, change in enumerate(changes(node)):
            other = copy.deepcopy(tree)
            target = next(one for at, one in enumerate(ast.walk(other)) if at == number)
            kind = change.kind
            list(changes(target))[index].apply()
            if (text := ast.unparse(other)) != ast.unparse(tree):
                found.append((f"line {getattr(node, 'lineno', 0)}: {kind}", text))
    return found


def evenly(items: Sequence[Any], count: int) -> list[Any]:
    """Return `count` of the items, spread over all of them."""
    if len(items) <= count:
        return list(items)
    return [items[int((number + 0.5) * len(items) / count)] for number in range(count)]


def hand_ins(reference: Path, count: int) -> Iterator[HandIn]:
    """Yield the solution, an empty hand-in and mutants, as texts of the reference's form."""
    text = reference.read_text(encoding="utf-8")
    yield HandIn("solution", text)
    if reference.suffix != ".ipynb":
        yield HandIn("empty", "\n")
        # A program that is called itself needs its first line, which is no part of the syntax.
        first = text.partition("\n")[0] + "\n" if text.startswith("#!") else ""
        yield from (HandIn(name, first + mutant) for name, mutant in evenly(mutated(text), count))
        return
    book = json.loads(text)
    cells = [number for number, cell in enumerate(book["cells"]) if _is_answer(cell)]
    yield HandIn("empty", _notebook(book, dict.fromkeys(cells, "")))
    mutants = [
        (f"cell {number}, {name}", {number: mutant})
        for number in cells
        for name, mutant in mutated("".join(book["cells"][number]["source"]))
    ]
    yield from (HandIn(name, _notebook(book, change)) for name, change in evenly(mutants, count))


def _is_answer(cell: dict[str, Any]) -> bool:
    """Whether a cell is the student's to write: no test, no locked cell, not only imports."""
    facts = cell["metadata"].get("nbgrader", {})
    source = "".join(cell["source"])
    teachers = facts.get("locked") or (facts.get("grade") and not facts.get("solution")) or "grader.check" in source
    lines = [line for line in source.split("\n") if line.strip() and not line.startswith(("%", "!", "#"))]
    return bool(
        cell["cell_type"] == "code"
        and not teachers
        and not all(line.startswith(("import ", "from ")) for line in lines)
    )


def _notebook(book: dict[str, Any], changed: dict[int, str]) -> str:
    other = copy.deepcopy(book)
    for number, text in changed.items():
        other["cells"][number]["source"] = text
    return json.dumps(other)


def graded(task: Task, paths: list[Path]) -> list[dict[str, Any]]:
    """Return the results of each hand-in here, by check."""
    checks = Grading((task,), Preparation(1))
    every = []
    with Zygote(task.spec.preload) as zygote:
        workers = WorkerFactory(starter=zygote)
        for path in paths:
            result = grade(Submission("someone", gather([path]).files), checks, workers.worker)
            every.append({check.id: check for one in result.tasks for check in one.checks})
    return every


def _lay_out(suite: TestSuite, folder: Path, handin: Path) -> None:
    """Write test files and a hand-in as the peer wants them: as modules, as programs, or in the tests' packages."""
    for file in suite.files:  # in a course they may be called like what they test
        text = (folder / file.name).read_text(encoding="utf-8")
        (folder / file.name).unlink()
        text = re.sub(r"^(\s*from )\.+(?=\w)", r"\1", text, flags=re.MULTILINE)
        (folder / f"test_of_{file.name}").write_text(text, encoding="utf-8")
    for name in suite.student_modules:
        target = folder / f"{name.replace('.', '/')}.py"
        if target.parent != folder:
            target.parent.mkdir(parents=True, exist_ok=True)
            (target.parent / "__init__.py").touch()
        shutil.copy(handin, target)
        target.chmod(0o755)


class Comparison:
    """One kind of tests, compared."""

    def __init__(self, kind: str, paths: list[Path], work: Path, options: argparse.Namespace) -> None:
        self._kind, self._work, self._options = kind, work, options
        self._read = FORMATS[kind].read(paths)
        self.totals: Counter[str] = Counter()

    def run(self) -> None:
        """Import, grade and compare task by task; print every difference."""
        self.totals["read"] = sum(row.imported for row in self._read.rows)
        self.totals["left out"] = sum(not row.imported for row in self._read.rows)
        for number, task in enumerate(self._read.tasks):
            course = self._work / f"course{number}"
            write_course(course, [task])
            home = next((Path(row.source) for row in self._read.rows if row.task == task.id), Path())
            for loaded in load_course(course).tasks:
                suite, _ = suite_of(course, loaded.spec)
                if suite is not None and suite.tests:
                    self._compare(loaded, suite, home)

    def _compare(self, task: Task, suite: TestSuite, source: Path) -> None:
        tests = sum(test.is_check for test in suite.tests.values())
        self.totals["tests"] += tests
        reference = suite.reference or self._options.solution
        if reference is None:
            self.totals["tests without a solution"] += tests
            return
        self.totals["tests with a solution"] += tests
        handed = [*hand_ins(reference, self._options.mutants), *self._others(source)]
        module = next(iter(suite.modules), "") if reference.suffix == ".py" else ""
        name = f"{module}.py" if module else reference.name
        paths = [self._written(f"{task.spec.id}/{number}", one, name) for number, one in enumerate(handed)]
        ours = graded(task, paths)
        theirs = self._theirs(suite, paths, source)
        for one, here, there in zip(handed, ours, theirs, strict=True):
            self._count(task, one.name, here, there)

    def _others(self, source: Path) -> Iterator[HandIn]:
        """Yield more hand-ins, of people, where there are some."""
        folders = [self._options.others / part for part in source.parts] if self._options.others else []
        for folder in folders:
            for path in sorted(folder.glob("*.py")) if folder.name else ():
                self.totals["more hand-ins"] += 1
                yield HandIn(path.name, path.read_text(encoding="utf-8"))

    def _written(self, folder: str, one: HandIn, name: str) -> Path:
        path = self._work / folder / name
        path.parent.mkdir(parents=True)
        path.write_text(one.text, encoding="utf-8")
        return path

    def _theirs(self, suite: TestSuite, paths: list[Path], source: Path) -> list[dict[str, float] | None]:
        jobs = [self._job(suite, path, source) for path in paths]
        command = [str(self._options.python), str(TRUTH), self._kind]
        run = subprocess.run(command, input=json.dumps(jobs), capture_output=True, text=True, check=False)
        if run.returncode:
            raise SystemExit(f"{TRUTH} ended with {run.returncode}:\n{run.stderr[-2000:]}")
        answers: list[dict[str, float] | None] = json.loads(run.stdout)
        if None in answers:
            print("the peer's own run failed:", run.stderr[-400:])
        return answers

    def _job(self, suite: TestSuite, path: Path, source: Path) -> dict[str, Any]:
        folder = path.parent / "peer"
        folder.mkdir()
        job = {"folder": str(folder), "handin": str(path), "tests": str(suite.folder), "source": str(source)}
        for support in suite.support:
            shutil.copytree(support, folder, dirs_exist_ok=True)
        if self._kind in ("pytest", "unittest"):
            shutil.copytree(suite.folder, folder, dirs_exist_ok=True)
            _lay_out(suite, folder, path)
        extra = {
            "files": [f"test_of_{file.name}" for file in suite.files],
            "reference": str(suite.reference),
            "grader": str(self._options.grader or ""),
        }
        return job | extra

    def _count(self, task: Task, name: str, here: dict[str, Any], there: dict[str, float] | None) -> None:
        if there is None:
            self.totals["the peer's own run failed"] += 1
            return
        there |= {key.lower(): share for key, share in there.items()}  # as the importer writes the ids of cells
        for spec in task.spec.checks:
            if not isinstance(spec, TestSpec):
                continue
            check = here[spec.id]
            want = there.get(self._key(spec.test), there.get(spec.test, there.get("*")))
            if want is None and not check.max_points:  # the visible part of a test with hidden cases, for nothing
                continue
            want = want or 0.0
            got = check.points / check.max_points if check.max_points else float(check.outcome == "passed")
            if name == "solution":
                self.totals["passed with their solution"] += got > 1 - NEAR
            self.totals["verdicts"] += 1
            if abs(got - want) > 1e-3:
                self.totals["different"] += 1
                said = (check.fault or check.message or "").replace("\n", " ")[:300]
                print(
                    f"{task.spec.id} {spec.id} [{name}]: there {want:.3g}, here {got:.3g} ({check.outcome}) {said}",
                    flush=True,
                )

    def _key(self, name: str) -> str:
        if self._kind in ("otter", "nbgrader"):
            return name.removeprefix("test_")
        return name.rpartition("::")[2] if self._kind == "prairielearn" else name


def main() -> None:
    """Compare, and print the totals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=sorted(FORMATS))
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--python", type=Path, default=Path(sys.executable))
    parser.add_argument("--mutants", type=int, default=10)
    parser.add_argument("--grader", type=Path)
    parser.add_argument("--solution", type=Path, help="of tasks that have none of their own")
    parser.add_argument("--others", type=Path, help="folders of more hand-ins, by the folder of their task")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        comparison = Comparison(options.kind, options.paths, Path(folder), options)
        try:
            comparison.run()
        finally:  # an interrupted comparison says how far it came
            print(options.kind, dict(comparison.totals), flush=True)


if __name__ == "__main__":
    main()
