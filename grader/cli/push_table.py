"""The lines that `grader push` prints: the table of a dry run, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.lms.planning import Decision, warning_texts
from grader.presentation.visible import inert, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.lms.planning import PlannedRow, PushPlan
    from grader.lms.pushing import PushReport
    from grader.lms.records import LmsAssignment

MAX_WHO = 48
_TITLES = {
    Decision.WRITE: "To be written:",
    Decision.HOLD: "Not written, look at these:",
    Decision.SKIP: "No grade yet, left alone:",
}


def head_lines(assignment: LmsAssignment) -> Iterator[str]:
    """Yield what is true of the whole assignment."""
    worth = "no maximum" if assignment.max_points is None else f"{assignment.max_points.normalize():f} points"
    yield _safe(f"{assignment.title or 'The assignment'}: {worth}")
    yield from assignment.notes


def plan_lines(plan: PushPlan) -> Iterator[str]:
    """Yield the table: who, the grade there, the new one, and why."""
    for decision, title in _TITLES.items():
        rows = plan.with_decision(decision)
        if rows:
            yield ""
            yield title
            yield from _table(rows)
    yield from _listed("Look at these before you write:", warning_texts(plan))
    yield from _listed("Unmatched:", plan.unmatched)
    counts = {decision: len(plan.with_decision(decision)) for decision in Decision}
    yield ""
    yield (
        f"{counts[Decision.WRITE]} to be written, {counts[Decision.UNCHANGED]} there already, "
        f"{counts[Decision.HOLD]} not written, {counts[Decision.SKIP]} without a grade, "
        f"{len(plan.unmatched)} unmatched, {plan.idle} handed in nothing"
    )


def report_lines(report: PushReport) -> Iterator[str]:
    """Yield what was written and what was not."""
    settled = f", {len(report.settled)} were there already" if report.settled else ""
    yield f"{len(report.written)} written{settled}, {len(report.failed)} not written"
    yield from _listed("Not written:", [f"{row.label}: {reason}" for row, reason in report.failed])


def _table(rows: Sequence[PlannedRow]) -> Iterator[str]:
    cells = [(_shortened(row.label), row.student.grade.text, _new(row), row.reason) for row in rows]
    widths = [max(len(row[column]) for row in (*cells, ("who", "now", "new", ""))) for column in range(3)]
    yield f"  {'who':{widths[0]}}  {'now':>{widths[1]}}  {'new':>{widths[2]}}  why"
    for student, old, new, reason in cells:
        yield f"  {student:{widths[0]}}  {old:>{widths[1]}}  {new:>{widths[2]}}  {_safe(reason)}"


def _new(row: PlannedRow) -> str:
    return "-" if row.decision is Decision.SKIP else row.new.text


def _listed(title: str, texts: Sequence[str]) -> Iterator[str]:
    if texts:
        yield ""
        yield title
        yield from (f"  {_safe(text)}" for text in texts)


def _shortened(text: str) -> str:
    text = _safe(text)
    return text if len(text) <= MAX_WHO else f"{text[: MAX_WHO - 3]}..."


def _safe(text: str) -> str:
    """Return a text that is safe to print: names and messages come from students and from the LMS."""
    return inert(visible(" ".join(text.split())))
