"""What a grading says, as data: the one thing that reports, exports and the world outside read."""

from grader.results.audience import Audience, for_audience
from grader.results.model import (
    CheckResult,
    Counterexample,
    FileNote,
    Frame,
    Limits,
    Outcome,
    Picture,
    Series,
    SubmissionFacts,
    SubmissionResult,
    TaskResult,
    Visibility,
    Warned,
)

__all__ = [
    "Audience",
    "CheckResult",
    "Counterexample",
    "FileNote",
    "Frame",
    "Limits",
    "Outcome",
    "Picture",
    "Series",
    "SubmissionFacts",
    "SubmissionResult",
    "TaskResult",
    "Visibility",
    "Warned",
    "for_audience",
]
