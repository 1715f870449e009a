"""A stored result, and a superseded one with date and reason."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from grader.records import dataclass
from grader.results import SubmissionResult
from grader.store.marks import files_of

if TYPE_CHECKING:
    from grader.results.marking import Decisions


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

    def with_decisions(self, decisions: Decisions) -> StoredResult:
        """Return the same with these decisions of people in place of those that it has."""
        judged = SubmissionResult.model_validate_json(self.judged)
        return self.with_marks(decisions.apply(judged, files_of(self.decided_by)).model_dump_json(), decisions.digest)


@dataclass(frozen=True)
class SupersededResult(StoredResult):
    """A result that was replaced."""

    replaced_at: str
    why: str
