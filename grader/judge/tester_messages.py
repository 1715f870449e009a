"""The messages between the judge and a tester: what is to be collected, and how a test went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.checks.suite import TestReport
from grader.presentation.visible import visible
from grader.submission.traces import text_of

if TYPE_CHECKING:
    from grader.checks.suite import TestSuite
    from grader.submission import Submission


def begin_message(suite: TestSuite, submission: Submission) -> dict[str, Any]:
    """Return what a tester is told to collect, for one submission."""
    return {
        "op": "begin",
        "files": [str(file.resolve()) for file in suite.files],
        "folder": str(suite.folder.resolve()),
        "form": suite.form,
        "modules": list(suite.student_modules),
        "support": [str(folder.resolve()) for folder in suite.support],
        "support_files": list(suite.support_files),
        "random": suite.random,
        "shown": suite.shown,
        "recording": not suite.profiles,
        "answers": _all_answers(suite),
        "shared": suite.shared,
        "sources": {file.name: "\n".join(text_of(submission, file.name)) for file in submission.files},
    }


def _all_answers(suite: TestSuite) -> dict[str, str] | None:
    """Return the kinds of all answers of the reference, for what is called while tests are collected."""
    kinds: dict[str, set[str]] = {}
    for profile in suite.profiles.values():
        for place, names in (profile.answers or {}).items():
            kinds.setdefault(place, set()).update(names.split())
    return {place: " ".join(sorted(names)) for place, names in kinds.items()} or None


def report_of(reply: dict[str, Any], seconds: float) -> TestReport:
    """Return the report on a test from what its tester says."""
    return TestReport(
        outcome=reply["outcome"],
        text=visible(reply.get("text", "")),  # an assertion shows a student's values as they are
        assertion=reply.get("assertion", False),
        student=reply.get("student"),
        calls=reply.get("calls", ""),
        passed=reply.get("passed", 0),
        share=reply.get("share"),
        cases=reply.get("cases", 1),
        score=reply.get("score"),
        opened=tuple(reply.get("opened", ())),
        case=reply.get("case", ""),
        shown=reply.get("shown", {}),
        seconds=seconds,
    )
