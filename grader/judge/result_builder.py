"""Builds the published result from verdicts, the spec and the captured output.

All of it is the judge's own, so that the models are constructed and not validated: a check from the command line would
wait for the validators of the whole result, which it never reads.
"""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import numpy as np

from grader import __version__
from grader.checks.suite import TestRequest
from grader.judge.obstacles import UNLOADABLE, is_of_tests_alone, no_files
from grader.results import CheckResult, Limits, Outcome, SubmissionFacts, SubmissionResult, TaskResult
from grader.submission import file_note, two_definitions
from grader.values.printing import numpy_import_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.checks.task import Check, Task
    from grader.judge.examination import Examined
    from grader.judge.session import Session
    from grader.submission import LoadReport, Submission


def check_result(check: Check, examined: Examined, *, seconds: float, imports: str = "") -> CheckResult:
    """Return the result of one check.  `imports` are the lines of Python before those that repeat the call."""
    verdict, explanation, output = examined.verdict, examined.verdict.explanation, examined.output
    passed = verdict.outcome is Outcome.PASSED
    return CheckResult.model_construct(
        id=check.id,
        title=check.spec.title,
        kind=check.kind,
        functions=check.called,
        outcome=verdict.outcome,
        points=check.points if passed else verdict.points or 0.0,
        max_points=check.points,
        visibility=check.visibility,
        message=explanation.message,
        # A hint helps to think about an input; where nothing was asked there is none.
        hint=check.spec.hint if verdict.cases and explanation.show_hint and not passed else "",
        counterexample=explanation.counterexample,
        failed_cases=verdict.failed_cases,
        cases=verdict.cases,
        notes=verdict.notes,
        picture=explanation.picture,
        fingerprint=explanation.fingerprint,
        diagnosis=explanation.diagnosis,
        diagnosis_detail=explanation.diagnosis_detail,
        trace=output.trace,
        warnings=output.warnings,
        output=output.text,
        repeat=f"{imports}{explanation.repeat}" if explanation.repeat else "",
        # More digits would say how busy the machine was, no more.
        seconds=round(seconds, 4),
        limits=_limits(check),
        fault=examined.fault,
    )


def task_result(
    task: Task, checks: Sequence[CheckResult], report: LoadReport | None, *, absent: bool = False
) -> TaskResult:
    """Return the result of one task, its checks in the order of the spec."""
    order = {check.id: position for position, check in enumerate(task.spec.checks)}
    functions = report.functions_of(task.id) if report else {}
    notes = [two_definitions(name, functions[name]) for name in task.functions if name in functions]
    return TaskResult.model_construct(
        id=task.id,
        title=task.spec.title,
        points=sum(check.points for check in checks),
        max_points=task.points,
        notes=tuple(note for note in notes if note),
        # They were asked in the order of their needs, and hidden ones last.
        checks=tuple(sorted(checks, key=lambda check: order[check.id])),
        absent=absent,
    )


def submission_result(
    session: Session,
    seed: int,
    results: Sequence[TaskResult],
    *,
    graded: Sequence[Task],
    offered: Sequence[Task],
    broken: Sequence[str],
    checks_run: int,
    repeat: str,
) -> SubmissionResult:
    """Return the result of one submission: `results` of the tasks `graded`, which are all or some of those `offered`.

    `broken` are tasks that the course cannot grade, `checks_run` is the number of checks that were reached.
    """
    submission, report = session.submission, session.report
    every, later = sum(len(task.checks) for task in graded), sum(task.later for task in graded)
    cut_off = [] if checks_run == every else [f"The grading ended after {checks_run} of {every} checks."]
    if checks_run < every and session.budget.exhausted:
        cut_off.append(session.budget.note)
    return SubmissionResult.model_construct(
        grader_version=__version__,
        python_version=platform.python_version(),
        numpy_version=np.__version__,
        seed=seed,
        isolation=session.isolation,
        submission=_facts(submission, report),
        points=sum(task.points for task in results),
        max_points=sum(task.max_points for task in results),
        hidden_checks=later,
        later_checks=later,
        pending_points=sum(
            check.max_points for task in results for check in task.checks if check.outcome is Outcome.PENDING
        ),
        tasks=tuple(results),
        notes=(*submission.notes, *_notes(session, results, offered), *map(_not_graded, broken), *cut_off),
        output=session.printed,
        loading_output=session.loading,
        repeat=repeat,
    )


def _notes(session: Session, results: Sequence[TaskResult], offered: Sequence[Task]) -> list[str]:
    if not session.submission.files:
        return [no_files(session.submission)]
    if session.report is None:
        return [UNLOADABLE]
    notes = support_notes(session.submission, {name: data for task in offered for name, data in task.support.items()})
    if not results:
        asked_for = {name: function for task in offered for name, function in task.functions.items()}
        others = any(function.is_class or function.program or function.variable for function in asked_for.values())
        nothing = "Nothing" if others else "None of the functions"
        names = ", ".join(f"`{name}`" for name in asked_for)
        if names:
            notes.append(f"{nothing} that the course asks for is defined here ({names}).")
        return [*notes, *_which_task([task.id for task in offered if is_of_tests_alone(task)])]
    return notes


def _which_task(tasks: Sequence[str]) -> list[str]:
    """Return what to do where any file may be meant for each of some tasks."""
    if not tasks:
        return []
    listed = ", ".join(f"`{task}`" for task in tasks)
    text = (
        f"Nothing here says which task this is for ({listed}). Name the task, as in `--task {tasks[0]}` or "
        f'`check("{tasks[0]}")`, or give the file its name (`{tasks[0]}.py`, `{tasks[0]}.ipynb`).'
    )
    return [text]


def support_notes(submission: Submission, support: Mapping[str, bytes]) -> list[str]:
    """Return a note for each file that is named like one of the course's and is another one."""
    files = {file.name: file.data for file in submission.files if not file.notebook}
    return [
        f"`{name}` is named like a file of the course and differs from it. Your code gets the course's own."
        for name, data in files.items()
        if (support_file := support.get(name.rpartition("/")[2])) is not None
        and support_file.replace(b"\r\n", b"\n") != data.replace(b"\r\n", b"\n")
    ]


def _not_graded(task: str) -> str:
    return f"The task {task} is not graded here, because the course has a mistake in it. This is no fault of yours."


def import_lines(check: Check, report: LoadReport, repeat: str) -> str:
    """Return the imports that `repeat` needs, lines of Python with calls of the check's functions."""
    if any(check.plan.functions[name].program for name in check.called if name in check.plan.functions):
        return ""
    lines = numpy_import_of(repeat)
    functions = report.functions_of(check.plan.task)
    for name in check.called:
        definition = functions.get(name)
        parts = definition.file.removesuffix(".py").split("/") if definition else []
        # A notebook cannot be imported, and what is called like one is tried in the notebook itself.
        if (
            definition
            and definition.file.endswith(".py")
            and not definition.cell
            and all(part.isidentifier() for part in parts)
        ):
            lines.append(f"from {'.'.join(parts)} import {name}")
    return "".join(f"{line}\n" for line in lines)


def _limits(check: Check) -> Limits:
    plan, wall = check.plan, check.plan.wall
    if plan.suite is not None and check.spec.python_test:
        wall = TestRequest(plan.suite, check.spec.python_test, plan.time_by_default).seconds(wall)
    return Limits.model_construct(wall=wall, cpu=plan.cpu or wall, memory=plan.memory)


def _facts(submission: Submission, report: LoadReport | None) -> SubmissionFacts:
    return SubmissionFacts.model_construct(
        id=submission.id,
        files=tuple(file.name for file in submission.files),
        handed_in=submission.handed_in,
        reading=tuple(file_note(fact) for fact in report.files) if report else (),
    )
