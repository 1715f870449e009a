"""A stored result, and a superseded one with date and reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from grader.results import SubmissionResult


@dataclass(frozen=True)
class StoredResult:
    """The newest result of one submission."""

    submission: str
    text: str
    """The result as JSON, including points and comments by hand."""
    judged: str
    """The grader's own result as JSON."""
    by_hand: str
    """The digest of points and comments by hand; empty if there are none."""
    key: str
    """The hash of everything that decides it; empty after a grader error, so that it is graded again."""
    decided_by: str
    graded_at: str

    @cached_property
    def result(self) -> SubmissionResult:
        """The result."""
        return SubmissionResult.model_validate_json(self.text)

    def with_marks(self, text: str, by_hand: str, judged: str = "") -> StoredResult:
        """Return a copy with other points or comments by hand, and perhaps with other facts about the student."""
        return replace(self, text=text, by_hand=by_hand, judged=judged or self.judged)


@dataclass(frozen=True)
class SupersededResult(StoredResult):
    """A result that was replaced."""

    replaced_at: str
    why: str
