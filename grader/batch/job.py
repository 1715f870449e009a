"""One submission in a process of a pool or a cluster: graded, and returned as data.

A job never raises (an exception that cannot be unpickled would break the pool).  It writes nothing: the main process
is the one writer.
"""

from __future__ import annotations

import traceback
from dataclasses import replace
from typing import TYPE_CHECKING

from grader import __version__
from grader.batch.process_state import worker_state
from grader.errors import GraderError, JudgeError, UsageError, WorkerStartError
from grader.intake.manifest import is_about_a_document, rows_of
from grader.judge import Grading, grade
from grader.records import dataclass, field
from grader.report.html import compile_page, render
from grader.results import Audience, Outcome, SubmissionResult, for_audience
from grader.results.marking import Decisions
from grader.sandbox.factory import WorkerFactory
from grader.store import ResultKey
from grader.store.folder import Folder
from grader.store.result_key import files_digest
from grader.submission import Submission, collect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.batch.process_state import WorkerState
    from grader.course import Course
    from grader.intake import HandIn
    from grader.judge import Preparation
    from grader.results import HandedInFile

MORE_ATTEMPTS = 3
"""How often a grading during which the zygote died is begun anew."""


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that a process needs to grade one submission; plain values only."""

    hand_in: HandIn
    id: str
    course: Path
    course_digest: str
    out: Path
    """The folder of the results, which no student's code may read."""
    seed: int
    walls: bool = True
    known: frozenset[str] = frozenset()
    """Keys of results that are on record: a submission with one of them need not be graded."""
    by_hand: Decisions = field(default_factory=Decisions)
    """Decisions of people about it, as far as that is known when the job is made."""
    written: bool = False
    """Whether a person reads answers in this course: then a scan is no file that cannot be read."""
    grader: str = __version__
    """The version that hands out the job: a cluster may have another one."""


@dataclass(frozen=True, slots=True)
class JobResult:
    """The outcome of a job: a result, or the key of one that is on record, or why there is none."""

    id: str
    key: str = ""
    """Empty where the grader failed in some check."""
    decided_by: str = ""
    judged: str = ""
    """The result as the grader gave it, as JSON; empty where it is on record."""
    result: str = ""
    """The result with what was set by hand, as JSON."""
    by_hand: str = ""
    """The digest of what was set by hand."""
    page: str = ""
    """The student's page."""
    judge_errors: int = 0
    handed_in: tuple[HandedInFile, ...] = ()
    """The row of every file, where the result itself is on record."""
    failure: str = ""
    unstarted: bool = False
    """Whether the failure is that no process could be started, which another attempt may mend."""

    @property
    def known(self) -> bool:
        """Whether the result is on record already."""
        return not self.judged and not self.failure


def run(job: Job) -> JobResult:
    """Grade one submission unless its result is on record."""
    try:
        with worker_state().free:
            return _run(job, worker_state())
    except WorkerStartError as error:
        return JobResult(job.id, failure=str(error), unstarted=True)
    except GraderError as error:
        return JobResult(job.id, failure=str(error))
    except Exception:  # noqa: BLE001 - the pool must not break; the main process lists it
        return JobResult(job.id, failure=traceback.format_exc(limit=-4))


def prepare(job: Job) -> None:
    """Do once what grading any submission of the class needs, and leave it to the processes that are forked later."""
    if job.known:  # most of the class may be on record, and then nothing is asked
        return
    course, preparation = worker_state().prepared(job.course, job.course_digest, job.seed, job.walls)
    for task in course.tasks:
        for check in task.checks:
            preparation.of(task.id, check)
    # Without walls a student's code could write what is kept, into the pages of others.
    compile_page(statements_of(course).values(), job.course if job.walls else None)


def _run(job: Job, state: WorkerState) -> JobResult:
    if job.grader != __version__:
        raise UsageError(f"this machine has grader {__version__} and was asked by {job.grader}. Install the same one.")
    submission = _submission(job)
    isolation = "sandbox" if job.walls else "process"
    decisive = ResultKey(files_digest(submission), job.course_digest, job.seed, isolation)
    if decisive.key in job.known:
        return JobResult(job.id, decisive.key, handed_in=submission.handed_in)
    course, preparation = state.prepared(job.course, job.course_digest, job.seed, job.walls)
    state.preload(course.preload)
    judged = _judged(job, state, submission, _grading(course, preparation))
    return _done(job, decisive, named(judged, job.hand_in), statements_of(course))


def _grading(course: Course, preparation: Preparation) -> Grading:
    broken = [task.id for task in course.broken]
    return Grading(course.tasks, preparation, broken=broken, seconds=course.seconds)


def _judged(job: Job, state: WorkerState, submission: Submission, grading: Grading) -> SubmissionResult:
    """Grade; once more where somebody has killed the zygote meanwhile, and its workers with it.

    Where that happens again and again it is nobody's result, or, without walls, perhaps the student's doing.  Raises
    JudgeError.
    """
    cell = WorkerFactory(job.walls, state.zygote, hidden=(job.course, *Folder(job.out).secret))
    memory = max(task.memory for task in grading.tasks)
    for _ in range(MORE_ATTEMPTS):
        zygote = state.zygote.warm_up()
        try:
            judged = grade(submission, grading, lambda: cell.worker(submission.folder, memory))
        except JudgeError:
            if state.zygote.pid == zygote:
                raise
        else:
            if state.zygote.pid == zygote:
                return judged
    if job.walls:
        raise JudgeError(f"{job.id}: the process that forks workers was killed {MORE_ATTEMPTS} times. Start it again.")
    return grade(submission, grading, lambda: cell.worker(submission.folder, memory))


def _done(job: Job, decisive: ResultKey, judged: SubmissionResult, statements: Mapping[str, str]) -> JobResult:
    ours = sum(outcome is Outcome.JUDGE_ERROR for outcome in judged.outcomes)
    judged = judged.model_copy(update={"key": "" if ours else decisive.key})
    result = job.by_hand.apply(judged, decisive.files)
    return JobResult(
        job.id,
        judged.key,
        decisive.json,
        judged.model_dump_json(),
        result.model_dump_json(),
        job.by_hand.digest,
        page_of(result, statements),
        ours,
    )


def statements_of(course: Course) -> dict[str, str]:
    """Return the statement of each task, as a page shows it."""
    return {task.id: task.spec.statement for task in course.tasks}


def page_of(result: SubmissionResult, statements: Mapping[str, str]) -> str:
    """Return the student's page."""
    return render(for_audience(result, Audience.STUDENT), statements)


def _submission(job: Job) -> Submission:
    hand_in = job.hand_in
    if hand_in.path is None:
        return Submission(job.id, (), hand_in.notes, handed_in=rows_of(hand_in, ()))
    try:
        collected = collect([hand_in.path], named=False)
    except UsageError:  # it is gone meanwhile
        return Submission(job.id, (), hand_in.notes, handed_in=rows_of(hand_in, ()))
    rows = rows_of(hand_in, collected.handed_in, for_people=job.written)
    # A loose file lies among those of others, so it gets no folder to read.
    notes = [note for note in (*hand_in.notes, *collected.notes) if not (job.written and is_about_a_document(note))]
    return replace(collected, id=job.id, notes=tuple(notes), handed_in=rows)


def named(
    judged: SubmissionResult, hand_in: HandIn, handed_in: Sequence[HandedInFile] | None = None
) -> SubmissionResult:
    """Return the result with what is known of the student besides the files, and of the files today."""
    facts = dict(hand_in.facts)
    if handed_in is not None:
        facts["handed_in"] = tuple(handed_in)
    return judged.model_copy(update={"submission": judged.submission.model_copy(update=facts)})
