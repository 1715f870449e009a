"""Grading one submission, from its files to its result.  Read this first.

    grade            loads the files into a worker, asks every check of every task, builds the result
    TaskGrading      the checks of one task, in an order in which those that others need come first
    examination      one check: ask, decide, explain (judge/examination.py)
    session          the worker that holds the submission, and the one question loop (judge/session.py)
    obstacles        why a function cannot be asked at all (judge/obstacles.py)
    result_builder   what is written down (judge/result_builder.py)

Whatever a submission does, each of its checks ends in a result.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from grader.judge import missing_libraries, result_builder, standing_verdicts
from grader.judge.budget import OutOfTimeError, default_seconds
from grader.judge.consensus import resolve_misconceptions
from grader.judge.examination import Examined, examine
from grader.judge.obstacles import has_anything_of, has_something_like, is_absent, is_of_tests_alone, obstacle
from grader.judge.required import required_functions
from grader.judge.session import Session
from grader.presentation.visible import writable_result
from grader.records import dataclass, field
from grader.results import CheckResult, Outcome, SubmissionResult, TaskResult, Visibility
from grader.submission.answers import answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.checks.misconception import Misconception
    from grader.checks.task import Check, Task
    from grader.checks.verdict import Verdict
    from grader.judge.preparation import Preparation
    from grader.judge.required import RequiredFunction
    from grader.sandbox.process import Worker
    from grader.submission import LoadReport, Submission

Watch = Callable[[Callable[[], SubmissionResult]], bool]
"""Called before each check with a function that returns the result so far; returns whether to go on."""


@dataclass(frozen=True)
class Grading:
    """The tasks and their prepared checks, which serve the gradings of all submissions."""

    tasks: Sequence[Task]
    preparation: Preparation
    only_present: bool = False
    """Whether tasks of which the submission has nothing are left out (a student's own check) or count 0."""
    broken: Sequence[str] = ()
    """The ids of tasks that are left out because the course has mistakes there; the result says so."""
    seconds: float | None = None
    """How long one submission may take in all; None derives it from the limits of the checks."""

    @cached_property
    def seconds_allowed(self) -> float:
        """How long one submission may take."""
        return default_seconds(self.tasks) if self.seconds is None else self.seconds

    @cached_property
    def required(self) -> dict[str, RequiredFunction]:
        """The functions that all tasks ask for."""
        return required_functions(self.tasks)

    @cached_property
    def has_tests(self) -> bool:
        """Whether a check is a test in Python."""
        return any(task.suite is not None for task in self.tasks)

    @cached_property
    def support(self) -> dict[str, bytes]:
        """The support files of all tasks."""
        return support_files(self.tasks)


def grade(
    submission: Submission,
    grading: Grading,
    start: Callable[[], Worker],
    repeat: str = "",
    watch: Watch | None = None,
) -> SubmissionResult:
    """Grade one submission.  `start` starts a worker; `repeat` is the command that does the same again.

    >>> from grader.course import load_course
    >>> from grader.judge import Grading, Preparation, grade
    >>> from grader.sandbox.factory import WorkerFactory
    >>> from grader.submission import SourceFile, Submission
    >>> def grade_text(folder, task, source):
    ...     submission = Submission("anna", (SourceFile(f"{task}.py", source),))
    ...     grading = Grading(load_course(folder, [task]).tasks, Preparation(seed=1))
    ...     return grade(submission, grading, WorkerFactory().worker)
    """
    seconds, support = grading.seconds_allowed, grading.support
    session = Session(submission, grading.required, start, seconds, support, tests=grading.has_tests)
    session.budget.by_default = grading.seconds is None
    try:
        return _grade(submission, grading, session, repeat, watch)
    finally:
        session.close()


def _tasks_of(grading: Grading, submission: Submission, report: LoadReport | None) -> list[Task]:
    """Return the tasks that are graded: of a student's own check those that it has something of by name.

    Where it has nothing of any, a name that is nearly right says which task was meant, and of several tasks of tests
    alone nothing does.
    """
    tasks = list(grading.tasks)
    if not grading.only_present:
        return tasks
    present = [task for task in tasks if has_anything_of(task, submission, report)]
    alike = present or [task for task in tasks if has_something_like(task, report)]
    of_tests = [] if present else list(filter(is_of_tests_alone, alike))
    return [task for task in alike if task not in of_tests] if len(of_tests) > 1 else alike


def _grade(
    submission: Submission, grading: Grading, session: Session, repeat: str, watch: Watch | None
) -> SubmissionResult:
    report = session.load() if submission.files else None
    tasks = _tasks_of(grading, submission, report)
    gradings = [TaskGrading(task, submission, session, report, grading.preparation) for task in tasks]

    def result(of_unasked: Verdict) -> SubmissionResult:
        judged = result_builder.submission_result(
            session,
            grading.preparation.seed,
            [task_grading.result(of_unasked) for task_grading in gradings],
            graded=tasks,
            offered=grading.tasks,
            broken=grading.broken,
            checks_run=sum(len(task_grading.outcomes) for task_grading in gradings),
            repeat=repeat,
        )
        return writable_result(judged)

    def go_on() -> bool:
        if session.budget.exhausted:
            return False
        return watch is None or watch(lambda: result(standing_verdicts.unfinished()))

    # Hidden checks come after all public ones of all tasks: code that keeps its inputs could put those of a hidden
    # check into the exception that it raises in a public one.
    for hidden in (False, True):
        for one in gradings:
            one.ask(hidden=hidden, go_on=go_on)
    return result(standing_verdicts.out_of_time())


def support_files(tasks: Sequence[Task]) -> dict[str, bytes]:
    """Return the support files of all tasks by their names; all are of one folder."""
    return {name: data for task in tasks for name, data in task.support.items()}


def _with_diagnosis(check: CheckResult, sentence: str) -> CheckResult:
    """Return the result with the sentence of a misconception in place of any other reason, where there is one."""
    # A hint that was written for every mistake may send a reader elsewhere than the sentence for this one.
    told = {"diagnosis": sentence, "diagnosis_detail": "", "hint": ""}
    return check.model_copy(update=told) if sentence else check


@dataclass
class TaskGrading:
    """The checks of one task on one submission."""

    task: Task
    submission: Submission
    session: Session
    report: LoadReport | None
    preparation: Preparation
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    checks: list[CheckResult] = field(default_factory=list)
    misconceptions: dict[str, tuple[Misconception, ...]] = field(default_factory=dict)
    """For each check that did not pass, every misconception that explains all its cases."""

    def ask(self, *, hidden: bool, go_on: Callable[[], bool] = lambda: True) -> None:
        """Ask every public check that can be asked, or every other one, as long as `go_on` says so."""
        obstacles = {name: obstacle(self.task, name, self.submission, self.report) for name in self.task.functions}
        for check in self.task.checks:
            if hidden is (check.visibility is not Visibility.PUBLIC):
                if not go_on():
                    return
                try:
                    self.checks.append(self._check(check, obstacles))
                except OutOfTimeError:
                    return

    def _check(self, check: Check, obstacles: Mapping[str, Verdict | None]) -> CheckResult:
        began = time.monotonic()
        blocked = self._unmet(check) or next(
            (Examined(verdict) for name in check.called if (verdict := obstacles[name]) is not None), None
        )
        examined = blocked or self._lacking(check)
        examined = examined or examine(self.task, check, self.preparation, self.session, self.submission)
        if library := missing_libraries.of_check(check, self.task, self.report, examined.verdict):
            examined = Examined(missing_libraries.verdict_on(library), fault=missing_libraries.fault(library))
        self.outcomes[check.id] = examined.verdict.outcome
        if examined.misconceptions:
            self.misconceptions[check.id] = examined.misconceptions
        repeat = examined.verdict.explanation.repeat
        imports = result_builder.import_lines(check, self.report, repeat) if self.report and repeat else ""
        result = result_builder.check_result(check, examined, seconds=time.monotonic() - began, imports=imports)
        return self._with_answer(check, result)

    def _lacking(self, check: Check) -> Examined | None:
        """Return the verdict on a test that imports what is not installed; None for all else."""
        suite = self.task.suite if check.spec.python_test else None
        library = missing_libraries.of_tests(suite) if suite is not None else ""
        if not library:
            return None
        fault = missing_libraries.fault(library, of_tests=True)
        return Examined(missing_libraries.verdict_on(library), fault=fault)

    def _unmet(self, check: Check) -> Examined | None:
        """Return the verdict on a check that needs others which did not pass; None where it can be asked."""
        if all(self.outcomes.get(name) is Outcome.PASSED for name in check.spec.needs):
            return None
        needed = [other for other in self.task.checks if other.id in check.spec.needs]
        unmet = [other for other in needed if self.outcomes[other.id] is not Outcome.PASSED]
        if undecided := [other for other in unmet if self.outcomes[other.id] is Outcome.JUDGE_ERROR]:
            return Examined(standing_verdicts.undecided(undecided), fault="A check that it needs cannot be decided.")
        return Examined(standing_verdicts.skipped(unmet)) if unmet else None

    def result(self, of_unasked: Verdict | None = None) -> TaskResult:
        """Return the result; checks that were not asked get the verdict `of_unasked`, or are left out."""
        passed = {id_ for id_, outcome in self.outcomes.items() if outcome is Outcome.PASSED}
        public = {check.id for check in self.task.checks if check.visibility is Visibility.PUBLIC}
        # What a hidden check says must not show in a public one, so that only public passes count here.
        diagnoses = resolve_misconceptions(self.misconceptions, passed & public, public)
        checks = [
            _with_diagnosis(check, diagnoses.get(check.id, ""))
            for check in (*self.checks, *(self._unasked(of_unasked) if of_unasked else ()))
        ]
        absent = is_absent(self.task, self.submission, self.report)
        return result_builder.task_result(self.task, checks, self.report, absent=absent)

    def _unasked(self, verdict: Verdict) -> Iterator[CheckResult]:
        for check in self.task.checks:
            if check.id not in self.outcomes:
                # What a person marks needs no time of the worker's.
                own_verdict = standing_verdicts.pending() if check.spec.marked_by_person else verdict
                yield self._with_answer(check, result_builder.check_result(check, Examined(own_verdict), seconds=0.0))

    def _with_answer(self, check: Check, result: CheckResult) -> CheckResult:
        """Put the answer in words beside the result, where one is asked for."""
        heading, rubric = check.spec.answer_heading, check.spec.marking_rubric
        if not heading:
            return result
        written = answer(self.submission.texts, heading)
        return result.model_copy(
            update={"answer": written, "rubric": rubric if rubric and not rubric.is_empty else None}
        )
