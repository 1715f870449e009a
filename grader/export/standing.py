"""How far a grading is, as every target is given it: a result, check by check, and why it is not finished."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grader import __version__
from grader.presentation.text import check_body
from grader.presentation.view import view_of
from grader.presentation.visible import clipped, shortened
from grader.results import Audience, Outcome, SubmissionFacts, SubmissionResult, for_audience

if TYPE_CHECKING:
    from grader.presentation.view import CheckView
    from grader.results import CheckResult

_LONGEST_HEAD = 10_000


@dataclass(frozen=True, slots=True)
class Standing:
    """A grading at some moment; `result` is the teacher's copy."""

    result: SubmissionResult
    why: str = ""
    """Why it is not finished, in a sentence for everybody; empty where it is."""
    fault: str = ""
    """What whoever runs the course should know of it."""
    audience: Audience | None = None
    """Who reads it, where somebody has said so; each target knows its readers otherwise."""
    folder: str = ""
    """Where the files of the submission lie, as a repository sees it."""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def seen_by(self, usual: Audience) -> SubmissionResult:
        """Return the copy for whoever reads it, for `usual` where nobody has said who that is."""
        return for_audience(self.result, self.audience or usual)


def nothing_yet(id_: str) -> SubmissionResult:
    """Return the result of a grading of which nothing is known yet."""
    return SubmissionResult(
        grader_version=__version__,
        isolation="process",
        submission=SubmissionFacts(id=id_, files=()),
        points=0.0,
        max_points=0.0,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One check; every text of it is harmless to look at."""

    number: str
    """Its place: `2.3` is the third check of the second task."""
    group: str
    """The title of its task."""
    task: str
    check: CheckResult
    """As it was decided; its texts are not for showing."""
    view: CheckView
    body: str
    """Everything that is said below the title."""

    @property
    def title(self) -> str:
        """The title, not longer than a line."""
        return shortened(self.view.title)

    @property
    def name(self) -> str:
        """The titles of task and check."""
        return f"{shortened(self.group)}: {self.title}"

    @property
    def is_decided(self) -> bool:
        """Whether it has points: neither a person's mark nor the grader itself is waited for."""
        undecided = {Outcome.PENDING, Outcome.JUDGE_ERROR}
        numbers = (self.check.points, self.check.max_points)
        return self.check.outcome not in undecided and all(map(math.isfinite, numbers))

    def text(self, longest: int) -> str:
        """Return the body, cut."""
        return clipped(self.body, longest)


def entries(result: SubmissionResult) -> list[Entry]:
    """Return the checks of a copy of a result, in order."""
    return [
        Entry(f"{place}.{number}", seen.title, shortened(task.id), check, view, check_body(view))
        for place, (task, seen) in enumerate(zip(result.tasks, view_of(result).tasks, strict=True), 1)
        for number, (check, view) in enumerate(zip(task.checks, seen.checks, strict=True), 1)
    ]


def head(result: SubmissionResult, why: str = "") -> str:
    """Return what is said of the submission as a whole: notes, and files that were not read whole."""
    view = view_of(result)
    files = [f"{shortened(file.name)}: {file.state}. {file.message}".rstrip() for file in view.files if file.message]
    notes = [f"{shortened(task.title)}: {note}" for task in view.tasks for note in task.notes]
    return clipped("\n".join([*([why] if why else []), *view.notes, *files, *notes, *view.score_notes]), _LONGEST_HEAD)


def amount(points: float) -> float:
    """Return points as a number that every platform reads: finite, and rounded to six decimals."""
    return round(points, 6) if math.isfinite(points) else 0.0
