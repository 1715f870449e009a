"""One check asked of one solution under one seed, through the same session and worker as a student's.

The judge's own grading goes on to explain a failure, with a simpler case and a likely reason.  Nobody reads that here,
and of a wrong solution it is most of the work; so a check is only asked and decided.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.errors import fault_text
from grader.judge import Session, required_functions
from grader.judge.budget import Clock
from grader.judge.examination import explain, explaining_misconceptions
from grader.judge.preparation import PreparationFault
from grader.records import dataclass
from grader.results import Outcome
from grader.verify.margins import CLEAR_SHARE, beyond, clear, used

if TYPE_CHECKING:
    from grader.checks.evidence import Evidence
    from grader.checks.misconception import Misconception
    from grader.checks.statement import PreparedCheck, Statement
    from grader.checks.task import Check, Task
    from grader.checks.verdict import Verdict
    from grader.judge import Preparation
    from grader.sandbox.factory import WorkerFactory
    from grader.sandbox.process import Worker
    from grader.submission import Submission

BUSY = 4.0
"""The factor by which a check may exceed its time on the clock: processor time decides, whatever else is running."""
LEAST_WALL = 20.0
"""Seconds on the clock that every check has: on a busy machine a tenth of a second's work may wait long."""


@dataclass(frozen=True, slots=True)
class TrialResult:
    """The outcome of one check on one solution under one seed."""

    passed: bool
    points: float
    cases: int
    """Cases that were asked, those that are asked twice once."""
    wrong: int
    """Cases that do not hold."""
    seconds: float
    """Processor time of all calls."""
    timeout: bool = False
    share: float | None = None
    """Of a right answer: the share of the tolerance that it uses; of a wrong one: how many tolerances it is away."""
    certain: bool = False
    """Of a right answer: whether it passes whatever chance draws."""
    fault: str = ""
    """Why the check cannot be asked of anybody."""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class TriedCheck:
    """The outcome of one check, and the misconceptions that explain it."""

    outcome: Outcome
    failed_cases: int = 0
    misconceptions: tuple[Misconception, ...] = ()
    evidence: Evidence | None = None
    fault: str = ""


class Trial:
    """A solution in a worker."""

    def __init__(self, task: Task, submission: Submission, cell: WorkerFactory) -> None:
        """Load it; what cannot be loaded passes nothing."""
        self._task = task

        def start() -> Worker:
            return cell.worker(preload=task.preload)

        required, tests = required_functions([task]), task.suite is not None
        self._session = Session(submission, required, start, support=task.support, tests=tests)
        self._session.spare = 0
        self.loaded = self._session.load()

    @property
    def missing(self) -> list[str]:
        """The functions of the task that the solution does not define as it should."""
        functions = self.loaded.functions if self.loaded else {}
        return [name for name in self._task.functions if name not in functions or not functions[name].fits]

    def close(self) -> None:
        """End the worker."""
        self._session.close()

    @property
    def seconds(self) -> float:
        """Processor time of everything that was asked."""
        return self._session.spent

    def ask(self, check: Check, preparation: Preparation, cpu: float | None = None) -> TrialResult:
        """Ask one check, whatever it needs; `cpu` is its processor time where the spec's limits are not meant."""
        prepared = preparation.of(self._task.id, check)
        if isinstance(prepared, PreparationFault):
            return TrialResult(False, 0.0, 0, 0, 0.0, fault=prepared.text)
        if not set(self.missing).isdisjoint(check.called):
            return TrialResult(False, 0.0, 1, 1, 0.0)
        clock = _clock(check, cpu)
        before = self._session.spent
        try:
            verdict = self._session.run(prepared.examine(), clock)
            return _result(check, prepared, verdict, self._session.spent - before)
        except Exception as error:  # noqa: BLE001 - as in the judge: one check that breaks must not take the others with it
            seconds = self._session.spent - before
            return TrialResult(False, 0.0, 0, 0, seconds, fault=fault_text(error))

    def examine(self, check: Check, preparation: Preparation) -> TriedCheck:
        """Ask one check and return the misconceptions that a student with such answers would be told of."""
        prepared = preparation.of(self._task.id, check)
        if isinstance(prepared, PreparationFault):
            return TriedCheck(Outcome.JUDGE_ERROR, fault=prepared.text)
        if not set(self.missing).isdisjoint(check.called):
            return TriedCheck(Outcome.ERROR, fault=f"it does not define {', '.join(self.missing)} as it should")
        clock, memory = _clock(check), preparation.memory(self._task.id, check)
        try:
            verdict = self._session.run(prepared.examine(), clock)
            known = self._session.run(explaining_misconceptions(check, prepared, verdict, memory), Clock(0.0, 0.0))
        except Exception as error:  # noqa: BLE001 - one check that breaks must not take the others with it
            return TriedCheck(Outcome.JUDGE_ERROR, fault=fault_text(error))
        return TriedCheck(verdict.outcome, verdict.failed_cases or 0, known, verdict.evidence)

    def message(self, check: Check, preparation: Preparation) -> str:
        """Return what a student would be told of a check."""
        prepared = preparation.of(self._task.id, check)
        if isinstance(prepared, PreparationFault):
            return prepared.text
        clock = _clock(check)
        verdict = self._session.run(prepared.examine(), clock)
        explained = explain(check, prepared, verdict, preparation.memory(self._task.id, check)).verdict
        text = explained.explanation.message
        return f"{verdict.outcome.value}: {text}" if text else verdict.outcome.value


def _clock(check: Check, cpu: float | None = None) -> Clock:
    """Return the time of a check; `cpu` is its processor time where the spec's limits are not meant."""
    return Clock(max(BUSY * (cpu or check.plan.wall), LEAST_WALL), cpu or check.plan.cpu or check.plan.wall)


def _result(check: Check, prepared: PreparedCheck, verdict: Verdict, seconds: float) -> TrialResult:
    passed = verdict.outcome is Outcome.PASSED
    result = TrialResult(
        passed,
        check.points if passed else verdict.points or 0.0,
        verdict.cases,
        # Where the source is no derivation no case is to blame, and every one is.
        0 if passed else verdict.failed_cases or verdict.cases,
        seconds,
        verdict.outcome is Outcome.TIMEOUT,
    )
    if prepared.statement is not None and verdict.evidence is not None:
        return _measured(result, prepared.statement, verdict.evidence)
    share = prepared.tolerance_used(verdict) if passed else None
    return replace(result, share=share, certain=share is not None and share <= CLEAR_SHARE)


def _measured(result: TrialResult, statement: Statement, evidence: Evidence) -> TrialResult:
    """Add how near the answers come to where the statement changes its mind, in tolerances."""
    if result.passed:
        share = used(statement, evidence)
        return replace(result, share=share, certain=clear(statement, evidence, share), evidence=evidence)
    holds = statement.holds(evidence)
    wrong = max(1, int((~holds[: evidence.cases.distinct]).sum()))
    return replace(result, wrong=wrong, share=beyond(statement, evidence, holds), evidence=evidence)
