"""One check on one submission: asked and decided, then explained; never an exception.

The verdict stands before anything is explained.  What follows, calls for a simpler case, a picture or a traceback,
only makes it clearer to the student.
"""

from __future__ import annotations

import time
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from grader.checks.search_budget import SearchBudget
from grader.errors import WorkerStartError, fault_text
from grader.judge import standing_verdicts
from grader.judge.budget import Clock, OutOfTimeError
from grader.judge.output_capture import NO_OUTPUT, CapturedOutput, OutputRecorder
from grader.judge.preparation import PreparationFault
from grader.records import dataclass
from grader.results import Outcome, Visibility
from grader.submission.traces import frames_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from grader.checks.misconception import Misconception
    from grader.checks.question import Question, Response
    from grader.checks.statement import PreparedCheck, Statement
    from grader.checks.task import Check, Task
    from grader.checks.verdict import Explanation, Verdict
    from grader.diagnosis.diagnose import Diagnosis
    from grader.diagnosis.memory import DiagnosisMemory
    from grader.diagnosis.telling import ToldCause
    from grader.judge.preparation import Preparation
    from grader.judge.session import Session
    from grader.results import Picture, TracebackFrame
    from grader.submission import Submission

TRACE_SECONDS = 1.0
"""The time limit of a call that has raised an exception, to do so again."""
LEAST_SHARE = 10
"""Messages that one failing check gets at least for finding a simpler case, as long as there are any."""
SEARCH_SECONDS = 3.0
"""Seconds on the clock after which a search ends all the same, as where the code takes long for each answer."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Examined:
    """Everything that is to be written down about one check."""

    verdict: Verdict
    misconceptions: tuple[Misconception, ...] = ()
    """Every known misconception that explains all cases."""
    output: CapturedOutput = NO_OUTPUT
    fault: str = ""
    """Why the grader itself could not decide, for the teacher."""


def examine(task: Task, check: Check, preparation: Preparation, session: Session, submission: Submission) -> Examined:
    """Ask one check; a fault of the grader becomes `judge_error` and its text, never a zero that stands."""
    session.recorder, session.task = OutputRecorder(), task.id
    recorder = session.recorder
    began = time.monotonic()
    prepared = preparation.of(task.id, check)
    session.budget.excluded += time.monotonic() - began  # a question is prepared once, for all submissions
    if isinstance(prepared, PreparationFault):
        return Examined(standing_verdicts.judge_error(), fault=prepared.text)
    try:
        examined = _Examination(check, prepared, preparation.memory(task.id, check), session).run()
    except (WorkerStartError, OutOfTimeError):
        raise  # no fact about this check: the whole submission is tried again, or nothing more is asked of it
    except Exception as error:  # noqa: BLE001 - one check that breaks must not take the others with it
        output = recorder.captured(submission)
        return Examined(standing_verdicts.judge_error(), output=output, fault=fault_text(error))
    output = recorder.captured(submission)
    try:
        trace = _trace(examined.verdict.explanation, session, submission)
    except WorkerStartError:
        raise
    except Exception:  # noqa: BLE001 - the exception is named, without the lines that led to it
        trace = ()
    return Examined(examined.verdict, examined.misconceptions, replace(output, trace=trace) if trace else output)


def explain(
    check: Check, prepared: PreparedCheck, verdict: Verdict, memory: DiagnosisMemory, *, diagnosed: bool = True
) -> Examined:
    """Return a verdict with the reason of a failure, and the misconceptions that would explain it.

    Without the reason where it is not to be `diagnosed` from the drawn cases alone.
    """
    if verdict.evidence is None or verdict.outcome is Outcome.PASSED:
        return Examined(verdict, verdict.matching(check.misconceptions) if verdict.matching is not None else ())
    # A submission that passes does not wait for these imports.
    from grader.diagnosis.diagnose import Diagnosis, diagnose
    from grader.diagnosis.explanation import explain as explain_statement

    explanation = verdict.explanation
    if prepared.statement is not None:
        try:
            explanation = explain_statement(prepared.statement, verdict)
        except Exception:  # noqa: BLE001 - the verdict stands, whatever happens to its explanation
            return Examined(replace(verdict, explanation=_unexplained(verdict)))
    try:
        diagnosis = diagnose(check, verdict, memory) if diagnosed else Diagnosis()
    except Exception:  # noqa: BLE001 - the verdict stands, whatever happens to its explanation
        diagnosis = Diagnosis(detail=_diagnosis_fault())
    explanation = replace(
        explanation,
        diagnosis=diagnosis.otherwise,
        diagnosis_detail=diagnosis.detail,
        show_hint=explanation.show_hint and diagnosis.needs_hint,
    )
    return Examined(replace(verdict, explanation=explanation), diagnosis.misconceptions)


def explaining_misconceptions(
    check: Check, prepared: PreparedCheck, verdict: Verdict, memory: DiagnosisMemory
) -> Generator[Question, Response, tuple[Misconception, ...]]:
    """Return the misconceptions that explain a verdict, as they are found for a student, and seek no other reason."""
    from grader.diagnosis.confirmation import confirm_misconceptions

    if verdict.evidence is None or verdict.outcome is Outcome.PASSED or prepared.statement is None:
        return explain(check, prepared, verdict, memory).misconceptions
    return (yield from confirm_misconceptions(check, prepared.statement, verdict, memory))


def _diagnosis_fault() -> str:
    """Return the exception that ended a diagnosis, for the teacher."""
    return f"The diagnosis failed.\n{traceback.format_exc(limit=-4)}"


def _unexplained(verdict: Verdict) -> Explanation:
    """Return an explanation that shows no case, with the exception that ended the search for one, for the teacher."""
    text = f"This does not hold in {verdict.failed_cases} of {verdict.cases} cases."
    message = " ".join(filter(None, [verdict.explanation.message_prefix, verdict.explanation.message or text]))
    return replace(verdict.explanation, message=message, diagnosis_detail=_diagnosis_fault())


@dataclass
class _Examination:
    """One prepared check on its way through the worker."""

    check: Check
    prepared: PreparedCheck
    memory: DiagnosisMemory
    session: Session

    def run(self) -> Examined:
        plan = self.check.plan
        clock = Clock(plan.wall, plan.cpu or plan.wall)
        verdict = self.session.run(self.prepared.examine(), clock)
        diagnosed = self.prepared.statement is None  # the others are, with more cases than those that were drawn
        examined = explain(self.check, self.prepared, verdict, self.memory, diagnosed=diagnosed)
        verdict, explanation = examined.verdict, examined.verdict.explanation
        if verdict.outcome is Outcome.PASSED and explanation.shown is None:
            return examined
        if self.prepared.statement is not None and explanation.shown is not None:
            explanation = self._simplified(self.prepared.statement, explanation)
        if verdict.simplify is not None and self.session.spare > 0:
            explanation = self._searched(verdict.simplify, explanation)
        explanation = self._steps_explained(verdict, explanation)
        examined = replace(examined, verdict=replace(verdict, explanation=explanation))
        examined = self._confirmed(examined)
        explanation = examined.verdict.explanation
        picture = explanation.picture or self._picture(verdict.outcome, explanation, clock)
        return replace(examined, verdict=replace(verdict, explanation=replace(explanation, picture=picture)))

    def _steps_explained(self, verdict: Verdict, explanation: Explanation) -> Explanation:
        """Return the explanation with the statement of which steps of stories go wrong; none of a hidden check."""
        if verdict.steps is None or explanation.diagnosis or self.check.visibility is not Visibility.PUBLIC:
            return explanation
        from grader.diagnosis.story_steps import explain_steps

        try:
            return replace(explanation, diagnosis=explain_steps(verdict.steps()))
        except Exception:  # noqa: BLE001 - the verdict stands, whatever happens to its explanation
            return replace(explanation, diagnosis_detail=_diagnosis_fault())

    def _confirmed(self, examined: Examined) -> Examined:
        """Return the reason of a failure only if it holds in fresh cases and in the case that is shown."""
        verdict, statement = examined.verdict, self.prepared.statement
        if statement is None or verdict.evidence is None or verdict.outcome is Outcome.PASSED:
            return examined
        from grader.diagnosis.confirmation import confirm

        diagnosis = self._explaining(
            lambda: confirm(self.check, statement, verdict, self.memory),
            Clock(0.0, 0.0),
            lambda: self._known_mistakes(verdict),
        )
        explanation = replace(
            verdict.explanation,
            diagnosis=diagnosis.otherwise,
            diagnosis_detail=diagnosis.detail or verdict.explanation.diagnosis_detail,
            show_hint=verdict.explanation.show_hint and diagnosis.needs_hint,
        )
        verdict = replace(verdict, explanation=explanation)
        verdict = replace(verdict, explanation=self._told_apart(statement, verdict, diagnosis.cause))
        return replace(examined, verdict=verdict, misconceptions=diagnosis.misconceptions)

    def _told_apart(self, statement: Statement, verdict: Verdict, cause: ToldCause | None) -> Explanation:
        """Return the explanation on a case in which other causes than the one that is told give other answers."""
        if self.session.spare <= 0 or cause is None or verdict.evidence is None:
            return verdict.explanation
        from grader.diagnosis.shrink import shrink_telling
        from grader.diagnosis.telling import telling_cases_of

        telling = telling_cases_of(self.check, cause, verdict.evidence)
        if telling is None:
            return verdict.explanation
        return self._searched(
            lambda budget: shrink_telling(statement, verdict, telling, self.memory, budget), verdict.explanation
        )

    def _known_mistakes(self, verdict: Verdict) -> Diagnosis:
        """Return the misconceptions alone, for where the search for any other reason has broken."""
        from grader.diagnosis.diagnose import Diagnosis

        fault = _diagnosis_fault()
        seeking = explaining_misconceptions(self.check, self.prepared, verdict, self.memory)
        return Diagnosis(self._explaining(lambda: seeking, Clock(0.0, 0.0), tuple), detail=fault)

    def _simplified(self, statement: Statement, explanation: Explanation) -> Explanation:
        """Return the explanation on a simpler case, as far as the submission has time left for finding one."""
        if self.session.spare <= 0:
            return explanation
        from grader.diagnosis.shrink import shrink

        return self._searched(lambda budget: shrink(statement, explanation, self.memory, budget), explanation)

    def _searched(
        self, asking: Callable[[SearchBudget], Generator[Question, Response, Explanation]], explanation: Explanation
    ) -> Explanation:
        """Return the explanation by a simpler case; where the search for one breaks, the drawn case is shown."""
        rounds = min(self.session.spare, max(LEAST_SHARE, self.session.spare // 3))
        budget = SearchBudget(rounds, SEARCH_SECONDS)
        try:
            return self._explaining(
                lambda: asking(budget),
                Clock(0.0, 0.0),
                lambda: replace(explanation, diagnosis_detail=_diagnosis_fault()),
            )
        finally:
            # Taken from all checks together, so that many failing ones do not make a grading slow.
            self.session.spare -= rounds - budget.left

    def _explaining(
        self, asking: Callable[[], Generator[Question, Response, T]], clock: Clock, otherwise: Callable[[], T]
    ) -> T:
        """Ask what explains a verdict, or return what there is otherwise: the verdict stands, whatever happens."""
        self.session.recorder = OutputRecorder()  # what these calls print is no part of what the check asked
        try:
            return self.session.run(asking(), clock)
        except WorkerStartError:
            raise
        except Exception:  # noqa: BLE001 - a verdict without its explanation is better than none
            return otherwise()

    def _picture(self, outcome: Outcome, explanation: Explanation, clock: Clock) -> Picture | None:
        """Draw the case that is shown, where the code answers it wrongly and the check has a picture."""
        illustration, example = self.check.illustration, explanation.counterexample
        if illustration is None or outcome is not Outcome.FAILED or example is None:
            return None
        return self._explaining(lambda: illustration.draw(example), clock, lambda: None)


def _trace(explanation: Explanation, session: Session, submission: Submission) -> tuple[TracebackFrame, ...]:
    """Return where the shown call raises its exception; a call that does not raise it again has no trace.

    It is made once more, for in the bulk of all calls nobody knows yet which one is going to be shown.
    """
    if explanation.raised is not None:
        return frames_of(explanation.raised, submission)
    if explanation.retrace_question is None:
        return ()
    # What the repeated call prints was recorded when it was made for the verdict.
    session.recorder = OutputRecorder()
    seconds = min(TRACE_SECONDS, session.retrace_seconds)
    if seconds <= 0:
        return ()
    response = session.ask(explanation.retrace_question, Clock(seconds, seconds))
    session.retrace_seconds -= response.wall
    if response.programs is not None:
        return frames_of(response.programs.answers(0)[-1].facts, submission)
    return frames_of(response.groups[0].facts.get(0, {}), submission)
