"""Tests in Python on one submission: a tester process for each, which speaks with the worker; the judge watches both.

The reference meets its own tests first, once for all submissions, in workers of its own: what it shows of each is the
test's profile (docs/design/tests.md).
"""

from __future__ import annotations

import contextlib
import time
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Protocol, Self

from grader.checks.question import Response
from grader.checks.suite import TestProfile, TestReport, TestRequest
from grader.errors import JudgeError, TestFaultError
from grader.judge.budget import Clock, OutOfTimeError
from grader.judge.reference_profiles import profiles_of, reference_submission
from grader.judge.tester_messages import begin_message, report_of
from grader.records import dataclass
from grader.sandbox.exits import EndReason, WorkerExit
from grader.sandbox.link import is_portable
from grader.sandbox.tester_process import WarmTester, shared_tester_process, start_tester

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.checks.suite import TestSuite
    from grader.judge.budget import GradingBudget
    from grader.sandbox.process import Worker
    from grader.sandbox.tester_process import Tester
    from grader.submission import LoadReport, Submission

COLLECT_SECONDS = 30.0
"""Seconds for collecting the tests of a task: their imports, and what stands outside of functions."""
WARM_FROM = 2
"""The submission from which on a class is worth a process that has collected its tests once for all."""
GRACE_SECONDS = 2.0
"""Seconds that a tester has to report after its worker has ended."""


class TestedSession(Protocol):
    """A submission in a worker (`grader.judge.session.Session`)."""

    submission: Submission
    end: WorkerExit | None
    spent: float
    budget: GradingBudget
    patience: float

    @property
    def tests(self) -> TestRunner:
        """Runs tests on it."""

    def load(self) -> LoadReport | None:
        """Load the files."""

    def fresh_worker(self) -> Worker | None:
        """Return a worker that has loaded the submission and was asked nothing yet; None where it cannot be loaded."""

    def sibling(self, submission: Submission) -> Self:
        """Return a session for another submission."""

    def close(self) -> None:
        """End its worker."""


@dataclass
class TesterRun:
    """A tester and the worker that it speaks with."""

    tester: Tester
    worker: Worker
    suite: TestSuite
    stays: bool = False
    """Whether the tester goes on after a test, though each one meets a worker of its own."""
    used: bool = False
    """Whether a test has run with this worker."""
    error: str = ""
    """The mistakes that pytest met while it collected the tests."""

    def close(self) -> None:
        """End the tester, and speak with the worker again."""
        self.tester.close()
        self.worker.take_back()


class TestRunner:
    """The tests of one session."""

    def __init__(self, session: TestedSession) -> None:
        self._session = session
        self._run: TesterRun | None = None
        """The run that goes on from test to test, where state is shared."""
        self._replayed: dict[TestSuite, set[str]] = {}
        """The tests of a notebook that have run since its hidden ones began."""
        self._took: dict[TestRequest, float] = {}
        """Seconds that each test took when it ran first."""
        self._ending: set[TestRequest] = set()
        """Tests in which the worker or the tester has ended, as in one that hangs: those are not run once more."""

    def ask(self, request: TestRequest, clock: Clock) -> Response:
        """Run a test.  Raises TestFaultError where the course is at fault."""
        suite, budget = request.suite, self._session.budget
        if not suite.profiles:
            began = time.monotonic()
            suite.profiles.update(profiles_of(suite, self._session))
            budget.excluded += time.monotonic() - began  # once, for all submissions
        profile = suite.profiles[request.name]
        seconds = request.seconds(clock.wall)
        budget.allow(seconds - clock.wall)
        clock.wall, clock.cpu = seconds, request.seconds(clock.cpu)
        self.stand_before(request, clock, suite.profiles)
        if profile.fault:
            if suite.shared:  # later tests may need what it binds before it fails
                self.run(request, clock, profile)
            raise TestFaultError(profile.fault)
        return self.run(request, clock, profile)

    def stand_before(self, request: TestRequest, clock: Clock, profiles: Mapping[str, TestProfile]) -> None:
        """Begin a notebook anew with its first hidden test, and run before each the tests that stand before it.

        Public tests have run before, so that nothing of a hidden one is known to the student's code meanwhile.  Since
        then the notebook stands at its end, where a later cell may have changed what a hidden test asks for.

        These may take as long as when they ran first; what they take beyond is taken from the time of the hidden test.
        Raises OutOfTimeError when the time of the whole grading is over meanwhile.
        """
        suite = request.suite
        if suite.form != "notebook" or not suite.shared or not suite.is_hidden(request.name):
            return
        if suite not in self._replayed:
            self._close_run()
            self._replayed[suite] = set()
        spent, allowance, replay = self._session.spent, GRACE_SECONDS, 0.0
        for name in takewhile(lambda name: name != request.name, suite.tests):
            before = TestRequest(suite, name)
            if not suite.tests[name].is_check or name in self._replayed[suite] or before in self._ending:
                continue
            if self._session.budget.exhausted:
                raise OutOfTimeError
            self._replayed[suite].add(name)
            first = self._took.get(before, clock.wall)  # of one that another has blocked nothing is known
            allowance += first
            limit = max(clock.wall, first + GRACE_SECONDS)  # it may have more time than the hidden one
            limit = min(limit, clock.wall + allowance - replay, self._session.budget.left)
            response = self.run(before, Clock(limit, clock.cpu), profiles.get(name, TestProfile(operators=True)))
            replay += response.wall
        if self._session.budget.exhausted:
            raise OutOfTimeError
        self._replayed[suite].add(request.name)
        # It costs the hidden test nothing that they run again, only that they take longer than they did.
        beyond = max(replay - allowance, 0.0)
        self._session.spent = spent + beyond
        clock.wall -= beyond

    def run(self, request: TestRequest, clock: Clock, profile: TestProfile) -> Response:
        """Run a test; its profile says what is asked of the student's own objects."""
        run = self._begin(request.suite)
        if isinstance(run, WorkerExit):
            return Response((), run, test=TestReport("gone"))
        began = time.monotonic()
        message = {"op": "run", "test": request.name, "same_worker": not run.used}
        message |= {"operators": profile.operators, "answers": profile.answers}
        reply = self._exchange(run, message, clock)
        run.used = True
        seconds = time.monotonic() - began
        clock.wall -= seconds
        end = run.worker.end
        if reply is not None and end is None and (reply["gone"] or reply["forged"]):
            end = run.worker.lost(forged=reply["forged"])
        if reply is None or end is not None:
            self._ending.add(request)
            if request.suite in self._replayed:  # the next process has nothing of what they have bound
                self._replayed[request.suite].clear()
        if reply is None or not (run.stays or (request.suite.shared and end is None)):
            self._close_run()
        elif run.stays:
            run.worker.take_back()
        if reply is not None and reply["outcome"] == "uncollected":
            return Response((), end, wall=seconds, test=TestReport("failed", run.error))
        report = report_of(reply, seconds) if reply is not None else TestReport("gone", seconds=seconds)
        self._session.spent += seconds
        self._took.setdefault(request, seconds)
        return Response((), end, wall=seconds, test=report)

    def _begin(self, suite: TestSuite) -> TesterRun | WorkerExit:
        """Return a tester that has collected the tests, with a freshly loaded worker unless state is shared."""
        run = self._run if self._run is not None and self._run.suite is suite else None
        if run is not None and not run.stays and run.worker.end is None:
            return run
        if run is None or not run.stays:
            self._close_run()
        worker = self._session.fresh_worker()
        if worker is None:
            return self._session.end or WorkerExit(EndReason.RELOADS)
        if run is not None and run.stays:
            run.worker = worker
            return run
        return self._forked(suite, worker) or self._collect(suite, worker)

    def _forked(self, suite: TestSuite, worker: Worker) -> TesterRun | WorkerExit | None:
        """Return a fork of the process that has collected the tests with the reference; None where there is none.

        Where it cannot stand in for a tester that collects them with this submission, return one that does.
        """
        warm = self._warm(suite)
        tester = warm.fork(begin_message(suite, self._session.submission), worker) if warm is not None else None
        if tester is None:
            return None
        self._run = run = TesterRun(tester, worker, suite)
        reply = self._wait(run, COLLECT_SECONDS, COLLECT_SECONDS)
        if reply is not None and reply.get("stale") and worker.end is None:
            self._close_run()
            fresh = self._session.fresh_worker()
            return self._collect(suite, fresh) if fresh is not None else self._session.end
        return self._take(run, reply)

    def _warm(self, suite: TestSuite) -> WarmTester | None:
        """Return the process that has collected the tests with the reference; it starts at the second submission."""
        if is_portable() or suite.reference is None or suite.form != "pytest" or not suite.profiles:
            return None
        warm = shared_tester_process().warm
        if suite not in warm.testers:
            warm.met[suite] = met = warm.met.get(suite, 0) + 1
            if met < WARM_FROM:
                return None
            warm.keep(suite, None)
            began = time.monotonic()
            with contextlib.suppress(EOFError, JudgeError):
                warm.keep(suite, self._collect_with_reference(suite))
            self._session.budget.excluded += time.monotonic() - began  # once, for all submissions that follow
        tester = warm.testers[suite]
        return tester if tester is not None and tester.alive else None

    def _collect_with_reference(self, suite: TestSuite) -> WarmTester | None:
        """Return a process that has collected the tests with the reference and can be forked; else None."""
        assert suite.reference is not None  # noqa: S101 - looked at before
        session = self._session.sibling(reference_submission(suite.task, suite.reference))
        try:
            session.load()
            worker = session.fresh_worker()
            if worker is None:
                return None
            tester = shared_tester_process().fork([str(file.resolve()) for file in suite.files], forks=True)
            is_warm = False
            try:
                tester.send(begin_message(suite, session.submission) | {"warm": True}, worker)
                reply = self._wait(TesterRun(tester, worker, suite), COLLECT_SECONDS, COLLECT_SECONDS)
                worker.take_back()
                is_warm = reply is not None and bool(reply.get("warm")) and not reply["gone"]
            finally:
                if not is_warm:
                    tester.close()
            return WarmTester(tester) if is_warm else None
        finally:
            session.close()

    def _collect(self, suite: TestSuite, worker: Worker) -> TesterRun | WorkerExit:
        """Return a new tester that has collected the tests.  Raises TestFaultError."""
        self._run = run = TesterRun(self._begun_tester(suite, worker), worker, suite)
        return self._take(run, self._wait(run, COLLECT_SECONDS, COLLECT_SECONDS))

    def _begun_tester(self, suite: TestSuite, worker: Worker) -> Tester:
        """Return a new tester that was told what to collect; one that has ended before that is replaced once."""
        files, request = [str(file.resolve()) for file in suite.files], begin_message(suite, self._session.submission)
        tester = start_tester(files)
        try:
            tester.send(request, worker)
        except EOFError:
            tester.close()
            tester = start_tester(files)
            tester.send(request, worker)
        return tester

    def _take(self, run: TesterRun, reply: dict[str, Any] | None) -> TesterRun | WorkerExit:
        """Return a tester that has replied that it has collected the tests.  Raises TestFaultError."""
        suite, worker = run.suite, run.worker
        if reply is None or worker.end is not None or reply["gone"] or reply["forged"]:
            end = worker.end or worker.lost(forged=bool(reply and reply["forged"]))
            self._close_run()
            return end
        if fault := reply.get("fault"):
            self._close_run()
            raise TestFaultError(f"The tests of {suite.task} do not run: {fault}")
        run.error, run.stays = reply["error"], bool(reply.get("stays")) and not suite.shared
        return run

    def _exchange(self, run: TesterRun, message: dict[str, Any], clock: Clock) -> dict[str, Any] | None:
        try:
            run.tester.send(message, run.worker if run.stays else None)
        except EOFError:
            return None
        return self._wait(run, max(clock.wall, 0.0), max(clock.cpu, 0.0))

    def _wait(self, run: TesterRun, seconds: float, cpu: float) -> dict[str, Any] | None:
        """Return the next message of a tester; None where it does not come in time."""
        run.worker.attend(run.tester.ready, seconds=seconds, cpu=cpu)
        try:
            return run.tester.receive() if run.tester.ready(GRACE_SECONDS) else None
        except EOFError:
            return None

    def _close_run(self) -> None:
        if self._run is not None:
            run, self._run = self._run, None
            run.close()

    def close(self) -> None:
        """End the tester."""
        with contextlib.suppress(EOFError, JudgeError):
            self._close_run()
