"""A check's decision about one submission, and its explanation for the student.

A `Verdict` is complete as to the points.  Its `Explanation` is filled in by the kind itself (growth, chain), or by
`grader.diagnosis` from the evidence (expect, gradient), and never changes the verdict.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.question import Question, Response
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.checks.evidence import Evidence
    from grader.checks.misconception import Misconception
    from grader.checks.search_budget import SearchBudget
    from grader.checks.story_verdict import StepFact
    from grader.results.evidence import Counterexample, Picture
    from grader.results.outcomes import Outcome
    from grader.worker.wire.columns import Array


@dataclass(frozen=True, slots=True)
class ShownCase:
    """The drawn case that an explanation shows."""

    row: int
    failure_mode: str
    """How it fails: a simpler case is only shown in its place if it fails in the same way."""
    simpler: Mapping[str, Any] | None = None
    """The drawn inputs of the simpler case that was found and is shown in its place."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The texts, case and picture that a student gets beside the outcome."""

    message: str = ""
    counterexample: Counterexample | None = None
    repeat: str = ""
    """Lines of Python that make the calls of the counterexample."""
    diagnosis: str = ""
    """The likely reason of the failure."""
    diagnosis_detail: str = ""
    """For the teacher: what it rests on."""
    picture: Picture | None = None
    show_hint: bool = True
    """Whether the spec's hint can help: not where no answer has the form that is expected."""
    fingerprint: str = ""
    """The same for submissions that behave alike on all cases."""
    message_prefix: str = ""
    """The beginning of the message, whichever case is shown."""
    shown: ShownCase | None = None
    """The case that is shown, where it is one of those that were drawn."""
    retrace_question: Question | None = None
    """The shown call, which raises an exception, once more: the judge asks it where."""
    raised: Mapping[str, Any] | None = None
    """The exception that ended it, as the worker tells it, where nothing has to be asked again."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """One check's decision; `points` is None for all of them or none, as the outcome says."""

    outcome: Outcome
    explanation: Explanation = Explanation()
    points: float | None = None
    failed_cases: int = 0
    cases: int = 0
    notes: tuple[str, ...] = ()
    evidence: Evidence | None = None
    """The answers that the decision is based on, where it was made case by case."""
    simplify: Callable[[SearchBudget], Generator[Question, Response, Explanation]] | None = None
    """For a kind that looks for a simpler case by itself: asks within the budget, and returns what is shown then."""
    matching: Callable[[Sequence[Misconception]], tuple[Misconception, ...]] | None = None
    """For such a kind: returns the known wrong solutions that behave as the submission does."""
    steps: Callable[[], Sequence[StepFact]] | None = None
    """For stories: returns the steps that were looked at, right and wrong ones."""
    failing: Array = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """The cases of the evidence that do not hold."""


Examination = Generator[Question, Response, Verdict]
"""How a check examines one submission: it yields questions, is sent responses, and returns a verdict."""
