"""A mutant of the reference that answers as the student does in every case: what kind of thing differs."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.explaining_limits import ExplainingTime, OverLimitError, explaining_limits
from grader.diagnosis.misconceptions import BROKEN, CallOutput, explains_row, observed, output_of
from grader.diagnosis.mutation.models import models_of
from grader.diagnosis.slips.call import is_alike, size_of_numbers
from grader.expressions.column_operations import own_copy
from grader.expressions.nodes import students
from grader.records import dataclass
from grader.values.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.diagnosis.compared_parts import PartCall, PartSource
    from grader.diagnosis.diagnose import ObservedCases
    from grader.diagnosis.mutant_memory import MutantMemory
    from grader.diagnosis.mutation.models import MutantModel
    from grader.diagnosis.slips import Sample
    from grader.expressions.nodes import StudentCall

CALL_SECONDS = 0.02
"""The time limit of a mutant for one case: a small mistake may make a loop without end."""
SECONDS = 0.25
"""The time limit of all mutants for one submission; what is not looked at by then explains nothing."""
INFORMATIVE = 3
"""Failing cases with an answer that a mutant must explain."""
NAMED = 2
"""Kinds of mistake that one sentence names."""


@dataclass(frozen=True, slots=True)
class MutantExplanation:
    """The sentence for a student, and the changed lines for a teacher."""

    sentence: str = ""
    diff: str = ""


def explain_by_mutant(
    pool: Sequence[ObservedCases], calls: Sequence[StudentCall], memory: MutantMemory
) -> MutantExplanation:
    """Return what kind of thing differs where a mutant answers `calls`, all of one function, as the student does."""
    if not calls or not _is_telling(pool, calls):
        return MutantExplanation()
    name = calls[0].function
    models = models_of(pool[0].evidence.table.reference[name])
    until = time.thread_time() + SECONDS  # the making serves all submissions
    rows = _ordered_rows(pool)
    fitting = []
    with np.errstate(all="ignore"):
        for number, model in enumerate(models):
            if time.thread_time() > until:
                break
            if all(_explains(model.call, number, pool[part], calls, row, memory) for part, row in rows):
                fitting.append(model)
    return _told(name, fitting, len(rows)) if fitting else MutantExplanation()


def explain_part_by_mutant(parts: Sequence[PartCall]) -> MutantExplanation:
    """Return what kind of thing differs where a part comes out as a mutant of the reference makes it, in every case."""
    for part in parts:
        wrong = sum(not sample.is_right for sample in part.call.cases)
        if part.source is None or wrong < INFORMATIVE:
            continue
        models = models_of(part.source.function)
        until = time.thread_time() + SECONDS
        wrong_first = sorted(part.call.cases, key=lambda sample: sample.is_right)
        fitting = []
        with np.errstate(all="ignore"):
            for model in models:
                if time.thread_time() > until:
                    break
                if all(_makes(model.call, part.source, sample) for sample in wrong_first):
                    fitting.append(model)
        if fitting:
            return _told(part.part.subject, fitting, len(wrong_first), "is as in")
    return MutantExplanation()


def _makes(function: Callable[..., Any], source: PartSource, sample: Sample) -> bool:
    """Whether a mutant makes the part of a case; where what came is not finite, it says nothing."""
    output = _output(function, [own_copy(argument) for argument in sample.arguments[: source.count]])
    if output is None or output.broken or CallOutput(sample.got).broken:
        return False
    try:
        return is_alike(source.project(output.value), sample.got, size_of_numbers(sample.expected))
    except (TypeError, ValueError, LookupError, AttributeError, Refusal):
        return False


def _told(name: str, fitting: Sequence[MutantModel], cases: int, verb: str = "answers like") -> MutantExplanation:
    kinds = list(dict.fromkeys(model.description for model in fitting))
    kinds_text = ", or ".join(kinds[:NAMED])
    sentence = f"In all {cases} cases that were tried `{name}` {verb} a right solution in which {kinds_text}."
    return MutantExplanation(sentence, fitting[0].diff)


def _is_telling(pool: Sequence[ObservedCases], calls: Sequence[StudentCall]) -> bool:
    """Whether enough failing cases have an answer, and enough cases a finite one; none may raise.

    What gives NaN always is like every mutant that does.
    """
    failing = [(cases, row) for cases in pool for row in cases.failing]
    raised = any(row in cases.evidence.answers[call].raised for cases, row in failing for call in calls)
    if raised or len(failing) < INFORMATIVE:
        return False
    rows = ((cases, row) for cases in pool for row in range(cases.evidence.cases.distinct))
    finite = (pair for pair in rows if not observed(pair[0].evidence.answers[calls[0]], pair[1]).broken)
    return len(list(itertools.islice(finite, INFORMATIVE))) == INFORMATIVE


def _ordered_rows(pool: Sequence[ObservedCases]) -> list[tuple[int, int]]:
    """Return all cases, those that fail first: these exclude most mutants."""
    rows = [(part, row) for part, cases in enumerate(pool) for row in range(cases.evidence.cases.distinct)]
    return sorted(rows, key=lambda pair: (pair[1] not in pool[pair[0]].failing, pair))


def _explains(
    function: Callable[..., Any],
    number: int,
    cases: ObservedCases,
    calls: Sequence[StudentCall],
    row: int,
    memory: MutantMemory,
) -> bool:
    for call in calls:
        key = (call.function, number, cases.name, call, row)
        if (call.function, number) in memory.endless:
            return False
        evidence = cases.evidence
        output = memory.outputs.get(key) if cases.name else None
        if output is None:
            arguments = [own_copy(evidence.table.value(arg).row(row)) for arg in call.args]
            output = _output(function, arguments)
            if output is None:
                memory.endless.add((call.function, number))
                return False
            if cases.name and not students(*call.args):
                memory.outputs[key] = output
        student = observed(evidence.answers[call], row)
        if student.broken and not _is_as_broken(output, student):
            return False
        if not explains_row(output, student, evidence.expected.get(call), row, evidence.functions[call.function]):
            return False
    return True


def _output(function: Callable[..., Any], arguments: Sequence[Any]) -> CallOutput | None:
    """Return what a mutant answers; None where it takes too much."""
    left = ExplainingTime(CALL_SECONDS)
    try:
        with explaining_limits(left):
            left.begin(CALL_SECONDS)  # what the limits themselves take, most of it the first time, is not the mutant's
            output = output_of(function, arguments)
    except OverLimitError:
        return None
    return None if output.value is BROKEN and left.is_over else output


def _is_as_broken(output: CallOutput, student: CallOutput) -> bool:
    """Whether an answer that is not finite is so in the same entries: 0 / 0 and an overflow are two things."""
    if output.value is BROKEN or student.value is BROKEN:
        return False
    mutant_numbers, other = output.numbers, student.numbers
    return (
        mutant_numbers is not None
        and other is not None
        and bool(np.array_equal(np.isfinite(mutant_numbers), np.isfinite(other)))
    )
