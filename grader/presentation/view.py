"""The content of a report as plain data; the page and the terminal only lay it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.presentation.cases import CaseView, case_of
from grader.presentation.events import EventsView, events_of
from grader.presentation.marks import MarkView, RubricView, mark_view, rubric_view
from grader.presentation.messages import (
    LABELS_IN_ORDER,
    OutcomeLabel,
    cases_text,
    check_label,
    check_points_text,
    points_text,
    reading_text,
    score_notes,
    score_text,
)
from grader.presentation.visible import clipped, one_line, visible_result
from grader.records import dataclass
from grader.results import CheckResult, FileStatus, Outcome, SubmissionResult, TaskResult, Visibility

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.presentation.drawing import Drawing
    from grader.results import Remark


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check; `anchor` is safe in an address."""

    anchor: str
    id: str
    title: str
    word: OutcomeLabel
    points: str
    is_open: bool
    is_short: bool
    """Whether there is nothing to look into: it holds, or was not asked."""
    message: str
    hint: str
    diagnosis: str
    diagnosis_detail: str
    """The changed lines of the reference that answer alike; in a teacher's copy alone."""
    case: CaseView | None
    drawing: Drawing | None
    events: EventsView
    cases: str
    notes: tuple[str, ...]
    repeat: str
    audience: str
    answer: str
    """A written answer, in Markdown: whoever shows it renders it."""
    mark: MarkView | None
    """How a person marked it."""
    rubric: RubricView | None
    """The rubric, in a teacher's copy until the answer is marked."""

    @property
    def repeat_heading(self) -> str:
        """The heading of what repeats the case: lines of Python, or the command that runs a program."""
        is_command = self.repeat.startswith(("printf ", "python "))
        return "Repeat this in a terminal" if is_command else "Repeat this in Python"


@dataclass(frozen=True, slots=True)
class GroupView:
    """The checks of a task that ended alike."""

    word: OutcomeLabel
    checks: tuple[CheckView, ...]


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task."""

    anchor: str
    id: str
    title: str
    points: str
    notes: tuple[str, ...]
    checks: tuple[CheckView, ...]
    groups: tuple[GroupView, ...]
    """The checks again, what needs work first."""


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
    points: str
    score: str
    """The points again, with the words `so far` where something is hidden or unmarked."""
    score_notes: tuple[str, ...]
    files: tuple[FileView, ...]
    notes: tuple[str, ...]
    tasks: tuple[TaskView, ...]
    repeat: str
    output: str
    loading_output: str
    """Output of the files while they were loaded; the terminal leaves it out, since a notebook's may be long."""
    facts: tuple[str, ...]


def view_of(result: SubmissionResult) -> ReportView:
    """Return what a report of `result` says; every text in it is safe to look at."""
    result = visible_result(result)
    return ReportView(
        submission=one_line(result.submission.id),
        points=points_text(result.points, result.max_points),
        score=score_text(result),
        score_notes=score_notes(result),
        files=_files(result),
        notes=_notes(result.notes, result.remarks),
        tasks=tuple(_task(task, f"task-{number}") for number, task in enumerate(result.tasks, 1)),
        repeat=clipped(result.repeat),
        output=clipped(result.output, 10_000),
        loading_output=clipped(result.loading_output),
        facts=_facts(result),
    )


def _notes(notes: Sequence[str], remarks: Sequence[Remark]) -> tuple[str, ...]:
    """Return the notes, and after them what people wrote, behind their names."""
    return tuple(map(clipped, (*notes, *(f"{remark.by}: {remark.text}" for remark in remarks))))


STATUS_TEXTS = {
    FileStatus.UNREADABLE: "not read",
    FileStatus.GRADED: "read",
    FileStatus.SUPPORT: "lies beside the code",
    FileStatus.IGNORED: "ignored",
}
MOST_FILES = 60


def _facts(result: SubmissionResult) -> tuple[str, ...]:
    seed = () if result.seed is None else (f"seed {result.seed}",)
    versions = [
        f"{name} {one_line(version)}"
        for name, version in (("Python", result.python_version), ("numpy", result.numpy_version))
        if version
    ]
    return (f"grader {one_line(result.grader_version)}", *versions, f"isolation: {one_line(result.isolation)}", *seed)


def _files(result: SubmissionResult) -> tuple[FileView, ...]:
    read = {note.name: note for note in result.submission.reading}
    names = dict.fromkeys((*result.submission.files, *read))
    code = tuple(
        FileView(one_line(name), reading_text(read[name].state), clipped(read[name].message))
        if name in read
        else FileView(one_line(name), "not read", "")
        for name in names
    )
    return (*code, *_other_files(result))


def _other_files(result: SubmissionResult) -> tuple[FileView, ...]:
    """Return the files that hold no code, those that are not read, and the first names of those that were renamed."""
    noted_rows = [row for row in result.submission.handed_in if row.status is not FileStatus.GRADED or row.reason]
    noted_rows.sort(key=lambda row: list(STATUS_TEXTS).index(row.status))
    views = [
        FileView(one_line(row.file), STATUS_TEXTS[row.status], clipped(one_line(row.reason)))
        for row in noted_rows[:MOST_FILES]
    ]
    if len(noted_rows) > MOST_FILES:
        views.append(FileView("…", f"{len(noted_rows) - MOST_FILES} more files", ""))
    return tuple(views)


def _task(task: TaskResult, anchor: str) -> TaskView:
    # Of a task of which nothing is there one line is enough; written answers have their own.
    shown_checks = [check for check in task.checks if not task.absent or _says_something(check)]
    checks = tuple(check_of(check, f"{anchor}-{number}") for number, check in enumerate(shown_checks, 1))
    absence = (_absence(task),) if task.absent else ()
    return TaskView(
        anchor=anchor,
        id=task.id,
        title=one_line(task.title),
        points=points_text(task.points, task.max_points),
        notes=(*absence, *map(clipped, task.notes)),
        checks=checks,
        groups=_groups(checks),
    )


MOST_NAMED = 6
"""Functions that are named where nothing of a task was handed in."""


def _absence(task: TaskResult) -> str:
    """Return the one line about a task of which nothing was handed in."""
    names = list(dict.fromkeys(f"`{clipped(name)}`" for check in task.checks for name in check.functions))
    suffix = " and more" if len(names) > MOST_NAMED else ""
    listed = f"; it asks for {', '.join(names[:MOST_NAMED])}{suffix}" if names else ""
    return f"Nothing of this task is in what you handed in{listed}."


def _says_something(check: CheckResult) -> bool:
    """Whether a check of a task of which nothing was handed in has more to say than that."""
    return check.outcome not in {Outcome.FAILED, Outcome.SKIPPED} or bool(check.answer or check.mark or check.by_hand)


def _groups(checks: tuple[CheckView, ...]) -> tuple[GroupView, ...]:
    """Return the checks by how they ended."""
    alike = {word: tuple(check for check in checks if check.word == word) for word in LABELS_IN_ORDER}
    return tuple(GroupView(word, checks_of_word) for word, checks_of_word in alike.items() if checks_of_word)


def _drawing_of(check: CheckResult) -> Drawing | None:
    if check.picture is None:  # as nearly always, and without the import
        return None
    from grader.presentation.drawing import drawing_of

    return drawing_of(check.picture)


def check_of(check: CheckResult, anchor: str = "") -> CheckView:
    """Return what a report says of one check whose texts are visible."""
    return CheckView(
        anchor=anchor,
        id=one_line(check.id),
        title=one_line(check.title),
        word=check_label(check),
        points=check_points_text(check),
        is_open=check.outcome is not Outcome.PASSED or check.mark is not None,
        is_short=check.outcome in {Outcome.PASSED, Outcome.SKIPPED} and check.mark is None,
        message=clipped(check.message),
        hint=clipped(check.hint),
        diagnosis=clipped(check.diagnosis),
        diagnosis_detail=clipped(check.diagnosis_detail),
        case=None if check.counterexample is None else case_of(check.counterexample, check.message),
        drawing=_drawing_of(check),
        events=events_of(check),
        cases=_cases(check),
        notes=_notes(check.notes, check.remarks),
        repeat=clipped(check.repeat),
        audience=_audience(check.visibility),
        answer=check.answer,
        mark=mark_view(check),
        rubric=rubric_view(check.rubric) if check.mark is None else None,
    )


def _cases(check: CheckResult) -> str:
    """Return how many cases fail, and how positions are counted where the message names one."""
    counted = "Positions are counted from 0." if " at position " in check.message else ""
    return " ".join(filter(None, [cases_text(check), counted]))


def _audience(visibility: Visibility) -> str:
    match visibility:
        case Visibility.PUBLIC:
            return ""
        case Visibility.HIDDEN:
            return "hidden from students"
        case Visibility.AFTER_DUE:
            return "shown to students once the work is due"
