"""Right and wrong examples graded in random order, with attacks between: how many verdicts are other than they must be.

    python -m benchmarks.verdicts [--gradings 10000] [--processes 2] [--ledger FILE]

Right solutions must pass every check, known wrong ones must lose exactly the checks that their task names, and attacks
(those of `tests/hostile`, five to fifty examples) must end as it stands beside them.  All come from one zygote a
process, behind all walls; each portion of fifty has a seed of its own.  What is finished is a line of the ledger: the
same command goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.course import load_course
from grader.errors import UsageError
from grader.judge import Grading, Preparation, grade
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.zygote import Zygote
from grader.submission import Submission, gather
from grader.verify.solutions import solutions
from tests.hostile.attacks import ATTACKS, WALL, build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.checks.task import Task
    from grader.results import SubmissionResult

ROOT = Path(__file__).parents[1]
EXAMPLES, ATTACKS_BETWEEN = 50, 5
"""In a portion."""
PATIENCE = 4
"""Seconds a check, where the tests of the same attacks take less: a machine may have other work."""
Outcomes = dict[str, dict[str, Any]]
"""The outcome of each check, by task; one word for a task stands for all of its checks."""


@dataclass(frozen=True)
class Example:
    """A submission, the tasks it is graded by, and what must come of it."""

    name: str
    submission: Submission
    tasks: tuple[Task, ...]
    kind: str
    due: Any
    """For a wrong solution the checks that it must lose; for an attack its outcomes."""


@dataclass(frozen=True)
class Class:
    """What a process draws from: examples, attacks, and the cell for both."""

    examples: tuple[Example, ...]
    attacks: tuple[Example, ...]
    cell: WorkerFactory


@lru_cache(maxsize=1)
def drawn_from(folder: Path) -> Class:
    """Return this process's class of the course and the attacks in `folder`."""
    tasks = load_course(folder / "course").tasks
    examples = [
        Example(f"{task.id}: {one.name}", one.submission, (task,), one.kind, one.fails)
        for task in tasks
        for one in solutions(ROOT, task)
        if one.kind in {"right", "wrong"} and not one.stray
    ]
    attacks = [
        Example(name, handed_in(folder / "class" / name), tasks, "attack", facts["outcomes"])
        for name, facts in ATTACKS.items()
    ]
    return Class(
        tuple(examples), tuple(attacks), WorkerFactory(True, Zygote(), hidden=(folder / "course", folder / "out"))
    )


def handed_in(folder: Path) -> Submission:
    """Return what is in a folder, which may be nothing."""
    try:
        return gather([folder])
    except UsageError:
        return Submission(folder.name, ())


def portion(folder: Path, number: int) -> dict[str, Any]:
    """Grade one portion; return its line of the ledger."""
    found = drawn_from(folder)
    stream = random.Random(number)
    order = stream.choices(found.examples, k=EXAMPLES) + stream.choices(found.attacks, k=ATTACKS_BETWEEN)
    stream.shuffle(order)
    preparation = Preparation(number)
    wrong: list[str] = []
    began = time.monotonic()
    for example in order:
        cell, folder_of = found.cell, example.submission.folder
        result = grade(example.submission, Grading(example.tasks, preparation), lambda: cell.worker(folder_of))  # noqa: B023 - called in this turn
        wrong += [f"{example.name}, seed {number}: {text}" for text in surprises(example, result)]
    seconds = round(time.monotonic() - began, 1)
    return {"portion": number, "gradings": EXAMPLES, "attacks": ATTACKS_BETWEEN, "wrong": wrong, "seconds": seconds}


def surprises(example: Example, result: SubmissionResult) -> Iterator[str]:
    """Yield what of a result is other than it must be."""
    if result.isolation != "sandbox":
        yield f"isolation {result.isolation}"
    for task in result.tasks:
        for check in task.checks:
            got = str(check.outcome.value)
            if got not in expected(example, task.id, check.id):
                yield f"{task.id}.{check.id} is {got}"


def expected(example: Example, task: str, check: str) -> set[str]:
    """Return the outcomes that a check may have."""
    if example.kind == "attack":
        due = example.due.get(task, {"passed", "failed", "error", "timeout", "skipped", "pending"})
        return {due} if isinstance(due, str) else {due[check]} if isinstance(due, dict) else due
    if example.kind == "right":
        return {"passed", "pending"}
    return {"failed", "error", "timeout"} if check in example.due else {"passed", "pending", "skipped"}


def missing(ledger: Path, portions: int) -> tuple[list[dict[str, Any]], list[int]]:
    """Return the lines that are there, and the portions that are not."""
    lines = [json.loads(line) for line in ledger.read_text().splitlines()] if ledger.exists() else []
    done = {line["portion"] for line in lines}
    return lines, [number for number in range(portions) if number not in done]


def main() -> None:
    """Grade what is missing and print what came of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gradings", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--ledger", type=Path, default=Path("verdicts.jsonl"))
    asked = parser.parse_args()
    lines, waiting = missing(asked.ledger, -(-asked.gradings // EXAMPLES))
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root).resolve()
        build(folder, ATTACKS)
        (folder / "out" / "reports").mkdir(parents=True)
        for name in ("seed", "results.sqlite"):
            (folder / "out" / name).touch()
        for spec in (folder / "course" / "tasks").iterdir():
            spec.write_text(spec.read_text().replace(f"wall: {WALL}", f"wall: {PATIENCE}"))
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(asked.processes, mp_context=context) as pool, asked.ledger.open("a") as ledger:
            for future in as_completed([pool.submit(portion, folder, number) for number in waiting]):
                lines.append(future.result())
                ledger.write(json.dumps(lines[-1]) + "\n")
                ledger.flush()
    wrong = [text for line in lines for text in line["wrong"]]
    total = {name: sum(line[name] for line in lines) for name in ("gradings", "attacks", "seconds")}
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(
        f"{total['gradings']} gradings of right and wrong examples and {total['attacks']} of attacks between, "
        f"{len(lines)} seeds: {len(wrong)} wrong verdicts ({total['seconds']:.0f} s of {asked.processes} processes)"
    )


if __name__ == "__main__":
    main()
