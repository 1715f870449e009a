"""A snapshot of a grading, possibly unfinished, as exporters receive it."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grader import __version__
from grader.presentation.text import check_body
from grader.presentation.view import check_of, view_of
from grader.presentation.visible import clipped, one_line, shortened, visible_result
from grader.records import dataclass, field
from grader.results import Audience, Outcome, SubmissionFacts, SubmissionResult, for_audience

if TYPE_CHECKING:
    from grader.presentation.view import CheckView
    from grader.results import CheckResult

_MAX_SUMMARY = 10_000


@dataclass(frozen=True, slots=True)
class GradingSnapshot:
    """A grading at one moment; `result` is the teacher's copy."""

    result: SubmissionResult
    unfinished_reason: str = ""
    """Why the grading is not finished, in a sentence that students may read; empty if it is finished."""
    grader_error: str = ""
    """Details of a grader error for the instructors."""
    audience: Audience | None = None
    """The readers, if the user has chosen them; otherwise each target decides."""
    folder: str = ""
    """The folder of the submission's files, relative to the repository."""
    taken_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def result_for(self, default: Audience) -> SubmissionResult:
        """Return the copy of the result for the chosen audience, or for `default`."""
        return for_audience(self.result, self.audience or default)


def empty_result(id_: str) -> SubmissionResult:
    """Return the result of a grading that has not begun."""
    return SubmissionResult(
        grader_version=__version__,
        isolation="process",
        submission=SubmissionFacts(id=id_, files=()),
        points=0.0,
        max_points=0.0,
    )


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """One check of a result, with texts that are safe to display."""

    number: str
    """Its position: `2.3` is the third check of the second task."""
    task_title: str
    task: str
    check: CheckResult
    """The check as it was decided; its texts are not safe to display."""
    view: CheckView
    body: str
    """The whole text below the title."""

    @property
    def title(self) -> str:
        """The title, shortened to one line."""
        return shortened(self.view.title)

    @property
    def name(self) -> str:
        """The titles of task and check."""
        return f"{shortened(self.task_title)}: {self.title}"

    @property
    def is_decided(self) -> bool:
        """Whether it has points: it waits neither for a person's mark nor for a repair of the grader."""
        undecided = {Outcome.PENDING, Outcome.JUDGE_ERROR}
        numbers = (self.check.points, self.check.max_points)
        return self.check.outcome not in undecided and all(map(math.isfinite, numbers))

    def text(self, max_length: int) -> str:
        """Return the body, cut to a length."""
        return clipped(self.body, max_length)


def check_entries(result: SubmissionResult) -> list[CheckEntry]:
    """Return the checks of a copy of a result, in order: all of them, also where a report has one line for a task."""
    entries = []
    for position, (task, shown) in enumerate(zip(result.tasks, visible_result(result).tasks, strict=True), 1):
        for number, (check, shown_check) in enumerate(zip(task.checks, shown.checks, strict=True), 1):
            view = check_of(shown_check, f"task-{position}-{number}")
            place, title = f"{position}.{number}", one_line(shown.title)
            entries.append(CheckEntry(place, title, shortened(task.id), check, view, check_body(view)))
    return entries


def summary_text(result: SubmissionResult, unfinished_reason: str = "") -> str:
    """Return the text about the submission as a whole: notes, and files that were not read completely."""
    view = view_of(result)
    files = [f"{shortened(file.name)}: {file.state}. {file.message}".rstrip() for file in view.files if file.message]
    notes = [f"{shortened(task.title)}: {note}" for task in view.tasks for note in task.notes]
    first = [unfinished_reason] if unfinished_reason else []
    return clipped("\n".join([*first, *view.notes, *files, *notes, *view.score_notes]), _MAX_SUMMARY)


def rounded_points(points: float) -> float:
    """Return points as a number that every platform reads: finite, rounded to six decimals."""
    return round(points, 6) if math.isfinite(points) else 0.0
