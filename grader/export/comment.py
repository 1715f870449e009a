"""A short summary of a result that every platform displays: HTML without styles and links, or plain text.

Moodle's and Canvas's sanitizers both keep these elements.  The HTML begins with a tag, so that no spreadsheet runs it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from grader.presentation.messages import counted_text
from grader.presentation.view import view_of
from grader.presentation.visible import shortened
from grader.records import dataclass
from grader.results import Audience, for_audience

if TYPE_CHECKING:
    from grader.presentation.view import CheckView, TaskView
    from grader.results import SubmissionResult

ATTACHED = "The attached report shows more."
MAX_CHECKS = 40
"""The number of open checks that are listed; the report lists all."""


@dataclass(frozen=True, slots=True)
class _Section:
    """A task: one line about it, and one for each open check."""

    title: str
    checks: tuple[str, ...]


def comment_html(result: SubmissionResult, *, attached: bool = True) -> str:
    """Return the comment on a result for the student, as a fragment of HTML; `attached` says that a report is."""
    score, notes, sections = _content(result)
    parts = [f"<p><strong>{escape(score)}</strong></p>", *(f"<p>{escape(note)}</p>" for note in notes)]
    for section in sections:
        parts.append(f"<p>{escape(section.title)}</p>")
        if section.checks:
            parts += ["<ul>", *(f"<li>{escape(check)}</li>" for check in section.checks), "</ul>"]
    return "\n".join([*parts, *([f"<p>{ATTACHED}</p>"] if attached else []), ""])


def comment_text(result: SubmissionResult, *, attached: bool = True) -> str:
    """Return the same as plain text, for platforms that show comments as they are."""
    score, notes, sections = _content(result)
    parts = ["\n".join([score, *notes])]
    parts += ["\n".join([section.title, *(f"- {check}" for check in section.checks)]) for section in sections]
    return "\n\n".join([*parts, *([ATTACHED] if attached else [])]) + "\n"


def _content(result: SubmissionResult) -> tuple[str, tuple[str, ...], list[_Section]]:
    view = view_of(for_audience(result, Audience.STUDENT))
    remaining, sections = MAX_CHECKS, []
    for task in view.tasks:
        checks = tuple(check for check in task.checks if check.is_open)[:remaining]
        remaining -= len(checks)
        sections.append(_Section(_title(task), tuple(map(_line, checks))))
    return view.score, (*view.score_notes, *view.notes), sections


def _title(task: TaskView) -> str:
    passed = sum(not check.is_open for check in task.checks)
    suffix = f"; {counted_text(passed, 'check')} passed" if passed else ""
    return f"{shortened(task.title)}: {task.points}{suffix}"


def _line(check: CheckView) -> str:
    return f"{_ended(check)}{_marked(check)}"


def _ended(check: CheckView) -> str:
    return f"{check.word.text}: {shortened(check.title)} ({check.points})"


def _marked(check: CheckView) -> str:
    """Return how a person marked a check: the items with their points, and the comment."""
    if check.mark is None:
        return ""
    rows = [f"{row.points} {shortened(row.text)}" for row in check.mark.rows]
    comment = [shortened(check.mark.comment, 1000)] if check.mark.comment else []
    return "".join(f"; {part}" for part in (*rows, *comment))
