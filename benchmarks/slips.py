"""Which slips are recognised: each is put on every function of the course's reference, and the report is read.

    python benchmarks/slips.py [--course DIR]

A slip counts as named where the sentence is its own, or that of a known misconception of the course (whose outputs are
then the same).  Some slips are one on some functions: the logarithm of softmax is log_softmax, the differences of a
scan are its argument.  Any other sentence would be a wrong one.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course import load_course
from grader.judge import Grading, Preparation, grade
from grader.results import CheckResult, Outcome
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.zygote import Zygote
from grader.submission import SourceFile, Submission

if TYPE_CHECKING:
    from grader.checks.task import Task


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip: what becomes of the right answer `y` (with the arguments `a`), and what its sentence contains."""

    name: str
    code: str
    says: tuple[str, ...]


SLIPS = (
    Slip("negated", "-y", ("opposite sign",)),
    Slip("doubled", "2 * y", ("2 times",)),
    Slip("halved", "y / 2", ("half of",)),
    Slip("a third", "y / 3", ("1/3 of",)),
    Slip("times pi", "np.pi * y", ("3.14159 times",)),
    Slip("larger by 1", "y + 1", ("larger by 1 ",)),
    Slip("smaller by 0.5", "y - 0.5", ("smaller by 0.5 ",)),
    Slip("reversed", "vector(y)[::-1]", ("opposite order",)),
    Slip("sorted", "np.sort(vector(y))", ("sorted",)),
    Slip("one place late", "np.concatenate([[0.0], vector(y)[:-1]]) if len(y) else y", ("place too late",)),
    Slip("one place early", "np.concatenate([vector(y)[1:], [0.0]]) if len(y) else y", ("place too early",)),
    Slip("running sums", "np.cumsum(vector(y))", ("running sums",)),
    Slip("differences", "np.diff(vector(y), prepend=0.0)", ("differences of neighbours", "`x` itself")),
    Slip("logarithm", "np.log(y)", ("logarithm", "what `log_softmax`")),
    Slip("exponential", "np.exp(y)", ("exponential", "larger than the largest", "what `softmax`")),
    Slip("square", "np.square(y)", ("the square of", "without its sign")),  # of +1 and -1 it is the same
    Slip("without its sign", "np.abs(y)", ("without its sign",)),
    Slip("one minus", "1 - y", ("one minus",)),
    Slip("divided by its sum", "y / np.sum(vector(y))", ("divided by its own sum",)),
    Slip("mean for sum", "y / len(a[longest(a)])", ("divided by the number",)),
    Slip("rounded to 2 decimals", "np.round(y, 2)", ("rounded to 2",)),
    Slip(
        "single precision",
        "np.float64(np.float32(y)) if np.ndim(y) == 0 else np.float32(y).astype(float)",
        ("float32",),
    ),
    Slip("the argument itself", "a[0] + 0 * y", ("itself",)),
    Slip("the same for every input", "0.25 + 0 * y", ("for every input",)),
)
PREFIX = """
import numpy as np
import reference_solutions as right

def vector(y):
    if np.ndim(y) != 1:
        raise TypeError("no vector")
    return y

def longest(a):
    return max((i for i in range(len(a)) if np.ndim(a[i])), key=lambda i: np.ndim(a[i]))
"""


def submission(folder: Path, task: Task, function: str, slip: Slip) -> Submission:
    """Return the reference's functions, one of them with the slip."""
    lines = [PREFIX, *(f"{name} = right.{name}" for name in task.functions)]
    lines += [f"def {function}(*a):\n    y = right.{function}(*a)\n    return {slip.code}\n"]
    files = {"reference_solutions.py": (folder / "reference" / f"{task.id}.py").read_bytes()}
    files[f"{task.id}.py"] = "\n".join(lines).encode()
    return Submission("slip", tuple(SourceFile(name, data) for name, data in files.items()))


def diagnoses(checks: tuple[CheckResult, ...], function: str) -> list[str]:
    """Return what is said where the function answers, and wrongly."""
    failed = [check for check in checks if check.outcome is Outcome.FAILED and function in check.functions]
    return [check.diagnosis for check in failed]


def main() -> None:
    """Try all slips on all functions and print a table; end with 1 below 17 of 20 named, or with a wrong sentence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--course", type=Path, default=Path())
    folder = parser.parse_args().course
    course, preparation = load_course(folder), Preparation(1)
    named_slips, wrong = 0, 0
    print("| slip | functions on which it shows | named | nothing said | another sentence |\n|---|---|---|---|---|")
    with Zygote() as zygote:
        cell = WorkerFactory(True, zygote)
        for slip in SLIPS:
            shows = named = silent = other = 0
            for task in course.tasks:
                tells = {known.tells for known in task.misconceptions}
                for function in (name for name in task.functions if not is_chain(task, name)):
                    grading = Grading((task,), preparation)
                    result = grade(submission(folder, task, function, slip), grading, cell.worker)
                    said = diagnoses(result.tasks[0].checks, function)
                    if not said:
                        continue
                    told = [text for text in said if text]
                    right = [text for text in told if text in tells or any(part in text for part in slip.says)]
                    shows, named = shows + 1, named + bool(right)
                    silent, other = silent + (not told), other + (len(right) < len(told))
                    for text in told:
                        if text not in right:
                            print(f"{slip.name}, {function}: {text}", file=sys.stderr)
            named_slips, wrong = named_slips + (2 * named > shows), wrong + other
            print(f"| {slip.name} | {shows} | {named} | {silent} | {other} |", flush=True)
    print(f"\n{named_slips} of {len(SLIPS)} slips are named on most functions; {wrong} wrong sentences")
    sys.exit(named_slips * 20 < 17 * len(SLIPS) or wrong > 0)


def is_chain(task: Task, function: str) -> bool:
    """Whether a function yields the lines of a derivation."""
    return any(check.kind == "chain" and function in check.called for check in task.checks)


if __name__ == "__main__":
    main()
