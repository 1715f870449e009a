"""A mutant of the reference that answers as the student does in every case: what kind of thing differs."""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.explaining_limits import ExplainingSteps, OverLimitError, StopExplaining, explaining_limits
from grader.diagnosis.misconceptions import BROKEN, CallOutput, explains_row, observed, output_of
from grader.diagnosis.mutation import wording
from grader.diagnosis.mutation.models import OPERATORS, models_of
from grader.diagnosis.slips.call import is_alike, steps_to_compare
from grader.expressions.column_operations import own_copy
from grader.expressions.nodes import students
from grader.records import dataclass
from grader.values.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.diagnosis.compared_parts import PartCall, PartSource
    from grader.diagnosis.diagnose import ObservedCases
    from grader.diagnosis.mutant_memory import MutantKey, MutantMemory
    from grader.diagnosis.mutation.models import MutantModel
    from grader.diagnosis.slips import Sample
    from grader.expressions.nodes import StudentCall

CALL_STEPS = 20_000
"""The steps of a mutant for one case: a small mistake may make a loop without end."""
STEPS = 250_000
"""The steps of all mutants for one submission; what is not looked at by then explains nothing."""
LATE_STEPS = 80_000
"""The steps of those that say least, for one submission."""
LATE = len(OPERATORS) - 1
"""The group of operators that say least: one value in the place of another may be anything."""
STEPS_OF_MUTANT = 100
"""The steps for a mutant besides those for its cases: about as long as so many lines take."""
FURTHER = 1
"""The group of operators that make conditions always or never true."""
TURNED = frozenset({wording.TURNED, wording.UNEQUAL, wording.NEGATION, wording.NEGATIVE_NUMBER})
UNCONDITIONAL = frozenset({wording.ALWAYS, wording.NEVER})
INFORMATIVE = 3
"""Failing cases with an answer that a mutant must explain."""
NAMED = 2
"""Kinds of mistake that one sentence names."""


@dataclass(frozen=True, slots=True)
class MutantExplanation:
    """The sentence for a student, and the changed lines for a teacher."""

    sentence: str = ""
    diff: str = ""
    call: Callable[..., Any] | None = None
    """The mutant itself."""


def explain_by_mutant(
    pool: Sequence[ObservedCases], calls: Sequence[StudentCall], memory: MutantMemory, *, late: bool = False
) -> MutantExplanation:
    """Return what kind of thing differs where a mutant answers `calls`, all of one function, as the student does.

    With `late` it is one of those that say least, which come after all that says more.
    """
    if not calls or not _is_telling(pool, calls):
        return MutantExplanation()
    name = calls[0].function
    rows = _ordered_rows(pool)
    answers = [[observed(pool[part].evidence.answers[call], row) for call in calls] for part, row in rows]

    def explains(key: MutantKey, model: MutantModel, left: ExplainingSteps) -> bool:
        mutant = _MutantCall(model.call, key, memory, left)
        return all(
            _explains(mutant, pool[part], list(zip(calls, outputs, strict=True)), row)
            for (part, row), outputs in zip(rows, answers, strict=True)
        )

    fitting = _fitting(pool[0].evidence.table.reference[name], explains, late=late)
    return _told(name, fitting, len(rows)) if fitting else MutantExplanation()


def _fitting(
    function: Callable[..., Any], explains: Callable[[MutantKey, MutantModel, ExplainingSteps], bool], *, late: bool
) -> list[MutantModel]:
    """Return as many mutants that explain all cases as are named, if they are found in the steps that there are.

    All are made by the first group of operators that makes such.  A comparison that is turned round is none where a
    condition that is always, or never, true explains the same: there is no case in which the comparison decides.
    """
    left, steps = ExplainingSteps(CALL_STEPS), LATE_STEPS if late else STEPS
    for group in [LATE] if late else range(LATE):
        models = {(group, number): model for number, model in enumerate(models_of(function, group))}
        fitting = _explaining(models, explains, left, steps)
        if any(model.description in TURNED for model in fitting):
            others = enumerate(models_of(function, FURTHER))
            plainer = {(FURTHER, number): model for number, model in others if model.description in UNCONDITIONAL}
            return _explaining(plainer, explains, left, steps) or fitting
        if fitting:
            return fitting
    return []


def _explaining(
    models: Mapping[MutantKey, MutantModel],
    explains: Callable[[MutantKey, MutantModel, ExplainingSteps], bool],
    left: ExplainingSteps,
    steps: int,
) -> list[MutantModel]:
    """Return those of some mutants that explain all cases, up to as many kinds as are named."""
    fitting: list[MutantModel] = []
    for key, model in models.items():  # they are made once, for all submissions
        if left.used > steps or len({other.description for other in fitting}) == NAMED:
            break
        left.begin(CALL_STEPS)
        left.take(STEPS_OF_MUTANT)
        with contextlib.suppress(OverLimitError, RecursionError), explaining_limits(left, tracing=False):
            if explains(key, model, left):
                fitting.append(model)
    return fitting


def explain_part_by_mutant(parts: Sequence[PartCall], *, late: bool = False) -> MutantExplanation:
    """Return what kind of thing differs where a part comes out as a mutant of the reference makes it, in every case."""
    for part in parts:
        wrong_first = sorted(part.call.cases, key=lambda sample: sample.is_right)
        if sum(not sample.is_right for sample in wrong_first) < INFORMATIVE:
            continue
        for source in part.sources:

            def explains(
                _: MutantKey,
                model: MutantModel,
                left: ExplainingSteps,
                source: PartSource = source,
                samples: Sequence[Sample] = wrong_first,
            ) -> bool:
                return all(_makes(model.call, source, sample, left) for sample in samples)

            fitting = _fitting(source.function, explains, late=late)
            if fitting:
                told = _told(part.part.subject, fitting, len(wrong_first), "is as in")
                return replace(told, call=None)  # of a part, it is no answer to a call
    return MutantExplanation()


def _makes(function: Callable[..., Any], source: PartSource, sample: Sample, left: ExplainingSteps) -> bool:
    """Whether a mutant makes the part of a case; where what came is not finite, it says nothing."""
    left.begin(CALL_STEPS)
    arguments = [own_copy(argument) for argument in sample.arguments[: source.count]]
    output = _output(function, arguments, left)
    left.begin(CALL_STEPS)
    left.take(sample.steps)
    if output.broken or CallOutput(sample.got).broken:
        return False
    value = output.value if source.changed is None else arguments[source.changed]
    try:
        return is_alike(source.project(value), sample.got, sample.rounding)
    except (TypeError, ValueError, LookupError, AttributeError, Refusal):
        return False


def _told(name: str, fitting: Sequence[MutantModel], cases: int, verb: str = "answers like") -> MutantExplanation:
    kinds = list(dict.fromkeys(model.description for model in fitting))
    kinds_text = ", or ".join(kinds[:NAMED])
    sentence = f"In all {cases} cases that were tried `{name}` {verb} a right solution in which {kinds_text}."
    return MutantExplanation(sentence, fitting[0].diff, fitting[0].call)


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


@dataclass(frozen=True, slots=True)
class _MutantCall:
    """A mutant of the function at fault, and its answers so far."""

    function: Callable[..., Any]
    number: MutantKey
    memory: MutantMemory
    left: ExplainingSteps

    def output(self, cases: ObservedCases, call: StudentCall, row: int) -> CallOutput:
        """Return its answer in a case.  Raises StopExplaining, or MemoryError, for one that takes too much.

        An answer that is remembered takes the steps that it took: what a student is told depends on nobody before.
        """
        key, left = (call.function, self.number, cases.name, call, row), self.left
        left.begin(CALL_STEPS)
        if (call.function, self.number) in self.memory.endless:
            left.take(CALL_STEPS + 1)
        if cases.name and key in self.memory.outputs:
            output, steps = self.memory.outputs[key]
            left.take(steps)
            return output
        arguments, before = [own_copy(cases.evidence.table.value(arg).row(row)) for arg in call.args], left.used
        try:
            output = _output(self.function, arguments, left)
        except (StopExplaining, MemoryError):
            self.memory.endless.add((call.function, self.number))
            raise
        if cases.name and not students(*call.args):
            self.memory.outputs[key] = output, left.used - before
        return output


def _explains(
    mutant: _MutantCall, cases: ObservedCases, answers: Sequence[tuple[StudentCall, CallOutput]], row: int
) -> bool:
    for call, student in answers:
        evidence, output = cases.evidence, mutant.output(cases, call, row)
        mutant.left.begin(CALL_STEPS)
        mutant.left.take(steps_to_compare(student.value))
        if student.broken and not _is_as_broken(output, student):
            return False
        if not explains_row(output, student, evidence.expected.get(call), row, evidence.functions[call.function]):
            return False
    return True


def _output(function: Callable[..., Any], arguments: Sequence[Any], left: ExplainingSteps) -> CallOutput:
    """Return what a mutant answers.  Raises StopExplaining for one that takes too many steps."""
    output = output_of(function, arguments)
    if output.value is BROKEN and left.is_over:  # it has caught what should have ended it
        raise StopExplaining
    return output


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
