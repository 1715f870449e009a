"""The kind `distribution`: random answers against their law.

Every case is asked many times.  The answers, or what a statistic makes of them, are independent numbers of one law, all
of which are compared with it at once (grader/checks/laws.py has the bounds).  A right solution fails with a chance of
at most 1e-9 per check, whatever its generator is.  Numbers that come again each time are no random ones, however well
they fit: a seed that stands in the function is told as such.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np

from grader.checks import messages
from grader.checks.cases import draw
from grader.checks.display import display_value
from grader.checks.explaining_limits import ExplainingSteps, explaining_limits
from grader.checks.gate import ExpectedAnswers, gate
from grader.checks.kind import CheckSpec
from grader.checks.law_likeness import are_alike
from grader.checks.law_picture import histogram, shown_facts
from grader.checks.laws import SampleLaw, compared, law_of, summary_of
from grader.checks.question import CallGroup, Question, Response, room_for
from grader.checks.random_numbers import numbers_drawn_by, numbers_of, seeded
from grader.checks.spec import Expression
from grader.checks.verdict import Explanation, Verdict
from grader.expressions.evaluation import CaseTable, EvaluationError
from grader.expressions.nodes import ReferenceCall, StudentCall
from grader.models import Field
from grader.records import dataclass, field
from grader.results.evidence import Counterexample
from grader.results.outcomes import Outcome
from grader.sandbox.exits import EndReason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.checks.cases import Cases
    from grader.checks.compiler import CheckCompiler
    from grader.checks.gate import GatedAnswers
    from grader.checks.laws import Law
    from grader.checks.misconception import Misconception
    from grader.checks.plan import CheckPlan
    from grader.checks.verdict import Examination
    from grader.values.columns import AnyColumn
    from grader.worker.wire.columns import Array

CHANCE = 1e-9
"""The chance of a false alarm that a check has at most: nine tenths for the law, the rest for numbers that repeat."""
LAW_CHANCE = 0.9 * CHANCE
REPEAT_CHANCE = 0.1 * CHANCE
NUMBERS = 20_000
"""The numbers that are looked at, where a task does not say how often each case is asked."""
LEAST_NUMBERS = 500
LEAST_REPEATS, MOST_REPEATS = 20, 1000
EXPLAINING_STEPS = 1_000_000
"""The steps that a known wrong function may take for the numbers that are compared with a student's."""


class DistributionSpec(CheckSpec):
    """Random answers against their law."""

    key: ClassVar[str] = "distribution"
    random_answers: ClassVar[bool] = True

    distribution: Expression
    """The call of the student's function, whose answers are random."""
    statistic: Expression | None = None
    """`ref.f` or `support.f`: a function of the answer and the call's arguments that returns independent numbers.

    By default the entries of the answer."""
    law: Expression
    """The law: `normal(mean, deviation)`, `uniform(least, most)`, `bernoulli(p)`, or a sampler `ref.f`.

    A sampler is called with the arguments of the call."""
    repeats: Annotated[int, Field(ge=LEAST_REPEATS, le=MOST_REPEATS)] | None = None
    """How often each case is asked; by default so often that there are 20,000 numbers in all."""

    def compile(self, compiler: CheckCompiler) -> None:
        """Compile the call, the statistic and the law."""
        compiler.call("distribution", self.distribution)
        call = compiler.nodes.get("distribution")
        if not isinstance(call, StudentCall):
            return
        if self.statistic is not None:
            self._function(compiler, "statistic", self.statistic, call, (call, *call.args))
        if self.law.strip().startswith(("ref.", "support.")):
            self._function(compiler, "law", self.law, call, call.args)
        else:
            try:
                law_of(self.law)
            except ValueError as error:
                compiler.note(("law",), [str(error)])

    def _function(
        self, compiler: CheckCompiler, key: str, text: str, call: StudentCall, arguments: tuple[Any, ...]
    ) -> None:
        """Compile `ref.f` as a call with the arguments that it will have."""
        names = ", ".join(["0"] * len(arguments))
        if "(" in text:
            compiler.note((key,), [f"`{text}` is called with what stands in `{call.text}`; write its name alone"])
            return
        node = compiler.parse((key,), f"{text.strip()}({names})")
        if isinstance(node, ReferenceCall):
            compiler.nodes[key] = ReferenceCall(node.function, arguments)

    def prepare(self, plan: CheckPlan, seed: int) -> Distribution:
        """Draw the cases and repeat each; let the sampler draw, where the law is one."""
        call = plan.nodes["distribution"]
        assert isinstance(call, StudentCall)  # noqa: S101 - the compiler has looked
        drawn = draw(plan, seed)
        cases = drawn.take(np.arange(drawn.distinct))
        table = CaseTable(cases.count, cases.inputs, plan.reference)
        arguments = [table.value(argument) for argument in call.args]
        statistic = _named(plan, "statistic")
        with seeded(seed, plan.task, plan.check):
            expected = table.by_reference(call)
            widths = [len(numbers) for numbers in numbers_of(statistic, expected, arguments)]
        repeats = self.repeats or min(MOST_REPEATS, max(LEAST_REPEATS, math.ceil(NUMBERS / max(1, sum(widths)))))
        if repeats * sum(widths) < LEAST_NUMBERS:
            raise EvaluationError(
                f"{repeats * sum(widths)} numbers say too little about a law ({LEAST_NUMBERS} do); draw larger inputs, "
                "more cases, or set `repeats`"
            )
        rows = np.repeat(np.arange(cases.count), repeats)
        with seeded(seed, plan.task, plan.check):
            law = self._law(plan, call, (len(rows), [column.take(rows) for column in arguments]), statistic)
        return Distribution.of(call, plan, cases, (arguments, expected, rows), statistic, law, repeats)

    def _law(
        self,
        plan: CheckPlan,
        call: StudentCall,
        calls: tuple[int, Sequence[AnyColumn]],
        statistic: Callable[..., Any] | None,
    ) -> Law:
        """Return the law; of a sampler, by as many numbers as the student is asked for, in so many calls."""
        sampler = _named(plan, "law")
        if sampler is None:
            return law_of(self.law)
        return SampleLaw(self.law, np.concatenate(numbers_drawn_by(sampler, call, calls, statistic)))

    def chance_bound(self, plan: CheckPlan) -> str:
        """Return the sentence about false alarms, for seed 0."""
        prepared = self.prepare(plan, 0)
        return (
            f"{prepared.count:,} numbers against {prepared.law.name}: "
            f"a right solution fails with a chance of at most {CHANCE:g}"
        )


def _named(plan: CheckPlan, key: str) -> Callable[..., Any] | None:
    node = plan.nodes.get(key)
    return plan.reference[node.function] if isinstance(node, ReferenceCall) else None


@dataclass(frozen=True, eq=False)
class Distribution:
    """A distribution check with its prepared question."""

    call: StudentCall
    plan: CheckPlan
    cases: Cases
    arguments: tuple[AnyColumn, ...]
    """Of every call: those of each case, `repeats` times."""
    question: Question
    expected: ExpectedAnswers
    statistic: Callable[..., Any] | None
    law: Law
    repeats: int
    count: int
    """The count of numbers in the reference's answers to all calls."""
    statement: None = None
    kept: None = None
    _drawn: dict[Callable[..., Any], list[Array] | None] = field(default_factory=dict, init=False)
    """The numbers that known wrong functions draw, kept for all submissions."""

    @staticmethod
    def of(
        call: StudentCall,
        plan: CheckPlan,
        cases: Cases,
        columns: tuple[Sequence[AnyColumn], AnyColumn, Array],
        statistic: Callable[..., Any] | None,
        law: Law,
        repeats: int,
    ) -> Distribution:
        """Return the check about cases, with the arguments, the reference's answers and the case of each call."""
        arguments, expected, rows = columns
        repeated = tuple(column.take(rows) for column in arguments)
        answers = expected.take(rows)
        group = CallGroup(call.function, repeated, len(rows), room_for(answers), keywords=call.keywords)
        count = repeats * sum(map(len, numbers_of(statistic, expected, arguments)))
        right = ExpectedAnswers(plan.functions[call.function], answers)
        return Distribution(call, plan, cases, repeated, Question.of([group]), right, statistic, law, repeats, count)

    def tolerance_used(self, verdict: Verdict) -> None:
        """Return None: how far right answers stray is chance, which the bound is about."""

    def examine(self) -> Examination:
        """Ask one submission and decide."""
        response: Response = yield self.question
        if response.end is not None:
            outcome = Outcome.TIMEOUT if response.end.reason in (EndReason.TIME, EndReason.CPU) else Outcome.ERROR
            row = min(max(response.end.call, 0), len(self.expected.column) - 1)
            return self._failed(messages.ended(self.call.function, response.end, self.plan.wall), row, outcome)
        gated = gate(response.groups[0], self.expected)
        if gated.faults:
            return self._refused(gated)
        return self.decide(gated.column)

    def decide(self, answers: AnyColumn) -> Verdict:
        """Return the verdict on answers that are as expected."""
        try:
            parts = list(numbers_of(self.statistic, answers, self.arguments))
        except Exception as error:  # noqa: BLE001 - a student's value may break a statistic in any way
            return self._failed(f"Of your answers nothing can be computed ({type(error).__name__}: {error}).", 0)
        numbers = np.concatenate(parts)
        if not len(numbers) or not np.isfinite(numbers).all():
            row = next((row for row, part in enumerate(parts) if not np.isfinite(part).all() or not len(part)), 0)
            return self._failed(f"`{self.call.text}` leads to numbers that are not finite, or to none.", row)
        text = self._repeating(parts, numbers)
        if not text and not self.law.is_refuted(numbers, LAW_CHANCE):
            return Verdict(Outcome.PASSED, cases=self.cases.count)
        verdict = self._failed(text, 0) if text else self._unlike(numbers)
        return replace(verdict, matching=lambda known: self._matching(known, parts, text))

    def _matching(
        self, misconceptions: Sequence[Misconception], parts: Sequence[Array], repeating: str
    ) -> tuple[Misconception, ...]:
        """Return the known wrong functions whose numbers are of the law of `parts`, or repeat themselves alike."""
        return tuple(
            misconception for misconception in misconceptions
            if self.plan.check in misconception.fails and self._draws_like(misconception.wrong, parts, repeating)
        )  # fmt: skip

    def _draws_like(self, function: Callable[..., Any], parts: Sequence[Array], repeating: str) -> bool:
        """Whether a function of the course draws from the law of `parts`; no where that takes long."""
        drawn = self._drawn_by(function)
        if drawn is None or self._repeating(drawn, np.concatenate(drawn)) != repeating:
            return False
        return bool(repeating) or are_alike(drawn, parts, self.repeats)

    def _drawn_by(self, function: Callable[..., Any]) -> list[Array] | None:
        """Return the numbers that a function of the course draws, once for all submissions; None where it fails."""
        if function in self._drawn:
            return self._drawn[function]
        calls = (len(self.expected.column), self.arguments)
        try:
            with (
                explaining_limits(ExplainingSteps(EXPLAINING_STEPS)),
                seeded(self.repeats, self.plan.task, self.plan.check),
            ):
                self._drawn[function] = numbers_drawn_by(function, self.call, calls, self.statistic)
        except Exception:  # noqa: BLE001 - a wrong function may fail in any way or take too long, and is not like this
            self._drawn[function] = None
        return self._drawn[function]

    def _repeating(self, parts: Sequence[Array], numbers: Array) -> str:
        """Return the sentence about numbers that come again in each call, or over and over in one; empty if none do."""
        frozen, widths = [], 0
        for first in range(0, len(parts), self.repeats):
            group = parts[first : first + self.repeats]
            same = np.all([part == group[0] for part in group], axis=0) if len(set(map(len, group))) == 1 else False
            frozen.append(np.atleast_1d(same))
            widths += len(group[0])
        flags = np.concatenate(frozen)
        continuous = not self.law.discrete and not isinstance(self.law, SampleLaw)
        is_frozen = bool(flags.any()) if continuous else bool(flags.all()) and not self._sampler_repeats()
        if is_frozen and self.law.frozen(self.repeats, widths) <= REPEAT_CHANCE:
            return (
                f"`{self.call.text}` gives the same numbers in each of {self.repeats} calls, so they are not random. "
                "Is there a fixed seed in it? Take it out of the function."
            )
        different = len(np.unique(numbers))
        if continuous and 2 * different < len(numbers):
            return f"Only {different:,} of {len(numbers):,} numbers are different; each is to be drawn anew."
        return ""

    def _sampler_repeats(self) -> bool:
        """Whether the sampler's own draws repeat themselves."""
        return isinstance(self.law, SampleLaw) and len(np.unique(self.law.numbers)) < LEAST_REPEATS

    def _unlike(self, numbers: Array) -> Verdict:
        """Return the verdict on numbers that are not of the law, with the difference that shows best."""
        law = self.law.facts
        got = summary_of(numbers, law.mean, law.spread)
        begin = f"The {len(numbers):,} numbers that `{self.call.text}` gives are not of the law {self.law.name}. "
        example = Counterexample(
            inputs={name: display_value(value) for name, value in self.cases.shown(0).items()},
            got=shown_facts(got),
            expected=shown_facts(law),
        )
        text = begin + compared(got, law, self.law.name, len(numbers))
        explanation = Explanation(text, example, picture=histogram(numbers, self.law))
        return Verdict(Outcome.FAILED, explanation, failed_cases=self.cases.count, cases=self.cases.count)

    def _refused(self, gated: GatedAnswers) -> Verdict:
        """Return the verdict on answers of which one is not as expected."""
        row = min(gated.faults)
        raised = row in gated.raised
        retrace = self.question.groups[0].retrace_question(row) if raised else None
        return self._failed(
            gated.faults[row], row, Outcome.ERROR if raised else Outcome.FAILED, gated.shown.get(row), retrace
        )

    def _failed(
        self,
        text: str,
        row: int,
        outcome: Outcome = Outcome.FAILED,
        got: Any = None,
        retrace: Question | None = None,
    ) -> Verdict:
        example = Counterexample(
            inputs={name: display_value(value) for name, value in self.cases.shown(row // self.repeats).items()},
            got={} if got is None else {self.call.text: got},
            expected=f"numbers of the law {self.law.name}",
        )
        return Verdict(
            outcome, Explanation(text, example, retrace_question=retrace), failed_cases=1, cases=self.cases.count
        )
