"""How many of a corpus of wrong solutions get a true cause or an exact "when", and at what cost.

    python -m benchmarks.diagnoses [--group tuned|unseen|fresh|fresh2|fresh3|fresh4] [--task TASK] [--all] [--mutants]

The corpus is tests/diagnosis/corpus/COURSE/TASK.txt: wrong solutions of one function each, in blocks that begin with
`=== name | group | cause`.  "tuned" ones were there while the diagnosis was written, "unseen" ones were not looked at.
Other functions are the reference's; a program stands alone.  With `--mutants` the corpus is every mutant of the
references instead.  The sentences are printed with `--all`, so that each can be read; otherwise those that got none.

"explained" is a true cause or an exact "when"; what all wrong answers have in common is counted apart, as "manner",
and that nothing is right but what is empty or 0 as "little".
A wrong line of a derivation, and the number of a distribution that is off, are named by the check itself.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course import load_course
from grader.diagnosis.conditions import says_little
from grader.diagnosis.mutation.mutants import mutants_of
from grader.judge import Grading, Preparation, grade
from grader.results import Outcome
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.zygote import Zygote
from grader.submission import SourceFile, Submission

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.checks.task import Task
    from grader.results import CheckResult, SubmissionResult

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "diagnosis" / "corpus"
COURSES = {
    "seminar": ROOT,
    "python_basics": ROOT / "examples" / "python_basics",
    "neural_networks": ROOT / "examples" / "neural_networks",
}
GOAL = 0.85
ANSWERS = ("explained", "manner", "little", "nothing said")
"""The kinds of those that answer, wrongly, and are to be explained by the diagnosis."""
MANNER = "Wherever it is wrong"
"""Begins a sentence that says neither why nor when."""
HEADING = r"^=== (\S+) \| (\w+)(?: \| (.+))?\n"
FAILED = {Outcome.FAILED, Outcome.ERROR, Outcome.TIMEOUT}


@dataclass(frozen=True)
class WrongSolution:
    """One wrong solution: where it belongs, and the files that are handed in."""

    course: str
    task: str
    name: str
    group: str
    cause: str
    """The true reason of its failure, by which a reader judges the sentence."""
    files: tuple[tuple[str, str], ...]

    @property
    def submission(self) -> Submission:
        """The files as a submission."""
        return Submission("wrong", tuple(SourceFile(name, text.encode()) for name, text in self.files))


def corpus() -> Iterator[WrongSolution]:
    """Yield the wrong solutions whose tasks there are."""
    for path in sorted(CORPUS.glob("*/*.txt")):
        course, task = path.parent.name, path.stem
        reference = COURSES[course] / "reference" / f"{task}.py"
        if not reference.is_file():
            continue
        blocks = re.split(HEADING, path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        for name, group, cause, code in zip(*(blocks[part::4] for part in range(4)), strict=True):
            files = _files(task, code, reference.read_text(encoding="utf-8"))
            yield WrongSolution(course, task, name, group, cause or "", files)


def _files(task: str, code: str, reference: str) -> tuple[tuple[str, str], ...]:
    if not re.search(r"^(def|class) ", code, flags=re.MULTILINE):
        return ((f"{task}.py", code),)  # a program
    head = "import math\nimport string\nfrom collections import Counter\nimport numpy as np\n"
    text = f"{head}import reference_solutions as right\nfrom reference_solutions import *\n\n{code}"
    return (f"{task}.py", text), ("reference_solutions.py", reference)


def mutants(course: str, task: Task) -> Iterator[WrongSolution]:
    """Yield every mutant of a reference."""
    source = (COURSES[course] / "reference" / f"{task.id}.py").read_text(encoding="utf-8")
    for mutant in mutants_of(source, task.functions):
        yield WrongSolution(
            course, task.id, f"{mutant.name}: {mutant.diff}", "mutant", "", ((f"{task.id}.py", mutant.source),)
        )


def failing(result: SubmissionResult) -> list[CheckResult]:
    """Return the public checks that do not pass, growth and written answers apart."""
    checks = [check for task in result.tasks for check in task.checks]
    return [
        c for c in checks if c.outcome in FAILED and c.visibility == "public" and c.kind not in {"growth", "written"}
    ]


def is_named(check: CheckResult) -> bool:
    """Whether the message of a check says itself which line, or which number of a distribution, is wrong."""
    return (check.kind == "chain" and "Line " in check.message) or check.kind == "distribution"


def kind_of(checks: list[CheckResult]) -> str:
    """Return how a wrong solution is explained."""
    if not checks:
        return "passes"
    told = [check.diagnosis for check in checks if check.diagnosis]
    if any(not text.startswith(MANNER) and not says_little(text) for text in told):
        return "explained"
    if told:
        return "manner" if any(text.startswith(MANNER) for text in told) else "little"
    if all(is_named(check) for check in checks):
        return "named by the check"
    if all(check.outcome is Outcome.TIMEOUT for check in checks):
        return "never ends"
    if all(check.outcome is Outcome.ERROR for check in checks):
        return "raises"
    return "nothing said"


def main(description: str | None = __doc__) -> None:
    """Grade and count; end with 1 below the goal.  `description` is printed by `--help`."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--group", choices=["tuned", "unseen", "fresh", "fresh2", "fresh3", "fresh4"])
    parser.add_argument("--course", choices=list(COURSES))
    parser.add_argument("--task")
    parser.add_argument("--name", help="the wrong solution of this name alone")
    parser.add_argument("--all", action="store_true", help="print every sentence")
    parser.add_argument("--mutants", action="store_true", help="the mutants of the references instead of the corpus")
    parser.add_argument("--every", type=int, default=1, help="take one mutant of so many")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    seconds = []
    with Zygote() as zygote:
        factory = WorkerFactory(True, zygote)
        for course, folder in COURSES.items():
            if not (folder / "tasks").is_dir() or asked.course not in {None, course}:
                continue
            for task in load_course(folder).tasks:
                if asked.task not in {None, task.id}:
                    continue
                grading = Grading((task,), Preparation(asked.seed))
                solutions = list(mutants(course, task))[:: asked.every] if asked.mutants else list(corpus())
                for wrong in solutions:
                    if (wrong.course, wrong.task) != (course, task.id) or asked.group not in {None, wrong.group}:
                        continue
                    if asked.name not in {None, wrong.name}:
                        continue
                    began = time.monotonic()
                    checks = failing(grade(wrong.submission, grading, factory.worker))
                    seconds.append(time.monotonic() - began)
                    kind = kind_of(checks)
                    counts.setdefault(f"{course} ({wrong.group})", Counter())[kind] += 1
                    report(wrong, kind, checks, everything=asked.all)
    sys.exit(summary(counts, seconds) < GOAL)


def report(wrong: WrongSolution, kind: str, checks: list[CheckResult], *, everything: bool) -> None:
    """Print what is said of one wrong solution."""
    if not everything and kind != "nothing said":
        return
    print(f"{wrong.task} {wrong.name} ({wrong.group}): {kind}\n    cause: {wrong.cause or wrong.name}")
    for check in checks:
        print(f"    {check.id}: {check.message[:160]}\n        -> {check.diagnosis}", flush=True)


def summary(counts: dict[str, Counter[str]], seconds: list[float]) -> float:
    """Print the table and return the share of those that answer wrongly which are explained."""
    kinds = ["explained", "manner", "little", "nothing said", "named by the check", "raises", "never ends", "passes"]
    print(f"\n| corpus | {' | '.join(kinds)} | explained of those that answer |\n|{'---|' * (len(kinds) + 2)}")
    total: Counter[str] = Counter()
    for name, counted in [*counts.items(), ("all", total)]:
        answered = sum(counted[kind] for kind in ANSWERS)
        share = counted["explained"] / max(1, answered)
        print(f"| {name} | {' | '.join(str(counted[kind]) for kind in kinds)} | {share:.0%} |")
        total.update(counted if name != "all" else {})
    print(f"\n{sum(seconds) / max(1, len(seconds)):.2f} s for each, the grading included")
    return total["explained"] / max(1, sum(total[kind] for kind in ANSWERS))


if __name__ == "__main__":
    main()
