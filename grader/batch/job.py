"""One submission in a process of the pool: graded, written by rename, and said in a line.

A job never raises (an exception that cannot be unpickled would break the pool), and a result is on disk before the
main process hears of it.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from grader import __version__
from grader.course import Course, load_course
from grader.errors import GraderError, UsageError
from grader.judge import Grading, Preparation, grade
from grader.results import Audience, Outcome, SubmissionResult, for_audience
from grader.results.files import write
from grader.results.overrides import Override, apply
from grader.sandbox.cell import Cell
from grader.sandbox.zygote import Zygote
from grader.submission import Submission, gather

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Job:
    """What a process needs to grade one submission; plain values only."""

    path: Path
    id: str
    course: Path
    course_digest: str
    out: Path
    seed: int
    walls: bool = True
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What the main process hears: points, or why there is no result."""

    id: str
    points: float = 0.0
    max_points: float = 0.0
    cached: bool = False
    judge_errors: int = 0
    failure: str = ""


def run(job: Job) -> Done:
    """Grade one submission unless its result is there already."""
    try:
        return _run(job)
    except GraderError as error:
        return Done(job.id, failure=str(error))
    except Exception:  # noqa: BLE001 - the pool must not break; the main process lists it
        return Done(job.id, failure=traceback.format_exc(limit=-4))


def _run(job: Job) -> Done:
    submission = _submission(job)
    key = _key(submission, job)
    old = _kept(job, key)
    if old is not None:
        return _done(old, cached=True)
    course, preparation = _prepared(job.course, job.course_digest, job.seed)
    cell = Cell(job.walls, _zygote(), hidden=(job.course, job.out))
    memory = max(task.memory for task in course.tasks)
    result = grade(submission, Grading(course.tasks, preparation), lambda: cell.worker(submission.folder, memory))
    result = apply(result, job.overrides).model_copy(update={"key": key})
    _write(job, course, result)
    return _done(result)


def _submission(job: Job) -> Submission:
    try:
        found = gather([job.path])
    except UsageError:  # a folder with nothing in it is a student who handed in nothing
        return Submission(job.id, ())
    # A loose file lies among those of others, so it gets no folder to read.
    return replace(found, id=job.id)


@lru_cache(maxsize=2)
def _prepared(course: Path, digest: str, seed: int) -> tuple[Course, Preparation]:  # noqa: ARG001 - part of the key
    """Read the course once a process and keep what is prepared for its seed."""
    return load_course(course), Preparation(seed)


@lru_cache(maxsize=1)
def _zygote() -> Zygote:
    """Return this process's zygote; it ends with the process."""
    return Zygote()


def course_digest(course: Path) -> str:
    """Return the hash of everything in a course that decides a result."""
    state = hashlib.sha256()
    for folder in ("tasks", "reference"):
        for path in sorted((course / folder).rglob("*")):
            if path.is_file() and path.suffix in {".yaml", ".py"}:
                data = path.read_bytes()
                state.update(f"{path.relative_to(course)}:{len(data)}:".encode() + data)
    return state.hexdigest()


def _key(submission: Submission, job: Job) -> str:
    by_hand = [override.model_dump_json() for override in job.overrides]
    parts = (__version__, job.course_digest, str(job.seed), submission.id, submission.digest, *by_hand)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def file_name(id_: str) -> str:
    """Return the name of a submission's files: its id, with what no file system takes replaced."""
    safe = re.sub(r"[^\w.@+-]", "_", id_)[:80].encode()[:200].decode("utf-8", "ignore").lstrip(".") or "_"
    return safe if safe == id_ else f"{safe}-{hashlib.sha256(id_.encode('utf-8', 'replace')).hexdigest()[:8]}"


def result_path(out: Path, id_: str) -> Path:
    """Return where the result of a submission is kept."""
    return out / "results" / f"{file_name(id_)}.json"


def _kept(job: Job, key: str) -> SubmissionResult | None:
    """Return the result of an earlier run, if everything that decides is the same and the grader did not fail."""
    try:
        old = SubmissionResult.model_validate_json(result_path(job.out, job.id).read_bytes())
    except (OSError, ValueError):
        return None
    return old if old.key == key and Outcome.JUDGE_ERROR not in old.outcomes else None


def _write(job: Job, course: Course, result: SubmissionResult) -> None:
    """Write the student's page, then the result: a result that is there is complete."""
    from grader.report.html import render

    page = render(for_audience(result, Audience.STUDENT), {task.id: task.spec.statement for task in course.tasks})
    write(job.out / "reports" / f"{file_name(job.id)}.html", page)
    write(result_path(job.out, job.id), result.model_dump_json(indent=1) + "\n", private=True)


def _done(result: SubmissionResult, *, cached: bool = False) -> Done:
    ours = sum(outcome is Outcome.JUDGE_ERROR for outcome in result.outcomes)
    return Done(result.submission.id, result.points, result.max_points, cached=cached, judge_errors=ours)
