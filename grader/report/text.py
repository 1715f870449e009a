"""A report for a terminal: in colour where it shows any, and as plain text everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.presentation.text import render as render_plain
from grader.presentation.view import view_of
from grader.presentation.visible import inert

if TYPE_CHECKING:
    from grader.results import SubmissionResult


def render(result: SubmissionResult, *, colour: bool) -> str:
    """Return the report of `result`, made for its audience already; with `colour`, for a terminal that shows it."""
    report = view_of(result)
    if colour:
        from grader.report.terminal import render as render_for_terminal

        return inert(render_for_terminal(report))
    return inert(render_plain(report))
