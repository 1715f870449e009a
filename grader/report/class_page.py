"""The page of a class: one file without scripts, for whoever graded it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grader.presentation.messages import counted_text, number_text, span_text
from grader.presentation.visible import one_line, shortened
from grader.records import dataclass, field
from grader.report.answer_groups import AnswerGroups
from grader.report.class_checks import ClassChecks
from grader.report.html import environment
from grader.results import FileStatus, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.report.class_checks import CheckTally
    from grader.results import HandedInFile, SubmissionFacts, SubmissionResult

MOST_SLOW = 5
SLOW = 2.0
"""Seconds below which nobody is slow."""
MOST_KILLED = 50
MOST_FILES = 3
FOR_A_PERSON = "is for the person who marks"
"""The reason of grader/intake/manifest.py for a scan or document where a person reads answers."""


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One submission in the table of the class."""

    submission: str
    page: str
    """The address of its page, relative to this one."""
    points: float | None
    """None where there is no grade: the grader failed, or there is no result."""
    max_points: float
    pending_points: float
    tasks: dict[str, float]
    remarks: tuple[str, ...]
    """Why somebody should look at it, a few words each."""
    name: str = ""
    """The student's name, where it is known."""
    seconds: float = 0.0
    """The time of all checks together."""
    killed: int = 0
    """Checks that ended by a limit or a crash."""
    facts: SubmissionFacts | None = None
    """Whose work it is and when it came; None where there is no result."""
    excused: bool = False
    """Whether the work does not count for the student."""


@dataclass(frozen=True, slots=True)
class ClassPage:
    """The content of the page."""

    rows: Sequence[ClassRow]
    tasks: Sequence[str]
    checks: ClassChecks = field(default_factory=ClassChecks)
    groups: AnswerGroups = field(default_factory=AnswerGroups)

    @property
    def graded(self) -> list[float]:
        """The points of those who have a grade, ascending."""
        return sorted(row.points for row in self.rows if row.points is not None)


def row_of(result: SubmissionResult, page: str) -> ClassRow:
    """Return the row of a result."""
    ours = result.outcomes.count(Outcome.JUDGE_ERROR)
    return ClassRow(
        submission=result.submission.id,
        page=page,
        points=None if ours else result.points,
        max_points=result.max_points,
        pending_points=result.pending_points,
        tasks={task.id: task.points for task in result.tasks},
        remarks=tuple(_remarks(result, ours)),
        name=result.submission.name,
        seconds=sum(check.seconds for task in result.tasks for check in task.checks),
        killed=result.outcomes.count(Outcome.TIMEOUT),
        facts=result.submission,
        excused=result.excused is not None,
    )


def _remarks(result: SubmissionResult, ours: int) -> list[str]:
    checks = [check for task in result.tasks for check in task.checks]
    by_hand = sum(check.by_hand is not None for check in checks)
    remarks = len(result.remarks) + sum(len(check.remarks) for check in checks)
    notes = [f"the grader failed in {counted_text(ours, 'check')}"] if ours else []
    notes += _files(result.submission)
    notes += _lateness(result.submission)
    notes += ["excused"] if result.excused is not None else []
    notes += [f"{one_line(note.name)} not read whole" for note in result.submission.reading if note.state != "whole"]
    notes += ["two files have one name"] if any(_is_displaced(row) for row in result.submission.handed_in) else []
    notes += ["a function is defined twice"] if any(task.notes for task in result.tasks) else []
    notes += [f"{counted_text(by_hand, 'check')} set by hand"] if by_hand else []
    notes += [counted_text(remarks, "comment")] if remarks else []
    return notes


def _files(facts: SubmissionFacts) -> list[str]:
    """Return what is to be seen of the files: none at all, none that can be graded, some that cannot be read."""
    if not facts.handed_in and not facts.files:
        return ["nothing handed in"]
    unread = [row for row in facts.handed_in if row.status is FileStatus.UNREADABLE or row.reason == FOR_A_PERSON]
    names = [f"{shortened(_short_name(row.file), 60)} {shortened(row.reason, 120)}" for row in unread]
    sentences = [
        *names[:MOST_FILES],
        *([f"{len(names) - MOST_FILES} more files cannot be read"] if names[MOST_FILES:] else []),
    ]
    return sentences if facts.files or sentences else ["no code handed in"]


def _is_displaced(row: HandedInFile) -> bool:
    """Whether a file did not count because another one has its name."""
    return row.status is FileStatus.IGNORED and row.reason.endswith("which counts")


def _short_name(file: str) -> str:
    """Return the last part of a path, with the folder where that part stands for all files of it."""
    folder, _, name = file.rpartition("/")
    return f"{folder.rpartition('/')[2]}/*" if name == "*" and folder else name or file


def _lateness(facts: SubmissionFacts) -> list[str]:
    late = facts.lateness
    if late is None or (not late.seconds and not late.look):
        return ["handed in late"] if facts.late else []
    if late.look:
        return [one_line(late.look)]
    off = f", {number_text(late.percent)} % off" if late.percent else ""
    return [f"handed in {span_text(late.seconds or 0)} late{off}"]


def render_class(page: ClassPage) -> str:
    """Return the page, a whole HTML document."""
    template = environment().get_template("class.html.j2")
    return template.render(
        rows=[_cells(row, page.tasks) for row in page.rows],
        tasks=[one_line(task) for task in page.tasks],
        summary=_summary(page),
        bars=_bars(page),
        checks=_by_task([tally for tally in page.checks if tally.decided]),
        groups=page.groups.largest(),
        slow=[_slow_cells(row) for row in _slowest(page.rows)],
    )


def _by_task(tallies: Sequence[CheckTally]) -> dict[str, list[dict[str, str]]]:
    """Return the cells of each check, by task in the order in which tasks come first."""
    cells: dict[str, list[dict[str, str]]] = {}
    for tally in tallies:
        cells.setdefault(one_line(tally.task), []).append(_check_cells(tally))
    return cells


def _check_cells(tally: CheckTally) -> dict[str, str]:
    separation = tally.separation
    return {
        "title": one_line(tally.title),
        "passed": f"{tally.passed} of {tally.decided}",
        "share": f"{100 * tally.passed // tally.decided} %",
        "separation": "" if separation is None else f"{round(separation, 2) + 0.0:+.2f}".replace("-", "\N{MINUS SIGN}"),
        "alarm": tally.alarm,
    }


def _slowest(rows: Sequence[ClassRow]) -> list[ClassRow]:
    """Return those whose checks took longest, and all in which a limit was reached."""
    by_time = sorted((row for row in rows if row.points is not None), key=lambda row: -row.seconds)
    long = [row for row in by_time[:MOST_SLOW] if row.seconds >= SLOW]
    return long + [row for row in by_time if row.killed and row not in long][:MOST_KILLED]


def _slow_cells(row: ClassRow) -> dict[str, str]:
    killed = f"{counted_text(row.killed, 'check')} over a limit" if row.killed else ""
    return {"name": one_line(row.submission), "page": row.page, "seconds": f"{row.seconds:.1f} s", "killed": killed}


def _cells(row: ClassRow, tasks: Sequence[str]) -> dict[str, object]:
    return {
        "name": one_line(row.submission),
        "person": one_line(row.name),
        "page": row.page,
        "points": "no grade" if row.points is None else number_text(row.points),
        "most": number_text(row.max_points),
        "pending": number_text(row.pending_points) if row.pending_points else "",
        "tasks": [number_text(row.tasks[task]) if task in row.tasks else "" for task in tasks],
        "remarks": "; ".join(row.remarks),
    }


def _summary(page: ClassPage) -> list[str]:
    graded = page.graded
    parts = [counted_text(len(page.rows), "submission")]
    if graded:
        middle = (graded[(len(graded) - 1) // 2] + graded[len(graded) // 2]) / 2
        parts.append(f"median {number_text(middle)}, from {number_text(graded[0])} to {number_text(graded[-1])} points")
    without = len(page.rows) - len(graded)
    return [*parts, f"{without} without a grade"] if without else parts


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the distribution: shares of the points, and how many have them."""

    label: str
    count: int


def _bars(page: ClassPage) -> list[Bar]:
    """Return how many have 0 to under 10 percent of the points, and so on, and how many have all of them."""
    shares = [row.points / row.max_points for row in page.rows if row.points is not None and row.max_points]
    counts = Counter(min(int(share * 10 + 1e-9), 10) for share in shares)
    labels = [f"{10 * tenth}–{10 * tenth + 10} %" for tenth in range(10)] + ["all"]
    return [Bar(label, counts[tenth]) for tenth, label in enumerate(labels)] if shares else []
