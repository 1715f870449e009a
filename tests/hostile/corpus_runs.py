"""The corpus graded: each variant as a batch grades it, in this process, and an honest submission after each."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.batch import job
from grader.batch.job import Job
from grader.intake import HandIn
from grader.results import SubmissionResult
from grader.store.result_key import course_digest

from tests.hostile.corpus import CORPUS, SCAN, write  # type: ignore[attr-defined]

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
TASKS = ("scan", "softmax")
MOST_SECONDS = 2.0
"""Of the judge's processor time for one variant."""


def write_course(folder: Path, wall: float) -> None:
    """Write a course of two tasks of the seminar, of which each check may take `wall` seconds."""
    for kind, suffix in (("tasks", "yaml"), ("reference", "py"), ("reference/wrong", "py")):
        (folder / kind).mkdir(parents=True)
        for task in TASKS:
            text = (ROOT / kind / f"{task}.{suffix}").read_text()
            if kind == "tasks":
                text = re.sub(r"limits: \{wall: \d+\}", f"limits: {{wall: {wall}}}", text)
                text = text.replace("order: linear", f"order: linear\n    limits: {{wall: {wall}}}")
                text = text.replace("up_to: 1000000", "up_to: 20000")
            (folder / kind / f"{task}.{suffix}").write_text(text)




@dataclass(frozen=True)
class Measured:
    """What one variant cost, and what is wrong with its end."""

    name: str
    judge: float
    """Seconds of processor time of the judge."""
    wall: float
    points: float
    faults: tuple[str, ...]


def measure(root: Path, course: Path, names: list[str], *, walls: bool = True) -> Iterator[Measured]:
    """Yield what each variant cost."""
    digest = course_digest(course)
    honest_folder = root / "class" / "honest"
    honest_folder.mkdir(parents=True)
    (honest_folder / "scan.py").write_text(SCAN)
    grade = Grader(root, course, digest, walls=walls)
    grade("honest")  # prepares the questions
    for name in names:
        write(root / "class" / name, name)
        began, judge = time.monotonic(), time.process_time()
        done = grade(name)
        judge, wall = time.process_time() - judge, time.monotonic() - began
        faults = [*_faults(name, done), *(["more than two seconds"] if judge > MOST_SECONDS else [])]
        honest = grade("honest")
        if honest.failure or SubmissionResult.model_validate_json(honest.result).points != 20.0:
            faults.append("an honest submission noticed")
        points = SubmissionResult.model_validate_json(done.result).points if done.result else -1.0
        yield Measured(name, judge, wall, points, tuple(faults))


@dataclass
class Grader:
    """Grades a submission of a class as a batch does."""

    root: Path
    course: Path
    digest: str
    walls: bool = True

    def __call__(self, name: str) -> job.JobResult:
        """Grade one."""
        hand_in = HandIn(name, self.root / "class" / name)
        return job.run(Job(hand_in, name, self.course, self.digest, self.root / "out", 7, walls=self.walls))


def _faults(name: str, done: job.JobResult) -> Iterator[str]:
    """Yield what must not be."""
    if done.failure:
        yield f"no result: {done.failure.strip().splitlines()[-1][:200]}"
        return
    if done.judge_errors:
        faults = [
            check.fault.strip().splitlines()[-1][:150]
            for task in SubmissionResult.model_validate_json(done.judged).tasks
            for check in task.checks
            if check.fault
        ]
        yield f"{done.judge_errors} checks that the judge could not decide: {faults[:1]}"
    points = SubmissionResult.model_validate_json(done.result).points
    if points > CORPUS[name].most_points:
        yield f"{points:g} points"
    (done.page + done.result).encode()
