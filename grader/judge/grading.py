"""Every check of every task on one submission, in order; whatever happens, each ends in a result."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from grader import __version__
from grader.checks.spec import WrittenSpec
from grader.checks.statement import Statement
from grader.checks.verdict import Verdict
from grader.errors import WorkerStartError
from grader.judge import result_builder
from grader.judge.consensus import agreed
from grader.judge.output_capture import Seen, Witness
from grader.judge.preparation import Fault, Preparation
from grader.judge.session import Clock, Session, Wanted
from grader.results import CheckResult, Outcome, SubmissionFacts, SubmissionResult, TaskResult, Visibility
from grader.submission import file_note, missing, not_written, two_definitions, wrong_parameters
from grader.submission.answers import answer
from grader.submission.near_names import nearest
from grader.submission.traces import frames_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from grader.checks.question import Question, Response
    from grader.checks.task import Check, Prepared, Task
    from grader.diagnosis.misconceptions import Known
    from grader.results import Frame, Picture
    from grader.sandbox.process import Worker
    from grader.submission import LoadReport, Submission

Said = TypeVar("Said")

Watch = Callable[[Callable[[], SubmissionResult]], bool]

TRACE_SECONDS = 1.0
"""What a call that has raised an exception may take to do so again."""
LEAST_SHARE = 0.05
"""Seconds that one failing check gets at least for finding a smaller case, as long as there are any."""
NOTHING = "Nothing was handed in."
NO_CODE = "There is no code in what you handed in, only text."
UNLOADABLE = (
    "Your files cannot be loaded: the Python process ends each time. Load them yourself and see where it stops."
)


@dataclass(frozen=True)
class Grading:
    """What one grading needs to know, the submission apart."""

    tasks: Sequence[Task]
    preparation: Preparation
    only_present: bool = False
    """Whether tasks of which the submission has nothing are left out (a student's own check) or count 0."""


def grade(
    submission: Submission,
    grading: Grading,
    start: Callable[[], Worker],
    repeat: str = "",
    watch: Watch | None = None,
) -> SubmissionResult:
    """Grade one submission.  `start` starts a worker; `repeat` is the command that does the same again.

    `watch` is called before each check with a function that returns the result so far, and says whether to go on.
    """
    session = Session(submission, wanted_of(grading.tasks), start)
    try:
        report = session.load() if submission.files else None
        tasks = [task for task in grading.tasks if not grading.only_present or _present(task, submission, report)]
        gradings = [TaskGrading(task, submission, session, report, grading.preparation) for task in tasks]

        def result(rest: Verdict) -> SubmissionResult:
            return _result(submission, grading, session, report, gradings, rest, repeat)

        def go_on() -> bool:
            return watch is None or watch(lambda: result(result_builder.unfinished()))

        for hidden in (False, True):
            for one in gradings:
                one.ask(hidden=hidden, go_on=go_on)
        return result(result_builder.out_of_time())
    finally:
        session.close()


def _result(
    submission: Submission,
    grading: Grading,
    session: Session,
    report: LoadReport | None,
    gradings: Sequence[TaskGrading],
    rest: Verdict,
    repeat: str,
) -> SubmissionResult:
    tasks = tuple(one.result(rest) for one in gradings)
    return SubmissionResult(
        grader_version=__version__,
        seed=grading.preparation.seed,
        isolation=session.isolation,
        submission=SubmissionFacts(
            id=submission.id,
            files=tuple(file.name for file in submission.files),
            reading=tuple(file_note(fact) for fact in report.files) if report else (),
        ),
        points=sum(task.points for task in tasks),
        max_points=sum(task.max_points for task in tasks),
        hidden_checks=sum(one.task.later for one in gradings),
        later_checks=sum(one.task.later for one in gradings),
        pending_points=sum(
            check.max_points for task in tasks for check in task.checks if check.outcome is Outcome.PENDING
        ),
        tasks=tasks,
        notes=(*submission.notes, *_notes(submission, report, grading, tasks), *_unasked(gradings)),
        output=session.printed,
        loading_output=session.loading,
        repeat=repeat,
    )


def wanted_of(tasks: Sequence[Task]) -> dict[str, Wanted]:
    """Return the functions that `tasks` ask for."""
    return {name: Wanted(len(function.args), task.id) for task in tasks for name, function in task.functions.items()}


def _notes(
    submission: Submission, report: LoadReport | None, grading: Grading, results: Sequence[TaskResult]
) -> list[str]:
    if not submission.files:
        return [_nothing(submission)]
    if report is None:
        return [UNLOADABLE]
    if not results:
        names = ", ".join(f"`{name}`" for task in grading.tasks for name in task.functions)
        return [f"None of the functions that the course asks for is defined here ({names})."]
    return []


def _unasked(gradings: Sequence[TaskGrading]) -> list[str]:
    every = sum(len(one.task.checks) for one in gradings)
    asked = sum(len(one.outcomes) for one in gradings)
    return [] if asked == every else [f"The grading ended after {asked} of {every} checks."]


def _nothing(submission: Submission) -> str:
    return NO_CODE if submission.texts else NOTHING


def _present(task: Task, submission: Submission, report: LoadReport | None) -> bool:
    """Whether the submission has anything of the task: a function, a file of its name, or something named alike."""
    if any(file.name.rpartition("/")[2].partition(".")[0] == task.id for file in submission.files):
        return True
    if report is None:
        return True
    return any(
        name in report.functions or any(known.name == name for known in report.names) or nearest(name, report)
        for name in task.functions
    )


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
    explained: dict[str, tuple[Known, ...]] = field(default_factory=dict)
    """The misconceptions that explain all cases of a check that did not pass."""

    def ask(self, *, hidden: bool, go_on: Callable[[], bool] = lambda: True) -> None:
        """Ask every public check that can be asked, or every other one, as long as `go_on` says so.

        Hidden checks come after all public ones of all tasks: code that keeps its inputs could put those of a hidden
        check into the exception that it raises in a public one.
        """
        obstacles = {name: self._obstacle(name) for name in self.task.functions}
        for check in self.task.checks:
            if hidden is (check.visibility is not Visibility.PUBLIC):
                if not go_on():
                    return
                self.checks.append(self._check(check, obstacles))

    def result(self, rest: Verdict | None = None) -> TaskResult:
        """Return the result; `rest` is the verdict on checks that were not asked, which else have none."""
        found = self.report.functions if self.report else {}
        notes = [two_definitions(name, found[name]) for name in self.task.functions if name in found]
        passed = {id_ for id_, outcome in self.outcomes.items() if outcome is Outcome.PASSED}
        public = {check.id for check in self.task.checks if check.visibility is Visibility.PUBLIC}
        told = agreed(self.explained, passed & public, public)
        checks = [
            check.model_copy(update={"diagnosis": told[check.id]}) if check.id in told else check
            for check in (*self.checks, *(self._unasked(rest) if rest else ()))
        ]
        return result_builder.task_result(self.task, checks, [note for note in notes if note])

    def _obstacle(self, name: str) -> Verdict | None:
        """Return why a function cannot be asked at all."""
        if not self.submission.files:
            return Verdict(Outcome.FAILED, _nothing(self.submission))
        if self.report is None:
            return Verdict(Outcome.ERROR, UNLOADABLE)
        function = self.task.functions[name]
        found = self.report.functions.get(name)
        if found is None:
            broken = any(
                fact.state != "whole" and fact.problem and fact.problem.kind != "empty" for fact in self.report.files
            )
            outcome = Outcome.ERROR if broken else Outcome.FAILED
            return Verdict(outcome, missing(name, len(function.args), self.report))
        if found.empty:
            return Verdict(Outcome.FAILED, not_written(name, found))
        if not found.fits:
            return Verdict(Outcome.ERROR, wrong_parameters(name, function.args, found))
        return None

    def _unasked(self, rest: Verdict) -> Iterator[CheckResult]:
        for check in self.task.checks:
            if check.id not in self.outcomes:
                # What a person marks needs no time of ours.
                verdict = Verdict(Outcome.PENDING) if isinstance(check.spec, WrittenSpec) else rest
                yield self._with_answer(check, result_builder.check_result(check, verdict, Seen(), seconds=0.0))

    def _check(self, check: Check, obstacles: Mapping[str, Verdict | None]) -> CheckResult:
        began = time.monotonic()
        fault, seen = "", Seen()
        needed = [other for other in self.task.checks if other.id in check.spec.needs]
        unmet = [other for other in needed if self.outcomes[other.id] is not Outcome.PASSED]
        blocked = next((obstacles[name] for name in check.called if obstacles[name] is not None), None)
        if any(self.outcomes[other.id] is Outcome.JUDGE_ERROR for other in unmet):
            verdict, fault = result_builder.judge_error(), "A check that it needs cannot be decided."
        elif unmet:
            verdict = result_builder.skipped(unmet)
        elif blocked is not None:
            verdict = blocked
        else:
            self.session.witness = witness = Witness()
            verdict, fault = self._examine(check)
            seen = witness.seen(self.submission)
            seen = replace(seen, trace=self._trace(verdict) or seen.trace)
        self.outcomes[check.id] = verdict.outcome
        if verdict.explained:
            self.explained[check.id] = verdict.explained
        prologue = result_builder.prologue(check, self.report) if self.report else ""
        seconds = time.monotonic() - began
        result = result_builder.check_result(check, verdict, seen, seconds=seconds, fault=fault, prologue=prologue)
        return self._with_answer(check, result)

    def _with_answer(self, check: Check, result: CheckResult) -> CheckResult:
        if isinstance(check.spec, WrittenSpec):
            found = answer(self.submission.texts, check.spec.written)
            rubric = None if check.spec.rubric.is_empty else check.spec.rubric
            return result.model_copy(update={"answer": found, "rubric": rubric})
        return result

    def _examine(self, check: Check) -> tuple[Verdict, str]:
        """Ask one check; a fault of ours becomes `judge_error` and its text, never a zero that stands."""
        prepared = self.preparation.of(self.task.id, check)
        if isinstance(prepared, Fault):
            return result_builder.judge_error(), prepared.text
        clock = Clock(check.plan.wall, check.plan.cpu or check.plan.wall)
        try:
            verdict = self._smaller(prepared, self._drive(prepared.examine(), clock))
            return replace(verdict, picture=verdict.picture or self._picture(check, verdict, clock)), ""
        except WorkerStartError:
            raise  # the machine's fault and no fact about this check: the whole submission is tried again
        except Exception:  # noqa: BLE001 - one check that breaks must not take the others with it
            return result_builder.judge_error(), traceback.format_exc(limit=-4)

    def _smaller(self, prepared: Prepared, verdict: Verdict) -> Verdict:
        """Return the verdict with a smaller case, as far as the submission has time left for finding one."""
        if not isinstance(prepared, Statement) or verdict.row is None or self.session.spare <= 0:
            return verdict
        from grader.diagnosis.shrink import shrink  # a submission that passes does not wait for it

        self.session.witness = Witness()  # what these calls print is no part of what the check asked
        began, seconds = time.monotonic(), min(self.session.spare, max(LEAST_SHARE, self.session.spare / 3))
        smaller = self._drive(shrink(prepared, verdict, seconds), Clock(0.0, 0.0))
        self.session.spare -= time.monotonic() - began
        return smaller

    def _picture(self, check: Check, verdict: Verdict, clock: Clock) -> Picture | None:
        """Draw the case that is shown, where the code answers it wrongly and the check has a picture."""
        if check.illustration is None or verdict.outcome is not Outcome.FAILED or verdict.counterexample is None:
            return None
        self.session.witness = Witness()  # what these calls print is no part of what the check asked
        return self._drive(check.illustration.draw(verdict.counterexample), clock)

    def _drive(self, asking: Generator[Question, Response, Said], clock: Clock) -> Said:
        """Carry questions to the worker and responses back until everything is known."""
        try:
            question = next(asking)
            while True:
                limit = question.seconds
                own = clock if limit is None else Clock(limit, limit)
                question = asking.send(self.session.ask(question, own))
        except StopIteration as stop:
            said: Said = stop.value
            return said

    def _trace(self, verdict: Verdict) -> tuple[Frame, ...]:
        """Return where the call that is shown raises its exception; a call that does not raise it again says nothing.

        It is made once more, for in the bulk of all calls nobody knows yet which one is going to be shown.
        """
        if verdict.again is None:
            return ()
        response = self.session.ask(verdict.again, Clock(TRACE_SECONDS, TRACE_SECONDS))
        return frames_of(response.groups[0].facts.get(0, {}), self.submission)
