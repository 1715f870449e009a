"""Progress of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.records import dataclass, field

if TYPE_CHECKING:
    from grader.batch.job import JobResult


@dataclass
class Progress:
    """Counts, and the submissions that somebody must look at."""

    total: int
    graded: int = 0
    cached: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    """Why there is no result, by submission."""
    judge_errors: dict[str, int] = field(default_factory=dict)
    """Checks that the grader could not decide, by submission."""
    notes: tuple[str, ...] = ()
    """How the download was read, and everything that somebody should know about it."""

    @property
    def finished(self) -> int:
        """Submissions with a result, or with a reason why there is none."""
        return self.graded + self.cached + len(self.failures)

    def take(self, done: JobResult) -> None:
        """Count one submission."""
        if done.failure:
            self.failures[done.id] = done.failure
        elif done.known:
            self.cached += 1
        else:
            self.graded += 1
        if done.judge_errors:
            self.judge_errors[done.id] = done.judge_errors
