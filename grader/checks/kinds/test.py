"""The kind `test`: a test in Python, run in a process of its own, with the student's code in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from grader.checks import messages
from grader.checks.kind import CheckSpec
from grader.checks.question import Question
from grader.checks.spec import Sentence
from grader.checks.suite import TestRequest
from grader.checks.verdict import Explanation, Verdict
from grader.expressions.parsing import nearest
from grader.records import dataclass
from grader.results.outcomes import Outcome
from grader.sandbox.exits import EndReason

if TYPE_CHECKING:
    from grader.checks.compiler import CheckCompiler
    from grader.checks.plan import CheckPlan
    from grader.checks.question import Response
    from grader.checks.suite import TestReport
    from grader.checks.verdict import Examination


class TestSpec(CheckSpec):
    """A test in Python."""

    key: ClassVar[str] = "test"
    case_noun: ClassVar[str] = "case"
    whole_module: ClassVar[bool] = True

    test: Sentence
    """The name of the test in `reference/tests/`: `test_name`, or `TestClass::test_name`."""

    @property
    def python_test(self) -> str:
        """The test."""
        return self.test

    def compile(self, compiler: CheckCompiler) -> None:
        """Look for the test."""
        names = compiler.suite.tests if compiler.suite is not None else {}
        if self.test not in names:
            compiler.note(("test",), [f"there is no test `{self.test}` in reference/tests/{nearest(self.test, names)}"])

    def prepare(self, plan: CheckPlan, seed: int) -> PreparedTest:  # noqa: ARG002 - a test draws what it likes
        """Prepare the one question."""
        assert plan.suite is not None  # noqa: S101 - the compiler has looked
        return PreparedTest(TestRequest(plan.suite, self.test, plan.time_by_default), self.points, plan.wall)

    @classmethod
    def pass_text(cls, cases: int) -> str:
        """Return what a pass says."""
        return "The test passes." if cases <= 1 else f"Passed in {cases} cases."


@dataclass(frozen=True)
class PreparedTest:
    """A test that is ready to be run on any submission."""

    request: TestRequest
    points: float
    wall: float
    statement: None = None
    kept: None = None

    def tolerance_used(self, verdict: Verdict) -> None:
        """Return None: what a test compares is its own affair."""

    def examine(self) -> Examination:
        """Run it, and decide."""
        response = yield Question.of_test(self.request)
        report = response.test
        assert report is not None  # noqa: S101 - that is what was asked for
        if report.outcome == "passed":
            return self._passed(report)
        outcome, message = self._failure(report, response)
        explanation = Explanation(message, repeat=report.calls, raised=report.student)
        earned = self._earned(report)
        return Verdict(outcome, explanation, earned or None, max(1, report.cases - report.passed), max(1, report.cases))

    def _passed(self, report: TestReport) -> Verdict:
        if report.score is not None and report.score < 1:
            earned = self._earned(report)
            text = f"The test gives {earned:g} of {self.points:g} points."
            return Verdict(Outcome.FAILED, Explanation(text, repeat=report.calls), earned, 1, report.cases)
        return Verdict(Outcome.PASSED, cases=report.cases)

    def _earned(self, report: TestReport) -> float:
        """Return the share of the points for the cases of a test that hold."""
        share = report.share if report.score is None else report.score
        if share is not None:
            return self.points * min(1.0, max(0.0, share))
        return self.points * report.passed / report.cases if report.cases > 1 else 0.0

    def _failure(self, report: TestReport, response: Response) -> tuple[Outcome, str]:
        if response.end is not None:
            timeout = response.end.reason in (EndReason.TIME, EndReason.CPU)
            return Outcome.TIMEOUT if timeout else Outcome.ERROR, messages.test_ended(
                response.end, self.request.seconds(self.wall)
            )
        if report.outcome == "gone":
            return Outcome.FAILED, messages.test_crashed()
        if report.student is not None:
            return Outcome.ERROR, messages.test_raised(report.student)
        return Outcome.FAILED, messages.test_failed(report)
