"""Stored results: copies with other decisions, and the grader's own result untouched."""

from __future__ import annotations

from grader.results.marking import Decisions
from grader.results.overrides import Overrides
from grader.store.marks import files_of
from tests.store.small_marks import HALF, RUBRICS, kept, mark


def test_a_result_is_read_once() -> None:
    """From its text."""
    stored = kept("ana")
    assert stored.result.submission.id == "ana"
    assert stored.result is stored.result


def test_other_marks_leave_the_graders_own_result() -> None:
    """Unless a new one is given with them."""
    stored = kept("ana")
    marked = stored.with_marks("text", "digest")
    assert (marked.text, marked.by_hand, marked.judged, marked.key) == ("text", "digest", stored.judged, stored.key)
    assert stored.with_marks("text", "digest", "new").judged == "new"
    assert stored.by_hand == ""


def test_decisions_are_applied_to_the_graders_own_result() -> None:
    """Those that were there before are gone."""
    version = mark("ana", HALF)
    decided = kept("ana").with_decisions(Decisions(Overrides(), {version.item: version.mark}, RUBRICS))
    proof = decided.result.tasks[0].checks[1]
    assert proof.points == 1
    assert decided.by_hand
    undone = decided.with_decisions(Decisions(Overrides(), {}, RUBRICS))
    assert undone.result.tasks[0].checks[1].points == 0
    assert files_of(undone.decided_by) == "f"
