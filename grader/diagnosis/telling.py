"""The case that is shown beside a told cause: one in which other likely causes give another answer.

The smallest failing case fits most causes: that one score alone gives -1 in place of 1 may come of a sign, or of
2 subtracted, or of a wrong constant.  A cause is seen only where these part.
"""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.explaining_limits import ExplainingSteps, OverLimitError, explaining_limits
from grader.diagnosis.candidates import weight
from grader.diagnosis.misconceptions import BROKEN, caught_by_check, observed, output_of
from grader.diagnosis.mutation.models import models_of
from grader.diagnosis.slips.call import Sample, answer_after, is_alike
from grader.diagnosis.slips.input_changes import INPUT_SLIPS
from grader.diagnosis.slips.simple_changes import RESHAPING, SIMPLE
from grader.diagnosis.slips.values import VALUE_SLIPS
from grader.expressions.column_operations import own_copy
from grader.expressions.nodes import students
from grader.records import dataclass, field
from grader.values.columns import plain_row
from grader.values.kinds import is_number
from grader.worker.wire.tables import SeriesValue, TableValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.checks.evidence import Evidence
    from grader.checks.task import Check
    from grader.diagnosis.slips.input_changes import InputSlip
    from grader.expressions.nodes import StudentCall
    from grader.worker.wire.columns import Array

    Answering = Callable[[Sample], Any]

STEPS = 150_000
"""The steps of all causes in all cases that are looked at for one submission."""
CALL_STEPS = 20_000
"""The steps of one cause in one case."""
TABLE_STEPS = 100
"""The steps to make a table."""
LOOKED_AT = 30
"""Failing cases among which one is sought that tells the cause from others."""
NUMBERS: tuple[Callable[[Array], Any], ...] = (
    lambda expected: expected + 1,
    lambda expected: expected - 1,
    lambda expected: 2 * expected,
    lambda expected: expected / 2,
)
"""Numbers that one may take an answer for, besides those of the simple slips."""


@dataclass(frozen=True, eq=False)
class ToldCause:
    """A cause of which a student is told: the call that it is about, and what it answers there."""

    call: StudentCall
    answer: Answering


@dataclass(eq=False)
class TellingCases:
    """Judges whether a case tells a cause from its rivals: other likely causes, which explain some cases alone.

    A search looks at those rivals alone that have fitted the case it began with; `review` looks at all, at its end.
    """

    cause: ToldCause
    rivals: list[Answering]
    live: list[Answering] = field(default_factory=list)
    """The rivals that have given the student's answer in a reviewed case."""
    left: ExplainingSteps = field(default_factory=lambda: ExplainingSteps(CALL_STEPS))

    def review(self, evidence: Evidence, row: int, others: Sequence[int], drawn: Evidence) -> bool:
        """Add the rivals that give the student's answer in a case; return whether there are any.

        One that does so in all of the failing cases `others` of `drawn` as well is the cause in other words, and none.
        """
        sample = sample_of(evidence, self.cause.call, row)
        if sample is None or self.left.used > STEPS or not self._fitting([self.cause.answer], sample, 1):
            return False
        fitting = self._fitting(self.rivals, sample, len(self.rivals))
        equal = fitting
        for other in others:
            failing = sample_of(drawn, self.cause.call, other) if equal else None
            equal = self._fitting(equal, failing, len(equal)) if failing is not None else equal
        self.live += [rival for rival in fitting if rival not in equal]
        self.rivals = [rival for rival in self.rivals if rival not in fitting]
        return len(fitting) > len(equal)

    def count(self, evidence: Evidence, row: int, limit: int | None = None) -> int:
        """Return how many live rivals give the student's answer in a case, or `limit` + 1 where more than `limit` do.

        Those that do come first from now on: they are likely to do so in the next case as well.  A case in which the
        cause itself gives another answer fits as many as there are, and more.
        """
        sample, limit = sample_of(evidence, self.cause.call, row), len(self.live) if limit is None else limit
        if sample is None or self.left.used > STEPS or not self._fitting([self.cause.answer], sample, 1):
            return len(self.live) + 1
        fitting = self._fitting(self.live, sample, limit + 1)
        self.live.sort(key=lambda rival: rival not in fitting)
        return len(fitting)

    def _fitting(self, answers: Sequence[Answering], sample: Sample, limit: int) -> list[Answering]:
        """Return the first causes that give the student's answer in a case; one that takes too long does not."""
        fitting: list[Answering] = []
        waiting = iter(answers)
        while len(fitting) < limit:
            self.left.begin(CALL_STEPS)
            with contextlib.suppress(OverLimitError), explaining_limits(self.left, tracing=False):
                for answer in waiting:
                    if self._fits(answer, sample):
                        fitting.append(answer)
                        if len(fitting) == limit:
                            break
                break
        return fitting

    def _fits(self, answer: Answering, sample: Sample) -> bool:
        self.left.begin(CALL_STEPS)
        self.left.take(sample.steps + _steps_to_copy(sample))
        try:
            return is_alike(answer(sample), sample.got, sample.rounding)
        except Exception:  # noqa: BLE001 - a cause may make no sense for a case, and fail in any way
            return False


def _steps_to_copy(sample: Sample) -> int:
    """Return about how many lines of Python take as long as to copy the arguments; a table is made anew by pandas."""
    return sum(TABLE_STEPS if isinstance(argument, TableValue | SeriesValue) else 1 for argument in sample.arguments)


def sample_of(evidence: Evidence, call: StudentCall, row: int) -> Sample | None:
    """Return a case as what a call was given, should answer and answered; None where it has no answer."""
    got = observed(evidence.answers[call], row)
    if got.value is BROKEN or got.refused:
        return None
    arguments = tuple(plain_row(evidence.table.value(arg), row) for arg in call.args)
    return Sample(arguments, plain_row(evidence.expected[call], row), got.value)


def telling_cases_of(check: Check, cause: ToldCause | None, evidence: Evidence) -> TellingCases | None:
    """Return what judges the cases beside a cause; None where nothing is told, or other answers are arguments."""
    if cause is None or students(*cause.call.args) or cause.call not in evidence.expected:
        return None
    return TellingCases(cause, list(_rivals(check, cause.call, evidence)))


def _rivals(check: Check, call: StudentCall, evidence: Evidence) -> Iterator[Answering]:
    """Yield other causes that a reader, or the course, may think of."""
    for position in range(len(call.args)):
        yield lambda sample, p=position: sample.arguments[p]  # type: ignore[misc]
    for number in (*NUMBERS, *(make for _, make in (*SIMPLE, *RESHAPING))):
        yield lambda sample, make=number: make(_numbers(sample.expected))  # type: ignore[misc]
    for slip in VALUE_SLIPS:
        yield lambda sample, s=slip: s.make(sample.expected) if isinstance(sample.expected, s.kinds) else BROKEN  # type: ignore[misc]
    reference = evidence.table.reference.get(call.function)
    if reference is None:
        return
    for position in range(len(call.args)):
        for change in INPUT_SLIPS:
            yield partial(_after_change, reference, position, change)
    for misconception in caught_by_check(check.misconceptions, check.id):
        if misconception.function == call.function and misconception.shows is None:
            yield answering(misconception.wrong)
    for model in models_of(reference):
        yield answering(model.call)


def answering(function: Callable[..., Any]) -> Answering:
    """Return a function of the course as a cause."""
    return lambda sample: output_of(function, [own_copy(argument) for argument in sample.arguments]).value


def _numbers(expected: Any) -> Array:
    if not is_number(expected) and not (isinstance(expected, np.ndarray) and expected.dtype.kind in "iuf"):
        raise TypeError
    return np.asarray(expected, dtype=np.float64)


def _after_change(reference: Callable[..., Any], position: int, change: InputSlip, sample: Sample) -> Any:
    """Return the right answer after a change of one argument; BROKEN where that makes no sense."""
    if not change.fits(sample.arguments[position]):
        return BROKEN
    return answer_after(reference, sample, position, change.make)


def lightest_telling(cases: TellingCases, evidence: Evidence, rows: Sequence[int]) -> tuple[int, int] | None:
    """Return the lightest of some failing cases which fits the fewest live rivals, and how many these are."""
    best: tuple[int, int] | None = None
    for row in sorted(rows, key=lambda row: (weight(evidence.cases.drawn[row]), row))[:LOOKED_AT]:
        fewest = len(cases.live) + 1 if best is None else best[1]
        count = cases.count(evidence, row, fewest - 1)
        if count < fewest:
            best = row, count
        if not count:
            break
    return best
