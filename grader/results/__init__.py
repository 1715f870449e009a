"""What a grading says, as data: the one thing that reports, exports and the world outside read."""

from grader.results.audience import Audience, for_audience
from grader.results.model import (
    ByHand,
    CheckResult,
    Counterexample,
    FileNote,
    Frame,
    Limits,
    Outcome,
    Picture,
    Remark,
    Series,
    SubmissionFacts,
    SubmissionResult,
    TaskResult,
    Visibility,
    Warned,
)

__all__ = [
    "Audience",
    "ByHand",
    "CheckResult",
    "Counterexample",
    "FileNote",
    "Frame",
    "Limits",
    "Outcome",
    "Picture",
    "Remark",
    "Series",
    "SubmissionFacts",
    "SubmissionResult",
    "TaskResult",
    "Visibility",
    "Warned",
    "for_audience",
]
