"""What a report says, as plain data: the page and the terminal only lay it out."""

from __future__ import annotations

from dataclasses import dataclass

from grader.report.drawing import Drawing, drawing_of
from grader.report.values import write, write_pair
from grader.report.visible import clipped, one_line, visible_result
from grader.report.words import (
    Word,
    cases_text,
    check_points_text,
    points_text,
    reading_text,
    score_notes,
    score_text,
    word_for,
)
from grader.results import CheckResult, Counterexample, Outcome, SubmissionResult, TaskResult, Visibility


@dataclass(frozen=True, slots=True)
class InputView:
    """One input of a case, by name."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CallView:
    """One call of the student's code, what it returned and what the reference returns (empty where it says nothing)."""

    call: str
    got: str
    expected: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A counterexample, written out."""

    inputs: tuple[InputView, ...]
    calls: tuple[CallView, ...]
    has_expected: bool


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check; `anchor` is safe in an address."""

    anchor: str
    id: str
    title: str
    word: Word
    points: str
    is_open: bool
    message: str
    hint: str
    diagnosis: str
    case: CaseView | None
    drawing: Drawing | None
    cases: str
    notes: tuple[str, ...]
    repeat: str
    audience: str
    answer: str
    """A written answer, in Markdown: whoever shows it renders it."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task; `is_open` where some check is not passed."""

    anchor: str
    id: str
    title: str
    points: str
    is_open: bool
    notes: tuple[str, ...]
    checks: tuple[CheckView, ...]


@dataclass(frozen=True, slots=True)
class FileView:
    """One file and how it was read."""

    name: str
    state: str
    message: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A whole report."""

    submission: str
    score: str
    score_notes: tuple[str, ...]
    files: tuple[FileView, ...]
    notes: tuple[str, ...]
    tasks: tuple[TaskView, ...]
    repeat: str
    output: str
    facts: tuple[str, ...]


def view_of(result: SubmissionResult) -> ReportView:
    """Return what a report of `result` says; every text in it is safe to look at."""
    result = visible_result(result)
    return ReportView(
        submission=one_line(result.submission.id),
        score=score_text(result),
        score_notes=score_notes(result),
        files=_files(result),
        notes=tuple(map(clipped, result.notes)),
        tasks=tuple(_task(task, f"task-{number}") for number, task in enumerate(result.tasks, 1)),
        repeat=clipped(result.repeat),
        output=clipped(result.output, 10_000),
        facts=_facts(result),
    )


def _facts(result: SubmissionResult) -> tuple[str, ...]:
    seed = () if result.seed is None else (f"seed {result.seed}",)
    return (f"grader {one_line(result.grader_version)}", f"isolation: {one_line(result.isolation)}", *seed)


def _files(result: SubmissionResult) -> tuple[FileView, ...]:
    read = {note.name: note for note in result.submission.reading}
    names = dict.fromkeys((*result.submission.files, *read))
    return tuple(
        FileView(one_line(name), reading_text(read[name].state), clipped(read[name].message))
        if name in read
        else FileView(one_line(name), "not read", "")
        for name in names
    )


def _task(task: TaskResult, anchor: str) -> TaskView:
    return TaskView(
        anchor=anchor,
        id=task.id,
        title=one_line(task.title),
        points=points_text(task.points, task.max_points),
        is_open=any(check.outcome is not Outcome.PASSED for check in task.checks),
        notes=tuple(map(clipped, task.notes)),
        checks=tuple(_check(check, f"{anchor}-{number}") for number, check in enumerate(task.checks, 1)),
    )


def _check(check: CheckResult, anchor: str) -> CheckView:
    return CheckView(
        anchor=anchor,
        id=one_line(check.id),
        title=one_line(check.title),
        word=word_for(check.outcome),
        points=check_points_text(check),
        is_open=check.outcome is not Outcome.PASSED,
        message=clipped(check.message),
        hint=clipped(check.hint),
        diagnosis=clipped(check.diagnosis),
        case=None if check.counterexample is None else _case(check.counterexample),
        drawing=None if check.picture is None else drawing_of(check.picture),
        cases=cases_text(check),
        notes=tuple(map(clipped, check.notes)),
        repeat=clipped(check.repeat),
        audience=_audience(check.visibility),
        answer=check.answer,
    )


def _audience(visibility: Visibility) -> str:
    match visibility:
        case Visibility.PUBLIC:
            return ""
        case Visibility.HIDDEN:
            return "hidden from students"
        case Visibility.AFTER_DUE:
            return "shown to students once the work is due"


def _case(found: Counterexample) -> CaseView:
    got = found.got if isinstance(found.got, dict) else {"": found.got}
    expected = found.expected if isinstance(found.expected, dict) else {"": found.expected}
    # A check without a reference value, a predicate say, has nothing to put into the last column.
    has_expected = any(value is not None for value in expected.values())
    return CaseView(
        inputs=tuple(InputView(one_line(name), write(value)) for name, value in found.inputs.items()),
        calls=tuple(_call(call, got, expected) for call in dict.fromkeys((*got, *(expected if has_expected else ())))),
        has_expected=has_expected,
    )


def _call(call: str, got: dict[str, object], expected: dict[str, object]) -> CallView:
    name = one_line(call)
    if call not in expected or expected[call] is None:
        return CallView(name, write_pair(got[call], got[call]).got, "")
    if call not in got:
        return CallView(name, "", write_pair(expected[call], expected[call]).got)
    pair = write_pair(got[call], expected[call])
    return CallView(name, pair.got, pair.expected)
