"""The likely reason of a failure: one explanation that fits every case, or none.

A known misconception comes first, then a common slip, then the size of the numbers from which on an answer goes wrong,
then a mutant of the reference, then the statement about the input that says exactly when it fails.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.changed_arguments import changing_misconceptions
from grader.diagnosis.magnitudes import MeasuredCase, Threshold, find_threshold, kind_of
from grader.diagnosis.misconceptions import (
    BROKEN,
    PredictedOutputs,
    caught_by_check,
    conforming,
    explains_row,
    observed,
)
from grader.diagnosis.object_misconceptions import explains_objects
from grader.diagnosis.probing import scaled_cases
from grader.diagnosis.properties import shows_all
from grader.diagnosis.slips import SIMPLE, Call, Sample, answer_slip_of, input_slip_of, slip_of
from grader.diagnosis.slips.constants import constant_slip_of
from grader.diagnosis.slips.numbers import as_numbers
from grader.diagnosis.telling import ToldCause
from grader.expressions.nodes import Input, students, text_of, walk
from grader.records import dataclass
from grader.values.columns import plain_row
from grader.values.comparison import close, equal
from grader.worker.wire.columns import Column
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.checks.cases import Cases
    from grader.checks.evidence import Evidence
    from grader.checks.functions import StudentFunction
    from grader.checks.misconception import Misconception
    from grader.checks.plan import CheckPlan
    from grader.checks.task import Check
    from grader.checks.verdict import Verdict
    from grader.diagnosis.memory import DiagnosisMemory
    from grader.diagnosis.misconceptions import CallOutput
    from grader.diagnosis.telling import Answering
    from grader.expressions.nodes import StudentCall
    from grader.values.columns import AnyColumn
    from grader.worker.wire.columns import Array


NEAR_BOUND = 6
"""Failing cases that are brought near a bound, and as many others."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """An explanation of all cases of a check: known misconceptions, perhaps several, or something else."""

    misconceptions: tuple[Misconception, ...] = ()
    otherwise: str = ""
    detail: str = ""
    """For the teacher: what `otherwise` rests on."""
    cause: ToldCause | None = None
    """The told cause, where it is one that gives an answer in each case: the shown case must tell it apart."""
    is_general: bool = False
    """Whether `otherwise` leaves open what to look at, so that the hint of the check helps on."""

    @property
    def needs_hint(self) -> bool:
        """Whether the hint of the check helps: beside what says where to look it may send a reader elsewhere."""
        return self.is_general or not self.otherwise


@dataclass(frozen=True, eq=False)
class ObservedCases:
    """The answers to some cases, and which of these fail."""

    evidence: Evidence
    failing: frozenset[int]
    name: str
    """Under which the answers of wrong solutions to the same cases are remembered; empty for cases asked once."""

    @staticmethod
    def of(evidence: Evidence, failing: Array, name: str) -> ObservedCases:
        """Return the cases of `evidence`, without repetitions; `failing` are the rows that do not hold."""
        return ObservedCases(evidence, frozenset(int(row) for row in failing if row < evidence.cases.distinct), name)


def diagnose(check: Check, verdict: Verdict, memory: DiagnosisMemory) -> Diagnosis:
    """Return the likely reason of the failing cases; nothing where no explanation fits them all."""
    if verdict.evidence is None:
        return Diagnosis()
    return diagnose_all(check, [ObservedCases.of(verdict.evidence, verdict.failing, "drawn")], memory)


def diagnose_all(check: Check, pool: Sequence[ObservedCases], memory: DiagnosisMemory) -> Diagnosis:
    """Return the likely reason of all failing cases of `pool`, which holds what was drawn first."""
    if not _is_answered(pool):
        return Diagnosis(matching_misconceptions(check, pool, memory))
    otherwise, cause = _otherwise(pool)
    if not otherwise:
        threshold = threshold_of(pool)
        otherwise = threshold.text if threshold is not None else ""
    return Diagnosis(matching_misconceptions(check, pool, memory), otherwise, cause=cause)


def _is_answered(pool: Sequence[ObservedCases]) -> bool:
    """Whether some drawn case fails, and every call has an answer."""
    answers = (gated for cases in pool for gated in cases.evidence.answers.values())
    return bool(pool[0].failing) and not any(len(gated.unanswered) for gated in answers)


def suspect_calls(pool: Sequence[ObservedCases]) -> list[StudentCall]:
    """Return the calls of the one function that does not answer like the reference; [] where there are several."""
    if pool[0].evidence.objects is not None:
        return []  # an answer may depend on all calls before it
    calls = list(pool[0].evidence.answers)
    if any(call.effect or call.form != "function" for call in calls):
        return []  # what is asked about a call is not what the reference's function returns
    if pool[0].evidence.expected.keys() != pool[0].evidence.answers.keys():
        return []  # where a relation has many right answers nothing turns the expected one into the student's
    suspects = [call for call in calls if any(_differs(cases.evidence, call) for cases in pool)]
    names = {call.function for call in suspects}
    return [call for call in calls if call.function in names] if len(names) == 1 else []


def _otherwise(pool: Sequence[ObservedCases]) -> tuple[str, ToldCause | None]:
    """Return the sentence of a slip of the one function at fault, and what it answers."""
    suspects = suspect_calls(pool)  # two functions that are wrong have two reasons
    if not suspects:
        return "", None
    values = answered_call(pool, suspects)
    constant = constant_slip_of(values) if values is not None else ""
    if constant:  # before the answers are looked at as numbers: of those none is a truth, or whole
        return constant, None
    found: list[Answering] = []
    of_numbers = all(_of_numbers(cases.evidence, call) for cases in pool for call in suspects)
    text = _slip(pool, suspects, found) if of_numbers else ""
    if not text and values is not None:
        text = answer_slip_of(values) or input_slip_of(values, SIMPLE if of_numbers else ())
        found += values.explaining
    return text, ToldCause(suspects[0], found[-1]) if text and found and len(suspects) == 1 else None


def threshold_of(pool: Sequence[ObservedCases]) -> Threshold | None:
    """Return the size from which on the one function at fault goes wrong; None where no size separates the cases."""
    suspects = suspect_calls(pool)
    call = _drawn_call(suspects)
    if call is None or not all(_of_numbers(cases.evidence, other) for cases in pool for other in suspects):
        return None
    if any(row in cases.evidence.answers[call].raised for cases in pool for row in cases.failing):
        return None
    return find_threshold([case for cases in pool for case in _measured(cases, call)])


def _drawn_call(calls: Sequence[StudentCall]) -> StudentCall | None:
    """Return the first call with an argument that is drawn."""
    return next((call for call in calls if any(isinstance(part, Input) for part in walk(call))), None)


def near_bound(plan: CheckPlan, threshold: Threshold, pool: Sequence[ObservedCases]) -> Cases | None:
    """Return cases like some failing and some other ones, with sizes near the bound on both of its sides."""
    call = _drawn_call(suspect_calls(pool))
    assert call is not None  # noqa: S101 - the threshold is one of its arguments
    evidence, failing = pool[0].evidence, pool[0].failing
    column = evidence.table.value(call.args[threshold.position])
    rows = sorted(range(evidence.cases.distinct), key=lambda row: (row not in failing, row))
    chosen = [*rows[:NEAR_BOUND], *rows[-NEAR_BOUND:]]
    return scaled_cases(plan, [(dict(evidence.cases.drawn[row]), threshold.factors(column.row(row))) for row in chosen])


def matching_misconceptions(
    check: Check, pool: Sequence[ObservedCases], memory: DiagnosisMemory
) -> tuple[Misconception, ...]:
    """Return the misconceptions, and rivals of them, whose outputs are the student's in every call."""
    if not pool[0].failing and pool[0].evidence.impurity:
        return changing_misconceptions(check, [cases.evidence for cases in pool])
    if not _is_answered(pool):
        return ()
    matching = []
    known = caught_by_check(check.misconceptions, check.id)
    for misconception in dict.fromkeys(each for one in known for each in one.with_rivals(check.misconceptions)):
        if pool[0].evidence.objects is not None:
            if all(explains_objects(misconception, cases.name, cases.evidence, memory) for cases in pool):
                matching.append(misconception)
            continue
        calls = [call for call in pool[0].evidence.answers if call.function == misconception.function]
        if calls and all(_explains_all(misconception, cases, calls, memory) for cases in pool):
            matching.append(misconception)
    return tuple(matching)


def _explains_all(
    misconception: Misconception, cases: ObservedCases, calls: Sequence[StudentCall], memory: DiagnosisMemory
) -> bool:
    if misconception.shows is not None:
        return all(shows_all(misconception.shows, cases.evidence, call, cases.failing) for call in calls)
    unexplained = set(cases.failing)
    rows = range(cases.evidence.cases.distinct)
    for call in calls:
        outputs = _predictions(misconception, cases, call, memory)
        # A case that fails excludes most wrong solutions, so that the others need not be worked out.
        if not _explains_rows(outputs, cases, call, sorted(cases.failing)[:1]):
            return False
        if not _explains_rows(outputs, cases, call, rows):
            return False
        expected, function = cases.evidence.expected.get(call), cases.evidence.functions[call.function]
        unexplained -= {row for row in unexplained if not _is_right(outputs.outputs[row], expected, row, function)}
    return not unexplained


def _explains_rows(outputs: PredictedOutputs, cases: ObservedCases, call: StudentCall, rows: Sequence[int]) -> bool:
    """Whether a wrong solution gives in `rows` what the student's function gives."""
    predicted, answers = outputs.of(rows), cases.evidence.answers[call]
    expected, function = cases.evidence.expected.get(call), cases.evidence.functions[call.function]
    return predicted is not None and all(
        explains_row(predicted[row], observed(answers, row), expected, row, function) for row in rows
    )


def _is_right(output: CallOutput, expected: AnyColumn | None, row: int, function: StudentFunction) -> bool:
    """Whether a wrong solution gives the expected answer in a case, so that it does not explain the failure there."""
    if expected is None or output.broken:
        return False
    expected_value = plain_row(expected, row)
    conformed = conforming(output, function, expected_value)
    return not conformed.refused and equal(conformed.value, expected_value)


def _predictions(
    misconception: Misconception, cases: ObservedCases, call: StudentCall, memory: DiagnosisMemory
) -> PredictedOutputs:
    """Return what a wrong solution gives, worked out once where no answer of the student's is an argument."""
    outputs = PredictedOutputs(misconception, [cases.evidence.table.value(arg) for arg in call.args])
    if students(*call.args) or not cases.name:
        return outputs
    return memory.predictions.setdefault((cases.name, misconception.name, call), outputs)


def _differs(evidence: Evidence, call: StudentCall) -> bool:
    """Whether a call has another answer than the reference's in some case."""
    answers, expected = evidence.answers[call], evidence.expected[call]
    return bool(answers.faults) or any(not _near(*pair) for pair in zip(answers.column, expected, strict=True))


def _near(got: Any, expected: Any) -> bool:
    return close(got, expected, lambda part: 1e-6 * np.abs(np.asarray(part)))


def _sample(evidence: Evidence, call: StudentCall, row: int, got: Array) -> Sample:
    expected = np.asarray(evidence.expected[call].row(row), dtype=np.float64)
    return Sample(tuple(evidence.table.value(arg).row(row) for arg in call.args), expected, got)


def _of_numbers(evidence: Evidence, call: StudentCall) -> bool:
    """Whether the arguments and the expected answers of a call are numbers and arrays of numbers."""
    columns = [evidence.expected[call], *(evidence.table.value(arg) for arg in call.args)]
    return all(isinstance(column, Column) for column in columns)


def _slip(pool: Sequence[ObservedCases], calls: Sequence[StudentCall], explaining: list[Answering]) -> str:
    """Return the sentence of a slip of numbers and arrays of numbers, and add to `explaining` what answers alike."""
    samples = []
    for cases, call, row in _distinct_rows(pool, calls):
        got = observed(cases.evidence.answers[call], row).numbers
        if got is None:
            return ""
        samples.append(_sample(cases.evidence, call, row, got))
    asked = _call_of(pool, calls[0], samples)
    text = slip_of(asked)
    explaining += [partial(_answer_of_numbers, make) for make in asked.explaining]
    return text


def _answer_of_numbers(make: Answering, sample: Sample) -> Any:
    """Return the answer of a slip of numbers in a case."""
    numbers = as_numbers(sample)
    return make(numbers) if numbers is not None else BROKEN


def answered_call(pool: Sequence[ObservedCases], calls: Sequence[StudentCall]) -> Call | None:
    """Return the cases of the calls of one function, each once; None where some call has no answer."""
    samples = []
    for cases, call, row in _distinct_rows(pool, calls):
        got = observed(cases.evidence.answers[call], row)
        if got.value is BROKEN:
            return None
        arguments = tuple(plain_row(cases.evidence.table.value(arg), row) for arg in call.args)
        samples.append(Sample(arguments, plain_row(cases.evidence.expected[call], row), got.value))
    return _call_of(pool, calls[0], samples)


def _distinct_rows(
    pool: Sequence[ObservedCases], calls: Sequence[StudentCall]
) -> Iterator[tuple[ObservedCases, StudentCall, int]]:
    """Yield the cases of all calls of one function, those with equal arguments once: a fixed example is one case."""
    earlier_keys: set[bytes] = set()
    for call in calls:
        for cases in pool:
            columns = [cases.evidence.table.value(arg) for arg in call.args]
            for row in range(cases.evidence.cases.distinct):
                key = b"|".join(write_value(plain_row(column, row)) for column in columns)
                if key not in earlier_keys:
                    earlier_keys.add(key)
                    yield cases, call, row


def _call_of(pool: Sequence[ObservedCases], call: StudentCall, samples: Sequence[Sample]) -> Call:
    functions = pool[0].evidence.functions
    function = functions[call.function]
    others = tuple(name for name, other in functions.items() if name != call.function and other.args == function.args)
    least = min((len(sample.arguments) for sample in samples), default=0)
    names = function.args[:least] if not call.keywords else ()
    return Call(call.function, names, samples, pool[0].evidence.table.reference, others)


def _measured(cases: ObservedCases, call: StudentCall) -> Iterator[MeasuredCase]:
    # An argument is called what the check calls it, as `x + c`: a number of `x` itself stands beside the sentence.
    answers, names = cases.evidence.answers[call], [text_of(arg) for arg in call.args]
    for row in range(cases.evidence.cases.distinct):
        got = observed(answers, row).numbers
        sample = _sample(cases.evidence, call, row, np.empty(0) if got is None else got)
        size = 1e-6 * float(np.abs(sample.expected[np.isfinite(sample.expected)]).max(initial=0.0))
        holds = row not in cases.failing
        kind = None if holds else kind_of(got, sample.expected, size)
        yield MeasuredCase(tuple(zip(names, sample.arguments, strict=True)), holds, kind)
