"""The profile of each test in Python: whether the reference passes it, and what it asks of objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from grader.checks.suite import TestProfile, TestRequest
from grader.judge import missing_libraries
from grader.judge.budget import Clock
from grader.submission import Submission
from grader.submission.files import gather

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.checks.question import Response
    from grader.checks.suite import TestSuite
    from grader.submission import LoadReport

REFERENCE_SECONDS = 30.0
"""Seconds that a test may take with the reference."""
REFERENCE_PATIENCE = 6.0
"""Times as long as a student's files that a reference may take to load: a busy machine is no fault of a course."""


class TestRunning(Protocol):
    """Runs tests on a submission (`grader.judge.testing.TestRunner`)."""

    def stand_before(self, request: TestRequest, clock: Clock, profiles: Mapping[str, TestProfile]) -> None:
        """Run what a hidden test of a notebook stands behind."""

    def run(self, request: TestRequest, clock: Clock, profile: TestProfile) -> Response:
        """Run a test; its profile says what is asked of the submission's own objects."""


class ProfiledSession(Protocol):
    """A submission in a worker, and how to get another one (`grader.judge.session.Session`)."""

    patience: float

    @property
    def tests(self) -> TestRunning:
        """Runs tests on it."""

    def load(self) -> LoadReport | None:
        """Load the files."""

    def sibling(self, submission: Submission) -> Self:
        """Return a session for another submission."""

    def close(self) -> None:
        """End its worker."""


def profiles_of(suite: TestSuite, student: ProfiledSession) -> dict[str, TestProfile]:
    """Return what the reference shows of each test; nothing is known where there is no reference.

    The reference runs in workers of its own, of the same origin as those of `student`.
    """
    if suite.reference is None:
        return dict.fromkeys(suite.tests, TestProfile())
    return profiles_in(student.sibling(reference_submission(suite.task, suite.reference)), suite)


def profiles_in(session: ProfiledSession, suite: TestSuite) -> dict[str, TestProfile]:
    """Return what a session that holds the reference shows of each test; end its worker."""
    # In the order of a grading: where a public test needs what only a hidden one binds, the course is at fault.
    names = sorted((name for name, test in suite.tests.items() if test.is_check), key=suite.is_hidden)
    session.patience = REFERENCE_PATIENCE
    try:
        report = session.load()
        profiles = {name: _profile(session, suite, name, Clock(REFERENCE_SECONDS, REFERENCE_SECONDS)) for name in names}
        suite.lacking = missing_libraries.of_reference(report, profiles.values())
        return profiles
    finally:
        session.close()


def reference_submission(task: str, reference: Path) -> Submission:
    """Return the reference as a submission."""
    return Submission(task, gather([reference]).files)


def _joined(shown: dict[str, dict[str, str]], more: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return the facts in both; a name that means two things is no library's, and values are those of the first run."""
    names = dict(shown.get("names", {}))
    for name, meaning in more.get("names", {}).items():
        names[name] = meaning if names.get(name, meaning) == meaning else ""
    return {"names": names, "values": more.get("values", {}) | shown.get("values", {})}


def _profile(session: ProfiledSession, suite: TestSuite, name: str, clock: Clock) -> TestProfile:
    """Run one test with the reference: with its operators open, and closed again unless they decided something."""
    request = TestRequest(suite, name)
    session.tests.stand_before(request, clock, {})
    response = session.tests.run(request, clock, TestProfile(operators=True))
    report = response.test
    if report is not None:
        suite.shown = _joined(suite.shown or {}, report.shown)
    if report is None or response.end is not None or report.outcome != "passed":
        text = (report.text if report else "") or (f"it ends by {response.end.reason.value}" if response.end else "")
        return TestProfile(f"The reference does not pass the test {name}: {text or 'it does not come to its end'}")
    return TestProfile(operators=bool(report.opened), answers=report.shown.get("answers", {}), seconds=report.seconds)
