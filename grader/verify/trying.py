"""One check asked of one solution under one seed, through the same session and worker as a student's.

The judge's own grading goes on to say what is wrong, in words, with a smaller case and a likely reason.  Nobody reads
that here, and of a wrong solution it is most of the work; so a statement is only asked and held against its answers.
"""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from grader.checks.kinds.chain import Chain
from grader.checks.statement import Statement
from grader.judge import Session, wanted_of
from grader.judge.preparation import Fault
from grader.judge.session import Clock
from grader.results import Outcome
from grader.sandbox.exits import EndReason
from grader.verify.margins import CLEAR_SHARE, beyond, clear, used

if TYPE_CHECKING:
    from collections.abc import Generator

    from grader.checks.question import Question, Response
    from grader.checks.task import Check, Prepared, Task
    from grader.checks.verdict import Verdict
    from grader.diagnosis.explanation import Evidence
    from grader.judge import Preparation
    from grader.sandbox.factory import WorkerFactory
    from grader.submission import Submission

Said = TypeVar("Said")
BUSY = 4.0
"""How much longer than its time a check may take on the clock: processor time decides, whatever else is running."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check says of a solution under one seed."""

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


class Trial:
    """A solution in a worker."""

    def __init__(self, task: Task, submission: Submission, cell: WorkerFactory) -> None:
        """Load it; what cannot be loaded passes nothing."""
        self._task = task
        self._session = Session(submission, wanted_of([task]), cell.worker)
        self._session.spare = 0.0
        self._spent = 0.0
        self.seconds = 0.0
        """Processor time of everything that was asked."""
        self.loaded = self._session.load()

    @property
    def missing(self) -> list[str]:
        """The functions of the task that the solution does not define as it should."""
        found = self.loaded.functions if self.loaded else {}
        return [name for name in self._task.functions if name not in found or not found[name].fits]

    def close(self) -> None:
        """End the worker."""
        self._session.close()

    def ask(self, check: Check, preparation: Preparation, wall: float | None = None) -> Asked:
        """Ask one check, whatever it needs; `wall` is its time where the spec's is not meant."""
        prepared = preparation.of(self._task.id, check)
        if isinstance(prepared, Fault):
            return Asked(False, 0.0, 0, 0, 0.0, fault=prepared.text)
        if not set(self.missing).isdisjoint(check.called):
            return Asked(False, 0.0, 1, 1, 0.0)
        seconds = wall or check.plan.cpu or check.plan.wall
        clock, self._spent = Clock(BUSY * (wall or check.plan.wall), seconds), 0.0
        try:
            return self._decided(check, prepared, clock)
        except Exception:  # noqa: BLE001 - as in the judge: one check that breaks must not take the others with it
            return Asked(False, 0.0, 0, 0, self._spent, fault=traceback.format_exc(limit=-4))

    def words(self, check: Check, preparation: Preparation) -> str:
        """Return what a student would be told of a check."""
        prepared = preparation.of(self._task.id, check)
        if isinstance(prepared, Fault):
            return prepared.text
        verdict = self._drive(prepared.examine(), Clock(BUSY * check.plan.wall, check.plan.cpu or check.plan.wall))
        return f"{verdict.outcome.value}: {verdict.message}" if verdict.message else verdict.outcome.value

    def _decided(self, check: Check, prepared: Prepared, clock: Clock) -> Asked:
        if isinstance(prepared, Statement):
            return self._statement(check, prepared, clock)
        if isinstance(prepared, Chain):
            return self._chain(check, replace(prepared, known=()), clock)
        return self._said(check, self._drive(prepared.examine(), clock))

    def _chain(self, check: Check, prepared: Chain, clock: Clock) -> Asked:
        response = self._drive(prepared.observe(), clock)
        asked = self._said(check, prepared.decided(response))
        share = prepared.used(response) if asked.passed else None
        return replace(asked, share=share, certain=share is not None and share <= CLEAR_SHARE)

    def _said(self, check: Check, verdict: Verdict) -> Asked:
        """Return what a verdict says."""
        passed = verdict.outcome is Outcome.PASSED
        # Where the source is no derivation no case is to blame, and every one is.
        wrong = 0 if passed else verdict.failed_cases or verdict.cases
        points = check.points if passed else verdict.points or 0.0
        return Asked(passed, points, verdict.cases, wrong, self._spent, verdict.outcome is Outcome.TIMEOUT)

    def _statement(self, check: Check, prepared: Statement, clock: Clock) -> Asked:
        evidence = self._drive(prepared.observe(), clock)
        holds = prepared.holds(evidence)
        passed = evidence.end is None and bool(holds.all()) and not evidence.impure
        nearly = None if passed else prepared.nearly(evidence, holds)
        distinct = prepared.cases.distinct
        share = used(evidence) if passed else beyond(evidence, holds)
        return Asked(
            passed,
            check.points if passed else nearly.points if nearly else 0.0,
            distinct,
            0 if passed else max(1, int((~holds[:distinct]).sum())),
            self._spent,
            evidence.end is not None and evidence.end.reason in (EndReason.TIME, EndReason.CPU),
            share,
            passed and clear(evidence, share),
            evidence=evidence,
        )

    def _drive(self, asking: Generator[Question, Response, Said], clock: Clock) -> Said:
        """Carry questions to the worker and responses back until everything is known, and count the time."""
        try:
            question = next(asking)
            while True:
                own = clock if question.seconds is None else Clock(question.seconds, question.seconds)
                began = time.monotonic()
                response = self._session.ask(question, own)
                took = response.cpu if response.cpu is not None else time.monotonic() - began
                self._spent, self.seconds = self._spent + took, self.seconds + took
                question = asking.send(response)
        except StopIteration as stop:
            said: Said = stop.value
            return said
