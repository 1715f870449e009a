"""A result as it is kept, and an older one with when and why it was replaced."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from grader.results import SubmissionResult


@dataclass(frozen=True)
class Kept:
    """The newest result of one submission."""

    submission: str
    text: str
    """The result as JSON, what was set by hand included."""
    judged: str
    """The result as the grader gave it."""
    by_hand: str
    """The digest of what was set by hand; empty for nothing."""
    key: str
    """The hash of everything that decided it; empty where the grader failed, so that it is tried again."""
    decided_by: str
    graded_at: str

    @cached_property
    def result(self) -> SubmissionResult:
        """The result."""
        return SubmissionResult.model_validate_json(self.text)

    def marked(self, text: str, by_hand: str, judged: str = "") -> Kept:
        """Return the same with other things set by hand, and perhaps with other facts about the student."""
        return replace(self, text=text, by_hand=by_hand, judged=judged or self.judged)


@dataclass(frozen=True)
class Earlier(Kept):
    """One that was replaced."""

    replaced_at: str
    why: str
