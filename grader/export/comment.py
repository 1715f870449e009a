"""A few lines of HTML about a result that every platform's editor takes whole: no style, no address, words for colours.

The subset is what Moodle's and Canvas's cleaners both keep; it begins with a tag, so that no spreadsheet runs it.
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

MOST_CHECKS = 40
"""Checks that are listed, of those that do not hold; the report has them all."""


def comment_html(result: SubmissionResult) -> str:
    """Return the comment on a result for the student, as a fragment of HTML."""
    view = view_of(for_audience(result, Audience.STUDENT))
    parts = [f"<p><strong>{escape(view.score)}</strong></p>"]
    parts += [f"<p>{escape(note)}</p>" for note in (*view.score_notes, *view.notes)]
    left = MOST_CHECKS
    for task in view.tasks:
        shown = tuple(check for check in task.checks if check.is_open)[:left]
        parts += _task(task, shown)
        left -= len(shown)
    return "\n".join([*parts, "<p>The attached report shows more.</p>", ""])


def _task(task: TaskView, checks: tuple[CheckView, ...]) -> list[str]:
    hold = sum(not check.is_open for check in task.checks)
    said = f"; {counted_text(hold, 'check')} {'holds' if hold == 1 else 'hold'}" if hold else ""
    head = f"<p>{escape(shortened(task.title))}: {escape(task.points)}{said}</p>"
    lines = [
        f"<li>{escape(check.word.text)}: {escape(shortened(check.title))} ({escape(check.points)})</li>"
        for check in checks
    ]
    return [head, "<ul>", *lines, "</ul>"] if lines else [head]
