"""A short HTML summary of a result that every platform displays: no styles, no links, words instead of colours.

Moodle's and Canvas's sanitizers both keep these elements.  It begins with a tag, so that no spreadsheet runs it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from grader.presentation.messages import counted_text
from grader.presentation.view import view_of
from grader.presentation.visible import shortened
from grader.results import Audience, for_audience

if TYPE_CHECKING:
    from grader.presentation.view import CheckView, TaskView
    from grader.results import SubmissionResult

MAX_CHECKS = 40
"""The number of open checks that are listed; the report lists all."""


def comment_html(result: SubmissionResult) -> str:
    """Return the comment on a result for the student, as a fragment of HTML."""
    view = view_of(for_audience(result, Audience.STUDENT))
    parts = [f"<p><strong>{escape(view.score)}</strong></p>"]
    parts += [f"<p>{escape(note)}</p>" for note in (*view.score_notes, *view.notes)]
    remaining = MAX_CHECKS
    for task in view.tasks:
        shown = tuple(check for check in task.checks if check.is_open)[:remaining]
        parts += _task(task, shown)
        remaining -= len(shown)
    return "\n".join([*parts, "<p>The attached report shows more.</p>", ""])


def _task(task: TaskView, checks: tuple[CheckView, ...]) -> list[str]:
    passed = sum(not check.is_open for check in task.checks)
    suffix = f"; {counted_text(passed, 'check')} passed" if passed else ""
    title = f"<p>{escape(shortened(task.title))}: {escape(task.points)}{suffix}</p>"
    lines = [
        f"<li>{escape(check.word.text)}: {escape(shortened(check.title))} ({escape(check.points)})</li>"
        for check in checks
    ]
    return [title, "<ul>", *lines, "</ul>"] if lines else [title]
