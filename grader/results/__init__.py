"""What a grading says, as data: the one thing that reports, exports and the world outside read."""

from grader.results.audience import Audience, for_audience
from grader.results.model import (
    CheckResult,
    Counterexample,
    FileNote,
    Limits,
    Outcome,
    SubmissionFacts,
    SubmissionResult,
    TaskResult,
    Visibility,
)

__all__ = [
    "Audience",
    "CheckResult",
    "Counterexample",
    "FileNote",
    "Limits",
    "Outcome",
    "SubmissionFacts",
    "SubmissionResult",
    "TaskResult",
    "Visibility",
    "for_audience",
]
