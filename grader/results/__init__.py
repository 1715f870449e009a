"""The published data of a grading, which reports, exports and other programs read."""

from grader.results.audience import Audience, for_audience
from grader.results.by_hand import AwardedItem, ByHand, Excused, ManualMark, Remark
from grader.results.evidence import Counterexample, Limits, Picture, Series, TracebackFrame, Warned
from grader.results.hand_in_facts import FileNote, FileStatus, HandedInFile, Lateness, Member, SubmissionFacts
from grader.results.model import CheckResult, SubmissionResult, TaskResult
from grader.results.outcomes import Outcome, Visibility
from grader.results.rubric import Rubric, RubricItem

__all__ = [
    "Audience",
    "AwardedItem",
    "ByHand",
    "CheckResult",
    "Counterexample",
    "Excused",
    "FileNote",
    "FileStatus",
    "HandedInFile",
    "Lateness",
    "Limits",
    "ManualMark",
    "Member",
    "Outcome",
    "Picture",
    "Remark",
    "Rubric",
    "RubricItem",
    "Series",
    "SubmissionFacts",
    "SubmissionResult",
    "TaskResult",
    "TracebackFrame",
    "Visibility",
    "Warned",
    "for_audience",
]
